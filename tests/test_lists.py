"""Every list has the kit's columns and views and shows its order; its cards lead on at the price of two queries."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from apps.core.pages import ListPage
from tests.test_access import ADDRESSES


def is_list(pattern: Any) -> bool:
    view = getattr(pattern.callback, "view_class", None)
    return isinstance(view, type) and issubclass(view, ListPage) and not pattern.pattern.converters


LISTS = sorted(name for name, pattern in ADDRESSES.items() if is_list(pattern))


def cards(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'data-href="([^"]+)"', html)]


def test_there_are_lists() -> None:
    assert {"relations:customer_list", "catalogue:product_list", "sales:order_list", "erp:write_list"} <= set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_columns_views_and_junk_proof_addresses(name: str, as_role: Any) -> None:
    client = as_role("admin")
    html = client.get(reverse(name)).content.decode()
    assert 'id="chooser"' in html
    assert 'id="keep-view"' in html
    assert set(re.findall(r'data-column="(\w+)"', html)) <= set(re.findall(r'id="width-(\w+)"', html))
    assert client.get(reverse("core:columns", args=[name])).status_code == 200
    assert client.get(reverse("core:view_list", args=[name])).status_code == 200
    assert client.get(reverse(name), {"columns": "x,name,name", "view": "all", "page": "٣"}).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_the_order_of_a_list_is_shown(name: str) -> None:
    page: Any = resolve(reverse(name)).func.view_class  # type: ignore[attr-defined]
    if page.orders:
        assert page.default_order.removeprefix("-") in page.orders, name


@pytest.mark.parametrize(
    "name", ["relations:customer_list", "relations:supplier_list", "catalogue:product_list", "sales:quote_list"]
)
def test_a_card_leads_on_for_two_queries(name: str, as_role: Any, synced: Any, calls: Any) -> None:
    client = as_role("admin")
    rows = cards(client.get(reverse(name)).content.decode())
    card = rows[2]
    with calls(0):
        html = client.get(card).content.decode().replace("&amp;", "&")
    assert f'rel="prev" href="{rows[1]}"' in html
    assert f'rel="next" href="{rows[3]}"' in html

    def cost(address: str) -> int:
        """The least of two: once a minute a request also notes when its reader was last seen."""
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            counts.append(len(asked))
        return min(counts)

    assert cost(card) - cost(card.partition("?")[0]) <= 2, name


def test_a_file_knows_no_widths(as_role: Any, synced: Any) -> None:
    client, name = as_role("sales"), "relations:customer_list"

    def file() -> bytes:
        asked = {"list": name, "query": "kind=business", "format": "csv-en"}
        content: bytes = client.post(reverse("core:export"), asked).getvalue()
        return content

    usual = file()
    client.post(reverse("core:columns", args=[name]), {"order": ["name"], "width": ["60"], "do": "width:name"})
    assert 'class="room" width="60"' in client.get(reverse(name)).content.decode()
    assert usual.count(b"\n") > 20
    assert file() == usual
