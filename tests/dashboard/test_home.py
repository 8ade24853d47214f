"""The home page: figures that lead somewhere, and what waits for this person."""

from datetime import timedelta
from decimal import Decimal

import pytest

from apps.catalogue.commitments import CommitmentRow, commitments_replace
from apps.catalogue.resources import PRODUCTS, STOCK
from apps.core import clock, dates
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.documents.models import Document, Draft
from apps.erp.mirror.upsert import upsert
from apps.erp.models import Write
from apps.erp.outbox.models import State
from tests.catalogue.conftest import PRODUCT_RECORDS, STOCK_RECORDS


def write(user, state, label="Quote for Hotel", **more):
    now = clock.now()
    return Write.objects.create(
        kind="quote.create", state=state, label=label, subject="x", payload="{}", body_hash="", actor=user,
        actor_name=user.username, **({"created_at": now, "changed_at": now} | more),
    )  # fmt: skip


def draft(user, name, **more):
    now = clock.now()
    return Draft.objects.create(
        owner=user, customer_id=1, customer_name=name, **({"created_at": now, "updated_at": now} | more)
    )


def deliverable(pk, **more):
    now = clock.now()
    values = {"in_stock": "yes", "data": "{}", "content_hash": "", "read_began_at": now, "synced_at": now}
    return Deliverable.objects.create(id=pk, number=f"V{pk}", **(values | more))


def groups(response):
    return {group.key: group for group in response.context["groups"]}


def figures(response):
    return {figure.label: figure for figure in response.context["figures"]}


@pytest.mark.parametrize("role", ["sales", "purchasing", "warehouse", "finance", "viewer", "admin"])
def test_every_role_has_a_home_without_a_call(as_role, role, calls, django_assert_max_num_queries):
    client = as_role(role)
    with calls(0), django_assert_max_num_queries(22):
        response = client.get("/")
    assert response.status_code == 200
    assert len(response.context["figures"]) <= 5


def test_every_figure_and_every_link_to_all_opens(as_role):
    for role in ("sales", "warehouse", "admin", "viewer"):
        client = as_role(role)
        response = client.get("/")
        links = [figure.url for figure in response.context["figures"]]
        links += [group.more_url for group in response.context["groups"]]
        assert links
        assert {client.get(link).status_code for link in links} == {200}


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        ("sales", {"writes", "follow-ups", "drafts", "ready"}),
        ("warehouse", {"writes", "planned", "ready"}),
        ("viewer", {"ready"}),
        ("purchasing", {"writes"}),
        ("admin", {"writes", "planned", "follow-ups", "drafts", "ready"}),
    ],
)
def test_each_role_sees_the_work_it_may_do(as_role, role, keys):
    assert set(groups(as_role(role).get("/"))) == keys


def test_it_cannot_be_posted_to_or_seen_without_sign_in(as_role, client):
    assert as_role("sales").post("/").status_code == 405
    assert client.get("/").status_code == 302


def test_figures_count_what_their_page_lists(as_role):
    now = clock.now()
    Document.objects.bulk_create(
        [Document(kind="quote", remote_id=n, state="final", total=Decimal("10.50"), synced_at=now) for n in range(2)]
        + [Document(kind="order", remote_id=n, state="ready", synced_at=now) for n in range(3)]
        + [Document(kind="order", remote_id=9, state="ready", gone_at=now, synced_at=now)]
    )
    client = as_role("sales")
    found = figures(client.get("/"))
    assert (found["Final quotes €"].value, found["Final quotes €"].note) == ("21.00", "2 quotes")
    ready = found["Orders ready"]
    assert ready.value == str(client.get(ready.url).context["rows"].total.value) == "3"


def test_too_little_stock_draws_attention(as_role):
    upsert(PRODUCTS, PRODUCT_RECORDS, read_began_at=clock.now())
    upsert(STOCK, STOCK_RECORDS, read_began_at=clock.now())
    client = as_role("purchasing")
    assert not figures(client.get("/"))["Too little stock"].attention
    row = CommitmentRow("order", 1, "V1", "LT00000047", "reserved", Decimal(99))
    commitments_replace(rows_by_document={"order:1": [row]})
    short = figures(client.get("/"))["Too little stock"]
    assert (short.value, short.attention) == ("1", True)
    assert [row.product.pk for row in client.get(short.url).context["rows"].rows] == [10]


class TestWrites:
    def test_own_writes_that_ask_something(self, as_role, people):
        client = as_role("sales")
        for state in State:
            write(people["sales"], state, label=f"Mine {state}")
        write(people["admin"], State.NEEDS_HUMAN, label="Of another")
        response = client.get("/")
        shown = {row.title for row in groups(response)["writes"].rows}
        assert shown == {"Mine needs_human", "Mine held", "Mine rejected"}
        assert "Of another" not in response.text

    def test_a_refusal_that_was_made_anew_or_is_old_no_longer_waits(self, as_role, people):
        old = clock.now() - timedelta(days=8)
        write(people["sales"], State.REJECTED, changed_at=old)
        refused = write(people["sales"], State.REJECTED)
        write(people["sales"], State.CONFIRMED, replaces=refused)
        assert groups(as_role("sales").get("/"))["writes"].rows == []


class TestDrafts:
    def test_own_concepts_newest_first(self, as_role, people):
        draft(people["sales"], "Oud", updated_at=clock.now() - timedelta(hours=1))
        draft(people["sales"], "Nieuw", reference="Lobby")
        draft(people["sales"], "Weg", discarded_at=clock.now())
        draft(people["admin"], "Van ander")
        rows = groups(as_role("sales").get("/"))["drafts"].rows
        assert [(row.title, row.detail) for row in rows] == [("Nieuw", "Lobby, 0 lines"), ("Oud", "0 lines")]

    def test_more_than_fit_are_counted(self, as_role, people):
        for n in range(11):
            draft(people["sales"], f"K{n}")
        group = groups(as_role("sales").get("/"))["drafts"]
        assert (len(group.rows), group.total) == (8, 11)


class TestDeliveries:
    def test_what_is_in_stock_and_has_no_day_earliest_promise_first(self, as_role, people):
        today = dates.today()
        deliverable(1, expected_date=today + timedelta(days=3))
        deliverable(2, expected_date=today - timedelta(days=1))
        deliverable(3, confirmed_date=today)
        deliverable(4, in_stock="no")
        deliverable(5, gone_at=clock.now())
        planned = deliverable(6)
        plan(people["warehouse"], planned, today)
        response = as_role("warehouse").get("/")
        ready = groups(response)["ready"].rows
        assert [(row.title, str(row.label.text)) for row in ready] == [("V2", "late"), ("V1", "ready")]
        assert figures(response)["In stock, no day yet"].value == "2"
        assert [row.title for row in groups(response)["planned"].rows] == ["V6"]

    def test_only_todays_current_plans_are_planned_for_today(self, as_role, people):
        today = dates.today()
        plan(people["warehouse"], deliverable(1), today + timedelta(days=1))
        plan(people["warehouse"], deliverable(2), today, is_current=False)
        plan(people["warehouse"], deliverable(3, to_collect=Decimal("249.00")), today, route="Noord", stop=10)
        (row,) = groups(as_role("warehouse").get("/"))["planned"].rows
        assert (row.title, row.end) == ("V3", "€ 249.00 to collect")
        assert row.detail.startswith("Noord, stop 10")


def plan(user, order, day, **more):
    return DeliveryPlan.objects.create(
        deliverable=order, number=order.number, day=day, planned_by=user, planned_by_name=user.username,
        planned_at=clock.now(), write=write(user, State.CONFIRMED), **more,
    )  # fmt: skip
