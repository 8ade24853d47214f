"""A record's history: who sees it, what it tells and hides, how it pages, what it costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.erp import history
from apps.erp.history import PAGE, kind_of
from apps.erp.mirror import registry
from apps.erp.mirror.models import FieldChange
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.erp.outbox.models import State
from apps.logictrade import codec
from tests.erp.outbox.support import KIND, register_kind
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db
CUSTOMER = "/history/customer/1/"
PRODUCT = "/history/product/1/"
HTMX = {"HX-Request": "true"}


def put(resource: str, *records: dict, ago: float = 0.0) -> None:
    moment = clock.now() - timedelta(seconds=ago)
    with clock.using(lambda: moment):
        upsert(registry.get(resource), list(records), read_began_at=moment)


def change(field: str, old: object, new: object, *, resource: str = "customer", ago: float = 0.0, **more) -> None:
    FieldChange.objects.create(
        resource=resource,
        remote_id=1,
        field=field,
        old="" if old is None else codec.dumps(old),
        new="" if new is None else codec.dumps(new),
        noticed_at=clock.now() - timedelta(seconds=ago),
        **more,
    )


@pytest.fixture
def customer():
    put("customer", {"id": 1, "number": "R1", "companyName": "Zeeuwse Kust"}, ago=9000)


@pytest.fixture
def product():
    put("product", {"id": 1, "code": "P1", "name": "Barkruk"}, ago=9000)


@pytest.mark.parametrize("kind", history.KINDS, ids=lambda kind: kind.resource)
def test_the_records_own_permission_rules(as_role, kind):
    assert registry.find(kind.resource) is not None
    assert as_role("admin").get(f"/history/{kind.resource}/1/").status_code == 404
    if kind.permission in {"customers.view", "suppliers.view"}:
        assert as_role("warehouse").get(f"/history/{kind.resource}/1/").status_code == 403


@pytest.mark.parametrize("path", ["/history/customer/99/", "/history/customer/" + "9" * 30 + "/"])
def test_a_record_that_does_not_exist(as_role, path):
    assert as_role("sales").get(path).status_code == 404


def test_nothing_happened_yet(as_role, customer):
    text = as_role("sales").get(CUSTOMER).text
    assert "Nothing has happened yet" in text
    assert "Zeeuwse Kust" in text


def test_what_changed_in_logictrade_is_told_with_old_new_and_when_we_saw_it(as_role, customer):
    put("customer", {"id": 1, "companyName": "Nieuwe Kust", "modifiedDate": "2026-11-20T09:15:00Z"})
    text = as_role("sales").get(CUSTOMER).text
    for part in ("Seen in LogicTrade at", "changed there 20 Nov 2026 10:15", "<del>Zeeuwse Kust</del>", "Company"):
        assert part in text
    assert "<ins>Nieuwe Kust</ins>" in text


def test_a_field_that_we_have_no_word_for_shows_its_own_name(as_role, customer):
    change("toekomst[10].dieperVeld", None, True)
    assert "Toekomst 10 dieperVeld" in as_role("sales").get(CUSTOMER).text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.50"), "1,234.5"),
        (7, "7"),
        (True, "yes"),
        ("2026-12-04", "4 Dec 2026"),
        ("2026-12-04T00:00:00", "4 Dec 2026"),
        ("2026-12-04T10:30:00Z", "4 Dec 2026 11:30"),
        ("2026-99-99T10:30:00Z", "2026-99-99T10:30:00Z"),
        (["a", "b"], "a; b"),
        ({"code": "P1", "quantity": Decimal("2.5"), "comment": None}, "code P1, quantity 2.5"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("=1+1", "=1+1"),
    ],
)
def test_values_are_shown_as_people_read_them(as_role, customer, value, shown):
    change("remark", None, value)
    assert f"<ins>{shown}</ins>" in as_role("sales").get(CUSTOMER).text


def test_going_away_and_coming_back(as_role, customer):
    mark_gone(registry.get("customer"), 1, at=clock.now())
    put("customer", {"id": 1, "companyName": "Zeeuwse Kust"})
    text = as_role("sales").get(CUSTOMER).text
    assert text.index("Back in LogicTrade") < text.index("Removed in LogicTrade")


def test_more_fields_than_were_kept_are_counted(as_role, customer):
    now = clock.now()
    with clock.using(lambda: now):
        change("remark", "a", "b")
        FieldChange.objects.create(resource="customer", remote_id=1, what="more", new="12", noticed_at=now)
    assert "and 12 more fields" in as_role("sales").get(CUSTOMER).text


class TestCost:
    def test_a_purchase_price_is_for_those_who_may_see_cost(self, as_role, product):
        change("supplier.purchasePrice", Decimal("124.00"), Decimal("131.50"), resource="product")
        assert "131.5" in as_role("purchasing").get(PRODUCT).text
        text = as_role("sales").get(PRODUCT).text
        assert "131.5" not in text
        assert "purchase price" not in text.lower()

    def test_also_inside_a_value_and_by_the_filter(self, as_role, product):
        change("suppliers[3]", None, {"code": "DBS", "purchasePrice": Decimal("131.50")}, resource="product", ago=5)
        change("purchasePrice", 1, Decimal("131.50"), resource="product")
        sales = as_role("sales")
        text = sales.get(PRODUCT).text
        assert "DBS" in text
        assert "131.5" not in text
        assert "131.5" not in sales.get(PRODUCT, {"field": "purchasePrice"}).text


class TestWrites:
    @pytest.fixture(autouse=True)
    def _kind(self):
        register_kind()
        put("quote", {"id": 7, "number": "O7", "reference": "oud"}, ago=9000)

    def test_our_writes_stand_between_with_their_outcome(self, as_role, people):
        ours = made_write(people["sales"], State.CONFIRMED, kind=KIND, remote_id=7, remote_number="O7")
        put("quote", {"id": 7, "number": "O7", "reference": "nieuw"})
        text = as_role("sales").get("/history/quote/7/").text
        assert "Stored in LogicTrade after our write" in text
        assert "Confirmed by LogicTrade as O7" in text
        assert f"/writes/{ours.pk}/" in text

    def test_what_a_colleague_sent_is_told_without_a_door_to_it(self, as_role, people):
        theirs = made_write(people["admin"], State.REJECTED, kind="customer.edit", subject="quote:7")
        text = as_role("sales").get("/history/quote/7/").text
        assert "Admin" in text
        assert f"/writes/{theirs.pk}/" not in text
        assert f"/writes/{theirs.pk}/" in as_role("admin").get("/history/quote/7/").text


class TestAudit:
    @pytest.fixture
    def entries(self, people, customer):
        with transaction.atomic():
            for role in ("sales", "admin"):
                actor = Actor(people[role].pk, role.title())
                details = {"a": f"van {role}"}
                record(Action.EXPORT_MADE, actor=actor, subject="customer:1", label="x", after=details)

    def test_holders_of_the_log_see_every_entry_with_its_details(self, as_role, entries):
        text = as_role("admin").get(CUSTOMER).text
        assert text.count("Export made") == 2
        assert "van sales" in text

    def test_others_see_what_they_did_themselves(self, as_role, entries):
        text = as_role("sales").get(CUSTOMER).text
        assert text.count("Export made") == 1
        assert "van sales" not in text
        assert "Export made" not in as_role("finance").get(CUSTOMER).text


class TestFilter:
    @pytest.fixture(autouse=True)
    def _changes(self, customer):
        change("companyName", "Een", "Twee", ago=30)
        change("address.city", "Zwolle", "Deventer", ago=20)
        change("lines[10].quantity", 1, 2, ago=10)
        change("lines[20]", None, {"code": "P2"}, ago=5)

    @pytest.mark.parametrize(
        ("field", "found", "missed"),
        [
            ("companyName", ["Twee"], ["Deventer", "P2"]),
            ("address.city", ["Deventer"], ["Twee"]),
            ("lines", ["Line 10 quantity", "P2"], ["Twee", "Deventer"]),
            ("nonsense", ["Twee", "Deventer"], []),
            ("x" * 10_000, ["Twee"], []),
        ],
    )
    def test_one_field(self, as_role, field, found, missed):
        text = as_role("sales").get(CUSTOMER, {"field": field}, headers=HTMX).text
        assert all(part in text for part in found)
        assert not any(part in text for part in missed)

    def test_the_choices_are_fields_that_changed_in_words(self, as_role):
        choices = dict(as_role("sales").get(CUSTOMER).context["filter_form"].fields["field"].choices)
        assert choices == {"": "all", "address.city": "Address city", "companyName": "Company", "lines": "Lines"}


class TestPages:
    def test_each_event_stands_on_one_page_whatever_happened_at_one_moment(self, as_role, customer):
        now = clock.now()
        for n in range(PAGE * 2 + 5):
            with clock.using(lambda n=n: now - timedelta(minutes=n // 2)):
                change(f"f{n}", None, f"waarde-{n:03}")
        client, address, seen = as_role("sales"), CUSTOMER, []
        while address:
            response = client.get(address)
            seen += [c.new for day in response.context["days"] for event in day.events for c in event.changes]
            address = response.context["older_url"]
        assert sorted(seen) == [f"waarde-{n:03}" for n in range(PAGE * 2 + 5)]
        assert response.context["newest_url"] == CUSTOMER

    @pytest.mark.parametrize("before", ["", "x", "2026-13-01", "2026-11-24", "2026-11-24T10:00:00", "\x00", "9" * 500])
    def test_junk_means_the_newest(self, as_role, customer, before):
        change("remark", None, "tekst")
        assert "tekst" in as_role("sales").get(CUSTOMER, {"before": before}).text

    def test_a_full_page_costs_few_queries_and_no_call(
        self, as_role, people, customer, calls, django_assert_max_num_queries
    ):
        register_kind()
        for n in range(40):
            change(
                "remark", f"a{n}", f"b{n}", ago=n * 60, write_id=made_write(people["admin"], subject="customer:1").pk
            )
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(16):
            assert client.get(CUSTOMER).status_code == 200


class TestPanel:
    PANEL = f"{CUSTOMER}panel/"

    def test_the_newest_stand_on_the_card(self, as_role, customer, calls, django_assert_max_num_queries):
        for n in range(20):
            change("remark", None, f"waarde-{n:02}", ago=n)
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(12):
            text = client.get(self.PANEL, headers=HTMX).text
        assert text.startswith('<div class="panel-head">')
        assert "waarde-00" in text
        assert "waarde-10" not in text
        assert f'href="{CUSTOMER}"' in text

    def test_it_is_on_the_card_of_who_may_see_the_record(self, as_role, customer):
        assert self.PANEL in as_role("sales").get("/relations/customers/1/").text

    def test_without_htmx_it_is_the_page(self, as_role, customer):
        assert "<h1>" in as_role("sales").get(self.PANEL).text


def test_an_unknown_kind_has_no_history():
    assert kind_of("nonsense") is None


@pytest.mark.parametrize(("kind", "card"), [("quote", "/sales/quotes/{}/"), ("order", "/sales/orders/{}/")])
def test_a_documents_card_leads_to_its_history_by_key(synced, as_role, kind, card):
    pk = registry.get(kind).model._default_manager.first().pk
    html = as_role("sales").get(card.format(pk)).content.decode()
    assert f'href="/history/{kind}/{pk}/" data-key="h"' in html
    assert as_role("sales").get(f"/history/{kind}/{pk}/").status_code == 200
