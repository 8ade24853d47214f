"""Records in quarantine: who sees them, what they show, and reading them again, here and by the worker."""

from datetime import timedelta

import pytest

from apps.audit.models import AuditEntry
from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.mirror.models import Quarantined
from apps.erp.mirror.upsert import upsert
from apps.erp.sync.retry import retry_due
from apps.relations.models import Customer

pytestmark = pytest.mark.django_db
PAGE = "/status/quarantine/"


def aside(remote_id: str = "7", data: str = '{"id":7,"companyName":"Zeven"}', **values) -> Quarantined:
    now = clock.now()
    return Quarantined.objects.create(
        **{
            "resource": "customer",
            "remote_id": remote_id,
            "field": "address.zipCode",
            "reason": "no text",
            "data": data,
            "first_seen_at": now - timedelta(days=2),
            "last_seen_at": now,
        }
        | values
    )


@pytest.fixture
def admin(as_role):
    return as_role("admin")


@pytest.fixture
def woken(monkeypatch):
    """How often the worker was woken."""
    calls = []
    monkeypatch.setattr("apps.erp.services._wake_reader", lambda: calls.append(1))
    return calls


@pytest.mark.parametrize("role", ["sales", "purchasing", "warehouse", "finance", "viewer"])
def test_raw_records_are_for_the_administrator(as_role, role):
    row = aside()
    for path in (PAGE, f"{PAGE}{row.pk}/"):
        assert as_role(role).get(path).status_code == 403
        assert as_role(role).post(path).status_code == 403


def test_nothing_is_set_aside(admin):
    text = admin.get(PAGE).text
    assert "Nothing is set aside" in text
    assert "Read all again" not in text


def test_each_record_with_its_field_and_reason(admin, calls, django_assert_max_num_queries):
    for n in range(60):
        aside(str(n), field=f"f{n}")
    with calls(0), django_assert_max_num_queries(12):
        text = admin.get(PAGE).text
    for part in ("60 records", "Customers", "no text", "f59", "Read all again", "?page=2"):
        assert part in text
    assert "f0<" in admin.get(f"{PAGE}?page=2").text
    assert admin.get(f"{PAGE}?page=99").headers["Location"] == f"{PAGE}?page=2"


@pytest.mark.parametrize(
    "values",
    [
        {"data": "no json {"},
        {"data": '{"a":"<script>alert(1)</script>"}', "reason": "<img src=x onerror=alert(1)>", "field": "=1+1"},
        {"data": "{" * 3000},
        {"data": '{"a":' * 900 + "1" + "}" * 900},
        {"data": '{"a":"' + "x" * 300_000 + '"}'},
        {"remote_id": "", "field": ""},
        {"remote_id": "9" * 80},
        {"resource": "of an older version"},
    ],
)
def test_whatever_came_is_shown_and_runs_nowhere(admin, values):
    row = aside(**values)
    for path in (PAGE, f"{PAGE}{row.pk}/"):
        response = admin.get(path)
        assert response.status_code == 200
        assert "<script>alert" not in response.text
        assert "<img src=x" not in response.text
        assert len(response.content) < 250_000


def test_numbers_are_shown_digit_by_digit(admin):
    row = aside(data='{"salesPrice":123.10,"lines":[{"quantity":1E-7}]}')
    text = admin.get(f"{PAGE}{row.pk}/").text
    assert "&quot;salesPrice&quot;: 123.10" in text
    assert "1E-7" in text


def test_a_record_that_does_not_exist(admin):
    assert admin.get(f"{PAGE}99/").status_code == 404
    assert admin.post(f"{PAGE}99/").status_code == 303


class TestStored:
    def test_what_todays_reader_understands_goes_to_its_list(self, admin, woken):
        row = aside(remote_id="zeven")
        assert admin.post(f"{PAGE}{row.pk}/").status_code == 303
        assert Customer.objects.get(pk=7).name == "Zeven"
        assert not Quarantined.objects.exists()
        entry = AuditEntry.objects.get(action="sync:read_again")
        assert (entry.subject, entry.actor_name) == ("customer:zeven", "Admin")
        assert not woken

    def test_it_never_goes_over_something_newer(self, admin, woken):
        row = aside(last_seen_at=clock.now() - timedelta(hours=1))
        upsert(registry.get("customer"), [{"id": 7, "companyName": "Nieuwer"}], read_began_at=clock.now())
        row = Quarantined.objects.filter(pk=row.pk).first() or aside(last_seen_at=clock.now() - timedelta(hours=1))
        admin.post(f"{PAGE}{row.pk}/")
        assert Customer.objects.get(pk=7).name == "Nieuwer"
        assert not Quarantined.objects.exists()

    def test_what_cannot_be_asked_for_stays(self, admin, woken):
        row = aside(remote_id="", data='{"companyName":"zonder id"}')
        text = admin.post(f"{PAGE}{row.pk}/", follow=True).text
        assert "It still cannot be read" in text
        assert Quarantined.objects.count() == 1
        assert not woken


class TestWorker:
    @pytest.fixture
    def row(self, sandbox):
        return aside(remote_id=str(sandbox.control.records.ids("customer")[3]), data='{"companyName":"kapot"}')

    @pytest.mark.django_db(transaction=True)
    def test_the_record_is_read_from_logictrade(self, admin, woken, row, calls):
        with calls(0):
            assert "reads it from LogicTrade now" in admin.post(f"{PAGE}{row.pk}/", follow=True).text
        assert woken
        assert "being read again" in admin.get(PAGE).text
        assert retry_due() is False
        assert Customer.objects.filter(pk=int(row.remote_id)).exists()
        assert not Quarantined.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_all_at_once(self, admin, woken, row, sandbox):
        aside(remote_id="987654", data="{}")
        aside(remote_id="", data="{}", field="id")
        admin.post(PAGE)
        assert AuditEntry.objects.get(action="sync:read_again").subject == "sync:quarantine"
        assert retry_due() is False
        # The one that LogicTrade does not have is gone, the one that cannot be asked for stays.
        assert list(Quarantined.objects.values_list("remote_id", "retry_at")) == [("", None)]
        assert "Nothing is set aside that" not in admin.post(PAGE, follow=True).text

    @pytest.mark.django_db(transaction=True)
    def test_what_is_still_wrong_is_set_aside_anew(self, admin, woken, row, monkeypatch):
        from dataclasses import replace

        from apps.logictrade.errors import RecordError

        def refuses(raw):
            raise RecordError("customer.list", str(raw.get("id", "")), "newField", "never seen")

        monkeypatch.setitem(registry._resources, "customer", replace(registry.get("customer"), read=refuses))
        admin.post(f"{PAGE}{row.pk}/")
        retry_due()
        assert list(Quarantined.objects.values_list("field", "retry_at")) == [("newField", None)]

    @pytest.mark.django_db(transaction=True)
    def test_a_fault_of_logictrade_leaves_it_where_it_is(self, admin, woken, row, sandbox):
        sandbox.control.faults.add("status", method="GET", path="/customers/", status=500, times=None)
        admin.post(f"{PAGE}{row.pk}/")
        retry_due()
        assert list(Quarantined.objects.values_list("remote_id", "retry_at")) == [(row.remote_id, None)]

    @pytest.mark.django_db(transaction=True)
    def test_one_worker_at_a_time(self, admin, woken, row, calls):
        from apps.erp.sync import lease, retry

        admin.post(f"{PAGE}{row.pk}/")
        token = lease.claim(retry.LEASE)
        with calls(0):
            assert retry_due() is False
        lease.release(retry.LEASE, token)


def test_the_status_page_leads_there(admin, as_role):
    aside()
    assert PAGE in admin.get("/status/").text
    assert PAGE not in as_role("sales").get("/status/").text


def test_the_card_is_named_where_the_mirror_has_the_record(admin):
    row = aside()
    assert "what was read before" not in admin.get(f"{PAGE}{row.pk}/").text
    upsert(registry.get("customer"), [{"id": 7, "companyName": "Eerder"}], read_began_at=clock.now())
    row = aside()
    assert "/relations/customers/7/" in admin.get(f"{PAGE}{row.pk}/").text
