"""Settings: code tables offer the texts without a code; entries are added, changed and deleted, audited."""

from decimal import Decimal

import pytest

from apps.audit.models import AuditDetails, AuditEntry
from apps.core import clock
from apps.erp import codes
from apps.erp.models import CodeEntry, SeenText

pytestmark = pytest.mark.django_db
TABLES = "/settings/codes/"
TYPES = f"{TABLES}delivery_type/"


@pytest.fixture
def client(as_role):
    return as_role("admin")


@pytest.fixture(autouse=True)
def seen():
    for table, text in (("delivery_type", "Bezorgen"), ("delivery_type", "Afhalen"), ("vat", "BTW Hoog")):
        SeenText.objects.create(table=table, text=text, first_seen_at=clock.now())


def form(**values):
    return {"text": "Bezorgen", "code": "BZ"} | values


def test_only_administrators_come_here(as_role):
    entry = CodeEntry.objects.create(table="delivery_type", text="x", code="y")
    for role in ("sales", "finance", "viewer"):
        other = as_role(role)
        assert other.get(TABLES).status_code == 403
        assert other.post(TYPES, form()).status_code == 403
        assert other.post(f"{TYPES}{entry.pk}/", form()).status_code == 403
        assert other.post(f"{TYPES}{entry.pk}/delete/").status_code == 403
    assert CodeEntry.objects.count() == 1


def test_texts_without_a_code_are_offered_and_leave_when_they_have_one(client):
    assert "2 without code" in client.get(TABLES).content.decode()
    text = client.get(TYPES).content.decode()
    assert "?text=Bezorgen" in text
    assert 'value="Bezorgen"' in client.get(f"{TYPES}?text=Bezorgen").content.decode()
    assert client.post(TYPES, form()).status_code == 303
    text = client.get(TYPES).content.decode()
    assert "?text=Bezorgen" not in text
    assert "?text=Afhalen" in text
    assert codes.code_for("delivery_type", "Bezorgen") == "BZ"


def test_people_without_a_login_name_are_offered(client, people):
    page = f"{TABLES}salesman/"
    assert "?text=sales" in client.get(page).content.decode()
    assert client.post(page, {"text": "sales", "code": "S.DEBOER"}).status_code == 303
    assert codes.salesman_for("sales") == "S.DEBOER"
    assert client.post(page, {"text": "nobody", "code": "x"}).status_code == 422


@pytest.mark.parametrize(
    ("table", "data", "words"),
    [
        ("delivery_type", {"text": "", "code": "BZ"}, "Type the text"),
        ("delivery_type", {"text": "Bezorgen", "code": ""}, "Type the code"),
        ("delivery_type", {"text": "y" * 201, "code": "z"}, "200"),
        ("delivery_type", {"text": "Bezorgen", "code": "a\x00b"}, "error"),
        ("vat", {"text": "BTW Hoog", "code": "2", "percent": ""}, "Type the percentage"),
        ("vat", {"text": "BTW Hoog", "code": "2", "percent": "veel"}, "Type a number"),
        ("vat", {"text": "BTW Hoog", "code": "2", "percent": "101"}, "At most"),
        ("vat", {"text": "BTW Hoog", "code": "2", "percent": "-1"}, "At least"),
        ("vat", {"text": "BTW Hoog", "code": "2", "percent": "9.123"}, "decimals"),
    ],
)
def test_bad_input_is_said_beside_the_field_and_kept(client, table, data, words):
    answer = client.post(f"{TABLES}{table}/", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert 'aria-invalid="true"' in text
    if data["text"] and data["code"] == "2":
        assert 'value="BTW Hoog"' in text
    assert not CodeEntry.objects.exists()


def test_the_percentage_is_read_with_either_mark(client):
    assert client.post(f"{TABLES}vat/", {"text": "BTW Laag", "code": "1", "percent": "9,5"}).status_code == 303
    assert codes.vat_percent("1") == Decimal("9.5")


def test_a_text_stands_once_in_a_table(client):
    client.post(TYPES, form())
    answer = client.post(TYPES, form(code="OTHER"))
    assert answer.status_code == 422
    assert "in the table already" in answer.content.decode()
    assert codes.code_for("delivery_type", "Bezorgen") == "BZ"


def test_changing_an_entry_to_a_text_that_is_taken_leaves_both(client):
    client.post(TYPES, form())
    client.post(TYPES, form(text="Afhalen", code="AF"))
    entry = CodeEntry.objects.get(text="Afhalen")
    answer = client.post(f"{TYPES}{entry.pk}/", form(text="Bezorgen", code="AF"))
    assert answer.status_code == 422
    assert "Afhalen" in answer.content.decode()
    assert sorted(CodeEntry.objects.values_list("text", flat=True)) == ["Afhalen", "Bezorgen"]


def test_one_default_a_table(client):
    client.post(TYPES, form(is_default="on"))
    client.post(TYPES, form(text="Afhalen", code="AF", is_default="on"))
    client.post(f"{TABLES}origin/", {"text": "Winkel", "code": "WIN", "is_default": "on"})
    assert codes.default_code("delivery_type") == "AF"
    assert codes.default_code("origin") == "WIN"
    assert CodeEntry.objects.filter(table="delivery_type", is_default=True).count() == 1


def test_each_change_is_audited_with_before_and_after(client):
    client.post(TYPES, form())
    entry = CodeEntry.objects.get()
    client.post(f"{TYPES}{entry.pk}/", form(code="B2"))
    client.post(f"{TYPES}{entry.pk}/", form(code="B2"))
    assert client.get(f"{TYPES}{entry.pk}/delete/").status_code == 200
    assert CodeEntry.objects.count() == 1
    assert client.post(f"{TYPES}{entry.pk}/delete/").status_code == 303
    assert not CodeEntry.objects.exists()
    found = AuditEntry.objects.filter(action="code:changed").order_by("seq")
    assert [one.actor_name for one in found] == ["Admin"] * 3
    details = AuditDetails.objects.filter(entry__in=found).order_by("entry__seq").values_list("before", "after")
    shown = [(("BZ" in before, "B2" in before), ("BZ" in after, "B2" in after)) for before, after in details]
    assert shown == [
        ((False, False), (True, False)),
        ((True, False), (False, True)),
        ((False, True), (False, False)),
    ]


@pytest.mark.parametrize("path", ["nothing/", "delivery_type/999/", "delivery_type/999/delete/", f"{'x' * 500}/"])
def test_what_does_not_exist_is_404(client, path):
    assert client.get(f"{TABLES}{path}").status_code == 404
    assert client.post(f"{TABLES}{path}").status_code == 404


def test_junk_in_the_address_gives_a_page(client):
    assert client.get(f"{TYPES}?text={'%00' * 50}{'x' * 5000}").status_code == 200


def test_markup_is_text(client):
    client.post(TYPES, form(text="<b>x</b>"))
    assert "<b>x</b>" not in client.get(TYPES).content.decode()
