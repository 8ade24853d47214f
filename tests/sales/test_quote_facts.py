"""How a quote stands: computed expiry that overwrites nothing, follow-up, outcome, and what is recorded of it."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.core import clock, dates
from apps.documents.models import CreditLimit, Document, Draft, PaymentPromise
from apps.documents.selectors import document_list
from apps.sales.demo_facts import fill_facts
from apps.sales.quote_facts import STANDS, standing, standing_is, standings, validity_follows
from apps.sales.quote_models import QuoteFacts

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = date(2026, 11, 27)


def quote(pk: int, days_ago: int, state: str = "final", **more: Any) -> Document:
    return Document.objects.create(
        kind="quote",
        remote_id=pk,
        number=f"O{pk}",
        date=TODAY - timedelta(days=days_ago),
        state=state,
        synced_at=NOON,
        **more,
    )


def facts(pk: int, **values: Any) -> QuoteFacts:
    return QuoteFacts.objects.create(quote_id=pk, updated_at=NOON, **values)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.using(lambda: NOON):
        yield


def found(name: str) -> set[int]:
    return {row.remote_id for row in document_list(kind="quote", also=standing_is(name)).rows}


def test_the_usual_days_follow_from_the_date() -> None:
    stands = standing(quote(1, 10), None)
    assert (stands.valid_until, stands.valid_usual) == (date(2026, 12, 17), True)
    assert (stands.follow_up, stands.due) == (date(2026, 11, 24), True)
    assert not stands.expired
    assert stands.label is None


def test_expiry_is_computed_and_never_overwrites_an_outcome() -> None:
    old = quote(1, 90)
    assert standing(old, None).expired
    assert not standing(old, None).due, "nobody follows up what has run out"
    assert standing(old, facts(1, follow_up=TODAY)).due, "unless somebody said so"
    lost = standing(old, facts(2, outcome="lost", reason="price"))
    assert not lost.expired
    assert str(lost.label.text if lost.label else "") == "Lost"
    won = standing(quote(3, 90, state="ordered"), None)
    assert (won.outcome, won.by_order, won.expired) == ("won", True, False)
    said = standing(quote(4, 90, state="ordered"), facts(4, outcome="lost", reason="other"))
    assert (said.outcome, said.by_order) == ("lost", False)


def test_the_filters_say_what_the_cards_say() -> None:
    for pk, days in enumerate((0, 3, 7, 8, 22, 23, 29, 30, 31, 90), 1):
        quote(pk, days)
    quote(20, 10, state="lost")
    quote(21, 10, state="ordered")
    quote(22, 10, gone_at=NOON)
    quote(23, 90)
    facts(23, valid_until=TODAY + timedelta(days=2), follow_up=TODAY)
    quote(24, 3)
    facts(24, valid_until=TODAY - timedelta(days=1))
    quote(25, 10)
    facts(25, followed_up_at=NOON)
    quote(26, 10)
    facts(26, outcome="won")
    quote(27, 10)
    facts(27, outcome="lost", reason="price")
    rows = list(Document.objects.all())
    told = standings(rows)
    for name, holds in {
        "due": lambda one: one.due,
        "expiring": lambda one: one.expiring,
        "expired": lambda one: one.expired,
        "waiting": lambda one: one.waiting,
        "won": lambda one: one.outcome == "won",
        "lost": lambda one: one.outcome == "lost",
    }.items():
        wanted = {pk for pk, one in told.items() if holds(one)}
        assert wanted, name
        assert found(name) == wanted - ({22} if name in {"won", "lost"} else set()), name
    assert set(STANDS) == {"due", "expiring", "expired", "waiting", "won", "lost"}


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def post(client: Client, pk: int, **values: str) -> Any:
    return client.post(reverse("sales:quote_facts", args=[pk]), values)


def test_days_are_set_and_given_back(sales: Client) -> None:
    quote(1, 3)
    post(sales, 1, do="days", **{"days-valid_until": "31-12-2026", "days-follow_up": "+1w"})
    kept = QuoteFacts.objects.get()
    assert (kept.valid_until, kept.follow_up) == (date(2026, 12, 31), date(2026, 12, 4))
    post(sales, 1, do="days", **{"days-valid_until": "", "days-follow_up": ""})
    assert QuoteFacts.objects.get().valid_until is None
    assert [entry.action for entry in AuditEntry.objects.filter(subject="quote:1").order_by("seq")] == [
        "quote:dated",
        "quote:dated",
    ]


def test_lost_wants_a_reason_and_can_be_taken_back(sales: Client, people: Any) -> None:
    quote(1, 3)
    answer = post(sales, 1, do="outcome", **{"outcome-outcome": "lost"})
    assert answer.status_code == 422
    assert "Say why it was lost" in answer.content.decode()
    assert not QuoteFacts.objects.exists()
    post(sales, 1, do="outcome", **{"outcome-outcome": "lost", "outcome-reason": "price", "outcome-remark": "Too dear"})
    kept = QuoteFacts.objects.get()
    assert (kept.outcome, kept.reason, kept.remark, kept.decided_by) == ("lost", "price", "Too dear", people["sales"])
    post(sales, 1, do="outcome", **{"outcome-outcome": "won", "outcome-reason": "price"})
    assert (QuoteFacts.objects.get().outcome, QuoteFacts.objects.get().reason) == ("won", "")
    post(sales, 1, do="outcome", **{"outcome-outcome": ""})
    kept = QuoteFacts.objects.get()
    assert (kept.outcome, kept.decided_by, kept.decided_at) == ("", None, None)
    assert AuditEntry.objects.filter(subject="quote:1", action="quote:outcome_set").count() == 3


def test_a_call_puts_the_next_day(sales: Client) -> None:
    quote(1, 10)
    assert post(sales, 1, do="followed", **{"followed-again_on": "01-01-2020"}).status_code == 422
    post(sales, 1, do="followed", **{"followed-again_on": "+1w"})
    assert QuoteFacts.objects.get().follow_up == dates.today() + timedelta(days=7)
    assert found("due") == set()
    post(sales, 1, do="followed", **{"followed-again_on": ""})
    assert standings(list(Document.objects.all()))[1].follow_up is None


def test_who_may_and_what_is_nothing(as_role: Any, sales: Client) -> None:
    quote(1, 3)
    assert as_role("viewer").get(reverse("sales:quote_facts", args=[1])).status_code == 200
    assert post(as_role("viewer"), 1, do="outcome", **{"outcome-outcome": "won"}).status_code == 403
    assert as_role("warehouse").get(reverse("sales:quote_facts", args=[1])).status_code == 403
    assert post(sales, 1, do="nonsense").status_code == 303
    assert post(sales, 99, do="days").status_code == 404
    assert not QuoteFacts.objects.exists()


def test_the_list_shows_and_filters(sales: Client) -> None:
    quote(1, 10)
    quote(2, 90)
    page = sales.get(reverse("sales:quote_list"), {"stands": "expired"})
    assert [row.remote_id for row in page.context["rows"].rows] == [2]
    assert "Expired" in page.content.decode()
    for name in STANDS:
        assert sales.get(reverse("sales:quote_list"), {"stands": name, "q": "O1"}).status_code == 200


def test_every_column_of_the_three_lists_can_be_shown(
    as_role: Any, synced: Any, django_assert_max_num_queries: Any
) -> None:
    """Whatever is chosen: a fixed number of queries, and cost only for who may see it."""
    names = {
        "sales:quote_list": "number,status_text,follow_up,origin,version,sync,net,gross,margin,reference,lines_count",
        "sales:order_list": "number,confirmed,extern_number,delivery_type,delivery_condition,origin,paid,sync",
        "sales:invoice_list": "number,terms,promise,origin,sync,paid,lines_count",
    }
    for name, columns in names.items():
        client = as_role("finance")
        with django_assert_max_num_queries(22):
            page = client.get(reverse(name), {"columns": columns})
        assert set(page.context["table"].chosen) == set(columns.split(",")), name
    quotes = as_role("finance").get(reverse("sales:quote_list"), {"columns": names["sales:quote_list"]})
    assert any(getattr(row, "margin", None) is not None for row in quotes.context["rows"].rows)
    assert (
        "margin" not in as_role("sales").get(reverse("sales:quote_list"), {"columns": "margin"}).context["table"].chosen
    )


def test_what_the_concept_said_goes_with_the_quote(people: Any) -> None:
    def draft(kind: str, day: date | None) -> Draft:
        values: dict[str, Any] = {"customer_id": 4, "created_at": NOON, "updated_at": NOON, "valid_until": day}
        return Draft.objects.create(kind=kind, owner=people["sales"], **values)

    validity_follows(draft_id=draft("quote", None).pk, quote_id=6)
    validity_follows(draft_id=draft("order", TODAY).pk, quote_id=6)
    validity_follows(draft_id=draft("quote", TODAY).pk, quote_id=None)
    assert not QuoteFacts.objects.exists()
    validity_follows(draft_id=draft("quote", TODAY).pk, quote_id=6)
    assert QuoteFacts.objects.get().valid_until == TODAY


def test_the_demo_shows_them_all(synced: Any, people: Any) -> None:
    fill_facts()
    fill_facts()
    assert CreditLimit.objects.count() == 3
    assert PaymentPromise.objects.count() == 2
    assert QuoteFacts.objects.exists()
