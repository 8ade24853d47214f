"""The audit page and its check: works, roles, junk, wrong method."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit import subjects, tasks
from apps.audit.actions import Action
from apps.audit.models import AuditCheck, AuditDetails, AuditEntry
from apps.audit.verify import check
from tests.audit.support import append_only_off, entry

pytestmark = pytest.mark.django_db
PAGE = "/audit/"
CHAIN = "/audit/chain/"


@pytest.fixture
def admin(as_role):
    return as_role("admin")


def body(response) -> str:
    return response.content.decode()


def test_the_page_shows_who_did_what_with_old_and_new(admin):
    entry(6, before={"phone": "030 1"}, after={"phone": "030 2", "fax": "3"}, answer={"id": 9})
    text = body(admin.get(PAGE))
    assert "Sanne de Boer" in text
    assert "write ordered" in text
    assert "<del>030 1</del>" in text
    assert "<ins>030 2</ins>" in text
    assert '<span class="none">empty</span>' in text
    assert "192.0.2.7" in text
    entry(7, before=None, after={"mail": "a@example.nl"})
    assert '<span class="k">mail</span> <ins>a@example.nl</ins>' in body(admin.get(PAGE))
    assert "{&quot;id&quot;:9}" in text


def test_what_people_typed_is_text_not_markup(admin):
    entry(1, after={"<b>": "<script>alert(1)</script>"})
    text = body(admin.get(PAGE))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_erased_details_say_so(admin):
    made = entry(1)
    AuditDetails.objects.filter(pk=made.seq).delete()
    assert "details erased" in body(admin.get(PAGE))


def test_many_fields_stand_behind_a_summary(admin):
    entry(1, before=None, after={f"field{n}": "x" for n in range(10)})
    assert "and 4 more fields" in body(admin.get(PAGE))


def test_a_record_leads_to_its_page(admin):
    subjects.register(subjects.Kind("quote", "Quote", lambda record_id: f"/sales/quotes/{int(record_id)}/"))
    entry(6)
    entry(7, subject="quote:x")
    text = body(admin.get(PAGE))
    assert 'href="/sales/quotes/6/"' in text
    assert "/sales/quotes/x" not in text


def test_filters_narrow_the_list_and_live_in_the_address(admin):
    entry(1)
    entry(2, Action.EXPORT_MADE, "export:1")
    text = body(admin.get(PAGE, {"group": "export"}))
    assert "Quote 2" in text
    assert "Quote 1" not in text
    text = body(admin.get(PAGE, {"person": "nobody here", "subject": "Quote 1"}))
    assert "Quote 1" in text, "a choice that does not exist is left out"
    assert "Nothing matches this filter" in body(admin.get(PAGE, {"subject": "zzz"}))


def test_older_and_newer_keep_the_filter(admin):
    for number in range(1, 121):
        entry(number)
    first = admin.get(PAGE, {"group": "write"})
    older = first.context["older_url"]
    assert older == "/audit/?group=write&before=72"
    second = admin.get(older)
    assert [row.seq for row in second.context["entries"]][:2] == [71, 70]
    assert second.context["newer_url"] == "/audit/?group=write&after=71"


@pytest.mark.parametrize(
    "query",
    [
        {"before": "x"},
        {"before": "9" * 30},
        {"after": "99999999"},
        {"after": "-1"},
        {"date_from": "32-13-2026", "date_to": "nonsense"},
        {"subject": "a" * 10_000},
        {"subject": "\x00"},
        {"person": "\x00", "group": "'; --"},
        {"date_to": "31-12-9999"},
    ],
)
def test_junk_in_the_address_gives_a_page(admin, query):
    entry(1)
    assert admin.get(PAGE, query).status_code == 200


def test_the_fragment_is_the_same_rows(admin):
    entry(1)
    fragment = body(admin.get(PAGE, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert 'id="list"' in fragment
    assert "Quote 1" in fragment


@pytest.mark.parametrize("address", [PAGE, CHAIN])
@pytest.mark.parametrize("role", ["sales", "purchasing", "warehouse", "finance", "viewer"])
def test_other_roles_are_refused(as_role, role, address):
    client = as_role(role)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code in {403, 405}
    assert not AuditCheck.objects.exists()


@pytest.mark.parametrize("address", [PAGE, CHAIN])
def test_strangers_are_sent_to_sign_in(address):
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address.replace('/', '%2F')}")


def test_nobody_can_write_to_the_log_by_its_page(admin):
    assert admin.post(PAGE).status_code == 405
    assert admin.delete(PAGE).status_code == 405


def test_reading_writes_nothing(admin):
    entry(1)
    admin.get(PAGE)
    before = AuditEntry.objects.count()
    admin.get(PAGE)
    admin.get(CHAIN)
    assert AuditEntry.objects.count() == before
    assert not AuditCheck.objects.exists()


def test_the_chain_is_checked_on_request_and_the_page_says_what_was_found(admin):
    entry(1)
    assert "Chain not checked yet" in body(admin.get(PAGE))
    assert admin.post(CHAIN).status_code == 303
    admin.post(CHAIN)
    assert AuditCheck.objects.count() == 1, "asking twice is asking once"
    waiting = body(admin.get(CHAIN, headers={"HX-Request": "true"}))
    assert "Check asked for" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    tasks.chain_check.call_local()
    text = body(admin.get(PAGE))
    assert f"Chain whole, {AuditEntry.objects.count()} entries" in text
    assert 'hx-trigger="every 2s"' not in text


def test_a_broken_chain_is_said_plainly(admin):
    made = entry(1)
    with append_only_off():
        AuditEntry.objects.filter(seq=made.seq).update(label="x")
    check()
    text = body(admin.get(PAGE))
    assert "Chain broken" in text
    assert f"broken at {made.seq}" in text


def test_the_page_costs_few_queries(admin, django_assert_max_num_queries):
    for number in range(60):
        entry(number)
    admin.get(PAGE)
    with django_assert_max_num_queries(14):
        admin.get(PAGE)


def test_dutch(admin, people):
    people["admin"].language = "nl"
    people["admin"].save()
    entry(1)
    assert admin.get(reverse("audit:entry_list")).headers["Content-Language"] == "nl"
