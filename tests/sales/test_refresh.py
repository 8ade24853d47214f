"""Refreshing the prices of an old quote: one question, line by line, and a new concept."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.documents.models import Document, Draft, DraftLine
from apps.sales.models import Quote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


@pytest.fixture
def quote(synced: Any) -> Quote:
    """A quote of a known customer with several lines of plain products."""
    for row in Quote.objects.filter(gone_at=None, customer_id__isnull=False).order_by("pk"):
        if len({line.get("code") for line in row.raw["lines"]}) > 2:
            return row
    raise AssertionError("no quote with three lines")


def address(row: Quote) -> str:
    return reverse("sales:quote_prices", args=[row.pk])


def test_old_and_new_for_one_question(sales: Client, quote: Quote, calls: Any) -> None:
    with calls(1):
        page = sales.get(address(quote))
    assert page.status_code == 200
    pairs = page.context["refresh"].pairs
    assert [pair.code for pair in pairs] == [line["code"] for line in quote.raw["lines"]]
    assert any(pair.now is not None for pair in pairs)
    assert address(quote) in sales.get(reverse("sales:quote_detail", args=[quote.pk])).content.decode()


def test_chosen_lines_get_the_price_of_today_and_the_others_keep_theirs(sales: Client, quote: Quote) -> None:
    pairs = [pair for pair in sales.get(address(quote)).context["refresh"].pairs if pair.fresh]
    taken, kept = pairs[0], pairs[1]
    form = {"line": [str(taken.place)], f"now-{taken.place}": str(taken.now), "into": "copy"}
    answer = sales.post(address(quote), form)
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("sales:quote_draft_detail", args=[draft.pk])
    assert (draft.customer_id, draft.reference) == (quote.customer_id, quote.raw["reference"])
    lines = list(DraftLine.objects.filter(draft=draft).order_by("position"))
    assert [line.code for line in lines] == [pair.product.number for pair in pairs]
    first, second = lines[0], lines[1]
    assert (first.part_price, first.discount) == (taken.fresh.part_price, taken.fresh.discount)
    assert first.price_source == DraftLine.Source.CUSTOMER
    assert second.price_source == DraftLine.Source.PERSON
    assert quote.number in second.price_reason
    assert second.part_price * (100 - second.discount) / 100 == pytest.approx(kept.old, abs=Decimal("0.01"))


def test_the_quote_itself_is_changed_with_the_chosen_prices(sales: Client, quote: Quote, calls: Any) -> None:
    pairs = [pair for pair in sales.get(address(quote)).context["refresh"].pairs if pair.fresh]
    taken = pairs[0]
    with calls(2):
        answer = sales.post(address(quote), {"line": [str(taken.place)], f"now-{taken.place}": str(taken.now)})
    draft = Draft.objects.get()
    assert draft.edits_id == quote.pk
    assert answer["Location"] == reverse("sales:quote_draft_detail", args=[draft.pk])
    first, second, *_rest = DraftLine.objects.filter(draft=draft).order_by("position")
    assert (first.part_price, first.discount) == (taken.fresh.part_price, taken.fresh.discount)
    assert (first.price_source, first.version) == (DraftLine.Source.CUSTOMER, 2)
    assert (second.price_source, second.version) == (DraftLine.Source.AGREED, 1)
    assert first.line_number
    assert first.base, "its unknown parts travel back"


def test_a_price_that_moved_is_shown_again(sales: Client, quote: Quote) -> None:
    pair = next(pair for pair in sales.get(address(quote)).context["refresh"].pairs if pair.now is not None)
    answer = sales.post(address(quote), {"line": [str(pair.place)], f"now-{pair.place}": "0.01"})
    assert answer.status_code == 409
    assert "changed while you looked" in answer.content.decode()
    assert not Draft.objects.exists()


def test_when_logictrade_is_away_the_quote_stays_open(sales: Client, quote: Quote, sandbox: Any) -> None:
    sandbox.control.faults.add("status", status=503, times=None, path="/products/prices")
    answer = sales.get(address(quote), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("sales:quote_detail", args=[quote.pk])
    assert "does not tell its prices now" in answer.content.decode()


def test_who_may(as_role: Any, quote: Quote, sales: Client) -> None:
    assert as_role("viewer").get(address(quote)).status_code == 403
    assert sales.get(reverse("sales:quote_prices", args=[999_999])).status_code == 404
    assert Document.objects.filter(kind="quote").exists()
