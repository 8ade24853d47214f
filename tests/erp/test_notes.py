"""Notes on records: kept here, never sent; people named in them; warnings for whoever writes a quote."""

import pytest
from django.urls import reverse

from apps.audit.models import AuditDetails, AuditEntry
from apps.erp.models import Mention, Note
from apps.erp.notes import named_in, quoting_warnings
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(synced) -> Customer:
    return Customer.objects.filter(gone_at=None).order_by("pk").first()


@pytest.fixture
def address(customer) -> str:
    return reverse("erp:notes_customer", args=[customer.pk])


def test_a_note_is_kept_shown_recorded_and_never_sent(customer, address, as_role, calls, synced):
    client = as_role("sales")
    before = len(synced.control.journal())
    with calls(0):
        assert client.post(address, {"text": "Betaalt vooruit\n<b>altijd</b>"}).status_code == 303
        page = client.get(address).content.decode()
    assert "Betaalt vooruit" in page
    assert "&lt;b&gt;altijd" in page
    entry = AuditEntry.objects.get(action="note:added")
    assert (entry.subject, entry.actor_name) == (f"customer:{customer.pk}", "Sales")
    assert len(synced.control.journal()) == before


def test_the_panel_takes_a_note_and_answers_itself(address, as_role):
    answer = as_role("sales").post(address, {"text": "Belt terug"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Belt terug" in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_bad_input_stays_beside_its_field(address, as_role, text):
    answer = as_role("sales").post(address, {"text": text, "show_when_quoting": "on"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Note.objects.exists()


def test_who_is_named_is_told_once_and_may_put_it_away(address, as_role, people):
    as_role("sales").post(address, {"text": "@finance @FINANCE @warehouse @nobody @sales mail@finance.nl kijk even"})
    # The warehouse may not see customers, the author knows.
    assert [one.user for one in Mention.objects.all()] == [people["finance"]]
    client = as_role("finance")
    assert "kijk even" in client.get("/").content.decode()
    seen = reverse("erp:mention_seen", args=[Mention.objects.get().pk])
    as_role("sales").post(seen)
    assert Mention.objects.get().seen_at is None
    assert client.post(seen).status_code == 303
    assert "kijk even" not in client.get("/").content.decode()


def test_names_are_found_as_people_type_them(people):
    assert {one.username for one in named_in("(@sales), @admin: @viewer. a@finance.nl")} == {"sales", "admin", "viewer"}


def test_only_the_author_and_an_administrator_take_a_note_away(address, as_role):
    as_role("sales").post(address, {"text": "Weg ermee"})
    note = Note.objects.get()
    assert as_role("finance").post(address, {"remove": str(note.pk)}).status_code == 403
    assert as_role("viewer").post(address, {"text": "x"}).status_code == 403
    # May write notes, but not see customers.
    for headers in ({}, {"HX-Request": "true"}):
        assert as_role("warehouse").post(address, {"text": "x"}, headers=headers).status_code == 403
    assert as_role("admin").post(address, {"remove": str(note.pk)}).status_code == 303
    assert not Note.objects.exists()
    entry = AuditEntry.objects.get(action="note:removed")
    assert "Weg ermee" in AuditDetails.objects.get(entry=entry).before


@pytest.mark.parametrize("junk", ["x", "-1", "9" * 40, "999999"])
def test_junk_takes_nothing_away(address, as_role, junk):
    as_role("sales").post(address, {"text": "Blijft"})
    assert as_role("sales").post(address, {"remove": junk}).status_code == 303
    assert Note.objects.count() == 1


def test_a_warning_shows_to_whoever_writes_a_quote(customer, address, as_role, django_assert_max_num_queries):
    client = as_role("sales")
    client.post(address, {"text": "Levert op rekening? Nee!", "show_when_quoting": "on"})
    client.post(address, {"text": "Gewone aantekening"})
    with django_assert_max_num_queries(1):
        assert [note.text for note in quoting_warnings(customer.pk, [None, 5])] == ["Levert op rekening? Nee!"]
    page = client.get(f"/sales/quotes/new/?customer={customer.pk}").content.decode()
    assert "Levert op rekening? Nee!" in page
    assert "Gewone aantekening" not in page
    made = client.post("/sales/quotes/new/", {"customer": customer.pk})
    assert "Levert op rekening? Nee!" in client.get(made["Location"]).content.decode()


def test_a_supplier_stands_in_no_quote(synced, as_role):
    from apps.relations.models import Supplier

    address = reverse("erp:notes_supplier", args=[Supplier.objects.first().pk])
    client = as_role("purchasing")
    assert "show_when_quoting" not in client.get(address).content.decode()
    client.post(address, {"text": "Let op", "show_when_quoting": "on"})
    assert not Note.objects.get().show_when_quoting


def test_the_panel_stays_within_its_queries(address, as_role, django_assert_max_num_queries, calls):
    client = as_role("sales")
    for number in range(5):
        client.post(address, {"text": f"Aantekening {number}"})
    with calls(0), django_assert_max_num_queries(6):
        client.get(address, headers={"HX-Request": "true"})
