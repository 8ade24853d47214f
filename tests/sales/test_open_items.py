"""Who owes us: due dates from the code table, ageing by customer, statement, promises, credit limits; their cost."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.core import clock
from apps.documents.balances import Ageing, ageing_list, ageing_total, balance_of
from apps.documents.credit import limit_set, promise_add
from apps.documents.due import Terms
from apps.documents.labels import invoice_state
from apps.documents.models import CreditLimit, Document, PaymentPromise
from apps.erp.models import CodeEntry
from apps.relations.models import Customer
from apps.sales.statement import reminder_text, statement_of
from tests.sales.conftest import ACTOR

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 27, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.using(lambda: NOON):
        yield


@pytest.fixture(autouse=True)
def _terms(db: None) -> None:
    for code, days in (("N14", 14), ("N30", 30), ("PC", 0)):
        CodeEntry.objects.create(table="payment_condition", text=f"{days} dagen", code=code, days=days)


_ids = iter(range(1, 10**6))


def invoice(
    days_ago: int | None, total: str, paid: str = "0", *, party: int = 14, terms: str = "N30", **more: Any
) -> int:
    """An unsettled invoice; the state follows from the amounts as the projection has it."""

    pk = next(_ids)
    number = more.pop("number", f"F{pk}")
    Document.objects.create(
        kind="invoice",
        remote_id=pk,
        number=number,
        party_id=party,
        party_name=f"Klant {party}",
        name_key=f"klant {party}",
        date=None if days_ago is None else TODAY - timedelta(days=days_ago),
        total=Decimal(total),
        paid=Decimal(paid),
        payment_condition=terms,
        state=invoice_state(number, Decimal(total), Decimal(paid)),
        synced_at=NOON,
        **more,
    )
    return pk


def customer(pk: int = 14, **data: Any) -> Customer:

    raw = {
        "id": pk,
        "companyName": f"Klant {pk}",
        "phoneNumber": "038 123 45 67",
        "email": "info@klant.example",
        **data,
    }
    return Customer.objects.create(
        pk=pk,
        name=f"Klant {pk}",
        name_key=f"klant {pk}",
        kind="business",
        phone="038 123 45 67",
        data=json.dumps(raw | data),
        content_hash="",
        read_began_at=NOON,
        synced_at=NOON,
    )


def sums(**amounts: str) -> Ageing:
    counts = {name: int(amounts.pop(name, "0")) for name in ("invoices", "oldest_days")}
    return Ageing(**{name: Decimal(value) for name, value in amounts.items()}, **counts)


def test_every_age_and_what_counts_in_none() -> None:
    invoice(30, "10")  # due today
    invoice(31, "20")  # 1 day late
    invoice(60, "30")  # 30 days
    invoice(61, "40")  # 31
    invoice(90, "50")  # 60
    invoice(91, "60")  # 61
    invoice(120, "70")  # 90
    invoice(121, "80", "5")  # 91, partly paid
    invoice(15, "90", terms="n14")  # 1, whatever the case of the code
    invoice(400, "100", terms="onbekend")
    invoice(None, "7")
    invoice(300, "-25")  # a credit note
    invoice(300, "-25", "-25")  # paid back
    invoice(300, "40", "50")  # overpaid
    invoice(300, "500", number="")  # a concept
    invoice(300, "600", "600")
    invoice(300, "700", gone_at=NOON)
    found = ageing_total(Terms.now())
    assert found == sums(
        not_due="10",
        days_30="140",
        days_60="90",
        days_90="130",
        days_more="75",
        unknown="107",
        credit="-35",
        open=str(10 + 140 + 90 + 130 + 75 + 107 - 35),
        invoices="11",
        oldest_days="91",
    )
    assert found.overdue == Decimal(435)


def test_without_any_days_nothing_is_due_and_all_is_unknown() -> None:
    CodeEntry.objects.all().delete()
    invoice(400, "100")
    found = ageing_total(Terms.now())
    assert (found.open, found.unknown, found.overdue, found.oldest_days) == (100, 100, 0, 0)


def test_customers_by_what_they_owe_for_two_queries(django_assert_num_queries: Any) -> None:
    invoice(100, "10", party=1)
    invoice(31, "500", party=2)
    invoice(31, "-900", party=2)
    invoice(1, "7", party=3)
    invoice(50, "7", "7", party=4)
    terms = Terms.now()
    with django_assert_num_queries(2):
        rows = ageing_list(terms)
    assert [(row.customer_id, row.sums.overdue, row.sums.open) for row in rows.rows] == [
        (2, 500, -400),
        (1, 10, 10),
        (3, 0, 7),
    ]
    assert rows.total.value == 3
    assert [row.customer_id for row in ageing_list(terms, overdue_by=31).rows] == [1]
    assert [row.customer_id for row in ageing_list(terms, customer_ids=[3, 4]).rows] == [3]
    assert [row.customer_id for row in ageing_list(terms, order=["key"], limit=1, offset=1).rows] == [2]


def test_the_balance_of_one_customer() -> None:
    invoice(40, "100", "30")
    invoice(1, "50")
    CreditLimit.objects.create(pk=14, amount=100, set_by_name="x", set_at=NOON)
    found = balance_of(14)
    assert (found.open, found.overdue, found.oldest_days, found.limit) == (120, 70, 10, 100)
    assert (found.room, found.over) == (-20, 20)
    assert (balance_of(15).open, balance_of(15).room, balance_of(15).over) == (0, None, 0)


def test_where_bookkeeping_keeps_the_payments_nothing_is_said(settings: Any, as_role: Any) -> None:
    customer()
    invoice(400, "100")
    settings.LOGICTRADE_PAYMENTS = False
    assert not balance_of(14).known
    client = as_role("finance")
    page = client.get(reverse("sales:open_item_list")).content.decode()
    assert "Payments are kept in bookkeeping only" in page
    assert "Klant 14" not in page
    assert "Nobody can tell here" in client.get(reverse("sales:statement", args=[14])).content.decode()
    listed = client.get(reverse("sales:invoice_list")).content.decode()
    assert "Overdue" not in listed.partition('id="list"')[2]
    assert "Open balance" not in client.get(reverse("relations:customer_detail", args=[14])).content.decode()


def test_the_list_costs_the_same_for_one_customer_and_for_fifty(as_role: Any) -> None:
    client: Client = as_role("finance")

    def cost() -> int:
        counts = []
        for _turn in range(2):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse("sales:open_item_list")).status_code == 200
            counts.append(len(asked))
        return min(counts)

    customer(14)
    invoice(40, "100")
    one = cost()
    for pk in range(100, 160):
        customer(pk)
        for days in (10, 40, 70, 100, 200):
            invoice(days, "10", party=pk)
    assert cost() == one <= 16


def test_the_page_shows_telephone_promise_totals_and_leads_on(as_role: Any, people: Any) -> None:
    customer(14)
    customer(15)
    invoice(40, "1234.50")
    invoice(100, "10", party=15)
    promise_add(actor=ACTOR, author=people["finance"], customer_id=14, label="K", day=TODAY, text="belde terug")
    client = as_role("finance")
    page = client.get(reverse("sales:open_item_list")).content.decode()
    assert reverse("sales:statement", args=[14]) in page
    assert 'href="tel:+31381234567"' in page
    assert "belde terug" in page
    assert "<tfoot>" in page
    assert "1,244.50" in page.partition("<tfoot>")[2]
    assert as_role("warehouse").get(reverse("sales:open_item_list")).status_code == 403
    for query in ({"late": "x"}, {"late": "91"}, {"q": "'\"*() NEAR("}, {"sort": "-more"}, {"page": "999"}):
        assert client.get(reverse("sales:open_item_list"), query, follow=True).status_code == 200
    answer = client.post(reverse("core:export"), {"list": "sales:open_item_list", "query": "", "format": "csv-en"})
    assert b"Klant 14" in answer.getvalue()


def test_the_statement(as_role: Any) -> None:
    customer(14)
    old, new = invoice(100, "100", "40"), invoice(1, "50")
    credit = invoice(50, "-20")
    client: Client = as_role("finance")
    page = client.get(reverse("sales:statement", args=[14])).content.decode()
    for pk in (old, new, credit):
        assert reverse("sales:invoice_detail", args=[pk]) in page
    assert 'href="tel:+31381234567"' in page
    assert "mailto:info@klant.example" in page
    assert "70" in page
    assert client.get(reverse("sales:statement", args=[99])).status_code == 404
    assert as_role("warehouse").get(reverse("sales:statement", args=[14])).status_code == 403


def test_one_text_for_all_overdue_invoices_in_the_language_of_the_customer() -> None:
    dutch = customer(14)
    english = customer(15, address={"country": "DE"})
    for party in (14, 15):
        invoice(100, "100", "40", party=party, number=f"F100{party}")
        invoice(60, "1000", party=party, number=f"F101{party}")
        invoice(1, "50", party=party, number=f"F102{party}")
        invoice(50, "-20", party=party, number=f"C{party}")
    assert statement_of(dutch).language == "nl"
    text = statement_of(english).reminder
    assert statement_of(english).language == "en"
    assert "Dear Klant 15," in text
    assert "F10015 of 19 Aug 2026, due on 18 Sep 2026: € 60.00" in text
    assert "F10215" not in text, "what is not due yet is not asked for"
    assert "To be taken off:\nC15 of 8 Oct 2026: € 20.00" in text
    assert "Total: € 1,040.00" in text
    assert "1.040,00" in statement_of(dutch).reminder
    assert reminder_text("Jansen", [], "en").startswith("Dear Jansen,")


def post(client: Client, **values: str) -> Any:
    return client.post(reverse("sales:statement", args=[14]), values)


def test_promises_are_noted_and_taken_away_by_who_noted_them(as_role: Any) -> None:
    customer(14)
    finance, sales = as_role("finance"), as_role("sales")
    assert post(finance, do="promise").status_code == 422
    assert post(finance, do="promise", **{"promise-day": "01-01-2020"}).status_code == 422
    assert post(finance, do="promise", **{"promise-day": "+1w", "promise-amount": "12,50"}).status_code == 303
    promise = PaymentPromise.objects.get()
    assert (promise.day, promise.amount) == (TODAY + timedelta(days=7), Decimal("12.50"))
    assert post(sales, do="remove", promise=str(promise.pk)).status_code == 403
    assert post(finance, do="remove", promise="9" * 30).status_code == 303
    assert post(finance, do="remove", promise=str(promise.pk)).status_code == 303
    assert not PaymentPromise.objects.exists()
    assert post(as_role("viewer"), do="promise", **{"promise-text": "x"}).status_code == 403
    actions = AuditEntry.objects.filter(subject="customer:14").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["promise:added", "promise:removed"]


def test_the_credit_limit_is_set_by_finance_and_shown_where_one_sells(as_role: Any, people: Any) -> None:
    customer(14)
    invoice(40, "150")
    assert post(as_role("sales"), do="limit", **{"limit-amount": "100"}).status_code == 403
    finance = as_role("finance")
    assert post(finance, do="limit", **{"limit-amount": "-1"}).status_code == 422
    post(finance, do="limit", **{"limit-amount": "100", "limit-remark": "Per mail"})
    assert CreditLimit.objects.get().amount == 100
    card = as_role("sales").get(reverse("relations:customer_detail", args=[14])).content.decode()
    assert "50.00 over the limit" in card
    assert "150.00 overdue, oldest 10 days" in card
    limit_set(actor=ACTOR, user=people["finance"], customer_id=14, label="K", amount=Decimal(100), remark="Per mail")
    assert AuditEntry.objects.filter(action="credit:limit_set").count() == 1, "what is so already leaves no trace"
    post(finance, do="limit", **{"limit-amount": ""})
    assert not CreditLimit.objects.exists()
    assert "Credit limit" not in as_role("sales").get(reverse("relations:customer_detail", args=[14])).content.decode()


def test_the_invoice_list_filters_by_payment(as_role: Any) -> None:
    late, early, unknown = invoice(40, "10"), invoice(10, "10"), invoice(10, "10", terms="?")
    paid = invoice(40, "10", "10")
    client: Client = as_role("finance")

    def listed(**query: str) -> set[int]:
        return {row.remote_id for row in client.get(reverse("sales:invoice_list"), query).context["rows"].rows}

    assert listed() == {late, early, unknown, paid}
    assert listed(owed="open") == {late, early, unknown}
    assert listed(owed="overdue") == {late}
    assert listed(owed="unknown") == {unknown}
    assert listed(owed="overdue", q=f"F{late}") <= {late}
    assert listed(state="paid") == {paid}
    assert listed(party="14", sort="-open") == {late, early, unknown, paid}
    assert listed(party="15") == set()
