"""What the register says of a customer: figures, the panel with the open ones first, the list of all documents."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.core import dates
from apps.documents.models import Document
from apps.documents.services import DocumentRow, register_documents
from apps.erp.models import CodeEntry
from apps.relations.figures import customer_figures, note_activity
from apps.relations.models import Customer

LIST = "/documents/"
HTMX = {"HX-Request": "true"}


def put(kind, remote_id, state, days_ago, total="100", party_id=4, **more):
    day = None if days_ago is None else dates.today() - datetime.timedelta(days=days_ago)
    register_documents(
        [
            DocumentRow(
                kind=kind,
                remote_id=remote_id,
                number=f"{kind[0].upper()}{remote_id}",
                party_id=party_id,
                party_name="Hotel De Zeeuwse Kust",
                date=day,
                total=None if total is None else Decimal(total),
                state=state,
                **more,
            )
        ]
    )


@pytest.fixture
def documents(db):
    now = timezone.now()
    Customer.objects.create(
        id=4, name="Hotel De Zeeuwse Kust", kind="business", data='{"id": 4}', read_began_at=now, synced_at=now
    )
    put("order", 1, "ready", 3, "1000.50")
    put("order", 2, "open", 500, "200")
    put("order", 3, "done", 30, "50")
    put("order", 4, "cancelled", 1, "9999")
    put("order", 5, "unknown", 2, None)
    put("order", 11, "unknown", 900, "8", delivery_status="complete")
    put("order", 6, "open", None, None)
    put("order", 7, "open", 1, "77", gone_at=timezone.now())
    put("quote", 8, "final", 5, "300")
    put("quote", 9, "ordered", 6, "400")
    put("order", 10, "open", 1, "5", party_id=5)


@pytest.mark.usefixtures("documents")
class TestFigures:
    def figures(self, user, pk=4):
        return {str(figure.label): (figure.value, figure.note) for figure in customer_figures(user, pk)}

    def test_open_orders_open_quotes_a_year_and_the_last_order(self, people):
        found = self.figures(people["sales"])
        assert found == {
            "Open orders €": ("1,200.50", "4 orders, 1 ready"),
            "Open quotes €": ("300.00", "1 quote"),
            "Ordered in 12 months €": ("1,050.50", "3 orders, the last 2 days ago"),
            "Open balance €": ("0.00", "nothing overdue"),
        }

    def test_each_opens_what_it_counts(self, people, as_role):
        client = as_role("sales")
        found = {str(figure.label): figure.href for figure in customer_figures(people["sales"], 4)}
        rows = client.get(found["Open orders €"]).context["rows"].rows
        assert {row.remote_id for row in rows} == {1, 2, 5, 6}
        assert [row.remote_id for row in client.get(found["Open quotes €"]).context["rows"].rows] == [8]

    def test_without_documents_they_are_zero(self, people):
        found = customer_figures(people["sales"], 99)
        assert [figure.value for figure in found] == ["0.00", "0.00", "0.00", "0.00"]
        assert all(figure.zero for figure in found)

    def test_only_what_the_reader_may_see(self, people):
        assert set(self.figures(people["warehouse"])) == {"Open orders €", "Ordered in 12 months €", "Last order"}

    def test_they_stand_on_the_card(self, as_role, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(13):
            text = client.get("/relations/customers/4/").text
        assert "1,200.50" in text
        assert "4 orders, 1 ready" in text

    def test_a_list_of_customers_asks_once(self, django_assert_num_queries):
        rows = [Customer(id=4), Customer(id=5), Customer(id=6)]
        with django_assert_num_queries(1):
            note_activity(rows)
        assert [row.open_orders for row in rows] == [4, 1, 0]
        assert [row.last_order for row in rows] == [
            dates.today() - datetime.timedelta(days=2),
            dates.today() - datetime.timedelta(days=1),
            None,
        ]

    def test_the_list_shows_them(self, as_role):
        client = as_role("sales")
        text = client.get("/relations/customers/?columns=name,open_orders,last_order").text
        assert dates.day(dates.today() - datetime.timedelta(days=2)) in text


@pytest.mark.usefixtures("documents")
class TestPanel:
    def test_the_open_ones_come_first_and_those_without_a_date_last(self, as_role):
        response = as_role("sales").get(f"{LIST}party/4/", headers=HTMX)
        assert [row.remote_id for row in response.context["rows"]] == [5, 1, 8, 2, 6, 4, 9, 3, 11]
        assert f"{LIST}?party=4" in response.text
        assert "<html" not in response.text

    def test_nothing_is_said_to_be_there(self, as_role):
        assert "No documents yet" in as_role("sales").get(f"{LIST}party/99/").text


@pytest.mark.usefixtures("documents")
class TestList:
    def ids(self, response):
        return [row.remote_id for row in response.context["rows"].rows]

    def test_of_one_customer_the_newest_first(self, as_role):
        response = as_role("sales").get(LIST, {"party": 4})
        assert self.ids(response) == [4, 5, 1, 8, 9, 3, 2, 11, 6]
        assert "Hotel De Zeeuwse Kust" in [chip.value for chip in response.context["chips"]]

    def test_of_everybody(self, as_role):
        assert 10 in self.ids(as_role("sales").get(LIST))

    def test_kinds_that_the_reader_may_not_see_are_not_there(self, as_role):
        response = as_role("warehouse").get(LIST, {"party": 4})
        assert {row.kind for row in response.context["rows"].rows} == {"order"}
        assert self.ids(as_role("warehouse").get(LIST, {"party": 4, "kind": "quote"})) == []

    @pytest.mark.parametrize("party", ["x", "-1", "9" * 30, "%00", "", "4 OR 1=1", "٤"])
    def test_junk_for_a_customer_is_no_filter(self, as_role, party):
        response = as_role("sales").get(LIST, {"party": party})
        assert response.status_code == 200
        assert len(self.ids(response)) == 10

    @pytest.mark.parametrize("party", ["99", "0", "9" * 18])
    def test_a_customer_without_documents_has_none(self, as_role, party):
        response = as_role("sales").get(LIST, {"party": party})
        assert self.ids(response) == []
        assert f"#{party}" in response.text

    @pytest.mark.parametrize("sort", ["date", "-date", "number", "customer", "total", "-total", "nonsense"])
    def test_sorting(self, as_role, sort):
        assert len(self.ids(as_role("sales").get(LIST, {"sort": sort, "party": 4}))) == 9

    def test_odd_texts_are_shown_and_nothing_of_them_runs(self, as_role):
        Document.objects.filter(remote_id=1).update(party_name="<script>x()</script>", reference="=1+1<b>", number="")
        text = as_role("sales").get(LIST).text
        assert "<script>x" not in text
        assert "=1+1<b>" not in text
        assert "#1" in text

    @pytest.mark.parametrize("query", [{}, {"party": 4}, {"party": 4, "open": "on", "sort": "total"}])
    def test_what_it_costs(self, as_role, query, calls, django_assert_max_num_queries):
        client = as_role("sales")
        with calls(0), django_assert_max_num_queries(12):
            assert client.get(LIST, query).status_code == 200


def test_an_invoice_is_overdue_where_documents_of_all_kinds_stand_together(as_role, db):
    CodeEntry.objects.create(table="payment_condition", text="30 dagen", code="N30", days=30)
    put("invoice", 1, "unpaid", 40, payment_condition="N30")
    put("invoice", 2, "unpaid", 10, payment_condition="N30")
    put("order", 3, "open", 40)
    for address in (f"{LIST}party/4/", LIST):
        page = as_role("finance").get(address, headers=HTMX if "party" in address else {}).text
        assert page.count("Overdue") == 1, address
        assert "Unpaid" in page
