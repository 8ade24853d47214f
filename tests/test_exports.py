"""Every list as a file: exactly what its reader sees, recorded, and refused to whoever may not."""

import csv
import io

import openpyxl
import pytest
from django.utils.translation import override

from apps.audit.actions import Action
from apps.audit.models import AuditEntry
from apps.core.exports import safe_text

pytestmark = pytest.mark.django_db

LISTS = [
    "relations:customer_list",
    "catalogue:product_list",
    "catalogue:stock_list",
    "sales:quote_list",
    "sales:order_list",
    "delivery:deliverable_list",
]


def export(client, key: str, query: str = "", form: str = "csv-en", **more):
    return client.post("/lists/export/", {"list": key, "query": query, "format": form, **more})


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def book_of(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active


@pytest.mark.parametrize("key", LISTS)
def test_each_list_can_be_taken_as_a_file(synced, as_role, calls, key):
    with calls(0):
        sheet = book_of(export(as_role("admin"), key, form="xlsx"))
    assert sheet.max_row > 1
    assert all(cell.value for cell in sheet[1])
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [text for text in texts if "<span" in text or "&amp;" in text]


def test_all_rows_of_the_filter_in_the_order_shown(synced, as_role):
    from apps.relations.models import Customer

    answer = export(as_role("sales"), "relations:customer_list", "kind=business&sort=-name&columns=name,city")
    head, *rows = rows_of(answer)
    found = Customer.objects.filter(kind="business", gone_at=None).order_by("-name_key", "-pk")
    with override("en"):
        assert head[0] == "Name"
    assert len(rows) == found.count() > 20
    assert [row[0] for row in rows] == [safe_text(one.name.strip()) for one in found]


def test_numbers_are_numbers_and_texts_no_formulas(synced, as_role):
    sheet = book_of(export(as_role("admin"), "catalogue:product_list", "sort=code", form="xlsx"))
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None}
    assert "n" in kinds
    assert "f" not in kinds


def test_only_the_marked_rows(synced, as_role):
    from apps.relations.models import Customer

    wanted = list(Customer.objects.filter(gone_at=None).order_by("name_key", "pk")[:3])
    answer = export(as_role("sales"), "relations:customer_list", row=[str(one.pk) for one in wanted[1:]])
    assert [row[1] for row in rows_of(answer)[1:]] == [safe_text(one.name.strip()) for one in wanted[1:]]


def test_each_export_is_recorded_before_it_leaves(synced, as_role):
    export(as_role("sales"), "relations:customer_list", "kind=business")
    entry = AuditEntry.objects.get(action=Action.EXPORT_MADE)
    assert (entry.subject, entry.actor_name) == ("list:relations:customer_list", "Sales")


def test_who_may_not_export_or_open_the_list_gets_nothing(synced, as_role):
    assert export(as_role("viewer"), "relations:customer_list").status_code == 403
    assert export(as_role("warehouse"), "relations:customer_list").status_code == 403
    assert not AuditEntry.objects.filter(action=Action.EXPORT_MADE).exists()


@pytest.mark.parametrize(
    "junk",
    [{"list": "sales:quote_draft_detail"}, {"list": "x"}, {"format": "exe"}, {"list": ""}],
)
def test_junk_is_not_found(synced, as_role, junk):
    asked = {"list": "relations:customer_list", "format": "xlsx", **junk}
    assert as_role("admin").post("/lists/export/", asked).status_code == 404


def test_a_get_makes_no_file(as_role):
    assert as_role("admin").get("/lists/export/").status_code == 405
