"""Quotes and orders as PDF: what the customer may see and nothing else, in whose language, at what cost."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from apps.core import clock
from apps.documents.models import Document, Draft, DraftLine, Letterhead
from apps.documents.paper import providers
from apps.logictrade import codec
from apps.relations.models import Customer
from apps.sales.models import Invoice, Order, Quote, QuoteFacts
from apps.sales.writing.texts import comments_of
from tests.documents.paper.samples import text_of

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "GEHEIM-7319"


@pytest.fixture
def sales(as_role: Any) -> Client:
    return as_role("sales")


def rewritten(row: Any, **values: Any) -> Any:
    """The mirrored record with other values, as LogicTrade would send it."""
    row.data = codec.dumps(row.raw | values)
    row.save(update_fields=["data"])
    return row


def with_secrets(value: Any) -> Any:
    """The record with a secret in every internal comment, wherever it stands."""
    if isinstance(value, dict):
        found = {key: with_secrets(one) for key, one in value.items()}
        if "intern" in found or "comment" in found or ("code" in found and "quantity" in found):
            found["intern"] = SECRET
            if "comment" in found or "quantity" in found:
                found["comment"] = {"intern": SECRET, "extern": "Voor de klant 5512"}
        return found
    return [with_secrets(one) for one in value] if isinstance(value, list) else value


@pytest.fixture
def quote(synced: Any) -> Quote:
    found = [
        row for row in Quote.objects.filter(gone_at=None).order_by("pk") if row.raw.get("lines") and row.customer_id
    ]
    return found[0]


@pytest.fixture
def order(synced: Any) -> Order:
    found = [
        row for row in Order.objects.filter(gone_at=None).order_by("pk") if row.raw.get("lines") and row.customer_id
    ]
    return found[0]


@pytest.fixture
def invoice(synced: Any) -> Invoice:
    found = Invoice.objects.filter(gone_at=None).exclude(number="").order_by("pk")
    return next(row for row in found if row.raw.get("lines") and row.customer_id and row.raw["totalAmount"] > 0)


@pytest.fixture
def documents(quote: Quote, order: Order, invoice: Invoice) -> dict[str, Any]:
    return {"quote": quote, "order": order, "invoice": invoice}


@pytest.mark.parametrize("kind", ["quote", "order", "invoice"])
def test_the_pdf_of_a_document(sales: Client, documents: dict[str, Any], kind: str, calls: Any) -> None:
    row = rewritten(documents[kind], comment={"intern": "", "extern": ""})
    with calls(0):
        response = sales.get(reverse(f"documents:{kind}_paper", args=[row.pk]), {"lang": "en"})
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="[A-Za-z0-9.-]+\.pdf"', response["Content-Disposition"])
    assert response["X-Content-Type-Options"] == "nosniff"
    text = text_of(response.content)
    assert row.raw["number"] in text
    for line in row.raw["lines"]:
        assert line["code"] in text


@pytest.mark.parametrize("kind", ["quote", "order", "invoice"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_internal_comment_reaches_paper(sales: Client, documents: dict[str, Any], kind: str, language: str) -> None:
    row = documents[kind]
    # A record without the key would be asked for again, and come back as the stand-in has it.
    rewritten(row, **with_secrets({"comment": {}} | row.raw), remark=SECRET)
    Customer.objects.filter(pk=row.customer_id).update(remark=SECRET)
    content = sales.get(reverse(f"documents:{kind}_paper", args=[row.pk]), {"lang": language}).content
    text = text_of(content)
    assert "Voor de klant 5512" in text
    assert SECRET not in text
    reader = PdfReader(io.BytesIO(content))
    assert SECRET not in str(reader.metadata)
    assert SECRET.encode() not in content


def test_our_reference_does_not_stand_on_paper(sales: Client, quote: Quote) -> None:
    rewritten(quote, comment={"intern": "x\nBO-ABCDEF-1234", "extern": "Buiten"})
    text = text_of(sales.get(reverse("documents:quote_paper", args=[quote.pk])).content)
    assert "BO-ABCDEF" not in text
    assert "Buiten" in text


def test_comments_that_the_list_left_out_are_asked_for_once(
    sales: Client, quote: Quote, synced: Any, calls: Any
) -> None:
    raw = {key: value for key, value in quote.raw.items() if key != "comment"}
    quote.data = codec.dumps(raw)
    quote.save(update_fields=["data"])
    with calls(1):
        assert sales.get(reverse("documents:quote_paper", args=[quote.pk])).status_code == 200


def test_the_customers_country_chooses_the_language(sales: Client, quote: Quote) -> None:
    customer = Customer.objects.get(pk=quote.customer_id)
    address = {"street": "Hauptstr.", "houseNumber": "1", "zipCode": "10115", "city": "Berlin", "country": "DE"}
    rewritten(customer, address=address, invoiceAddress=None)
    rewritten(quote, comment={"intern": "", "extern": ""})
    url = reverse("documents:quote_paper", args=[quote.pk])
    text = text_of(sales.get(url).content)
    assert "Description" in text
    assert "GERMANY" in text
    assert "Omschrijving" in text_of(sales.get(url, {"lang": "nl"}).content)
    assert "Description" in text_of(sales.get(url, {"lang": "xx"}).content)


def test_the_invoice_address_is_the_one_on_the_envelope(sales: Client, order: Order) -> None:
    customer = Customer.objects.get(pk=order.customer_id)
    rewritten(customer, invoiceAddress={"street": "Postbus", "houseNumber": "77", "zipCode": "4330aa", "city": "Goes"})
    rewritten(order, comment={"intern": "", "extern": ""})
    text = text_of(sales.get(reverse("documents:order_paper", args=[order.pk])).content)
    assert "Postbus 77" in text
    assert "4330 AA  Goes" in text


def test_a_total_that_logictrade_sees_otherwise_is_a_warning(quote: Quote) -> None:
    rewritten(quote, totalAmount=Decimal("99999.99"), comment={"intern": "", "extern": ""})
    found = providers.find("quote", quote.pk)
    assert found is not None
    assert "99,999.99" in found.warnings[0]


def test_an_invoice_is_a_copy_and_a_concept_says_so(sales: Client, invoice: Invoice) -> None:
    rewritten(invoice, comment={"intern": "", "extern": ""}, payments=[{"amount": Decimal("10.00")}])
    url = reverse("documents:invoice_paper", args=[invoice.pk])
    text = text_of(sales.get(url, {"lang": "en"}).content)
    assert "COPY" in text
    assert "To pay" in text
    rewritten(invoice, number="", date=None)
    assert "CONCEPT" in text_of(sales.get(url, {"lang": "en"}).content)


def test_an_invoice_says_until_when_it_is_to_be_paid(sales: Client, invoice: Invoice) -> None:
    condition = {"id": 3, "code": "N14", "description": "14 dagen netto"}
    rewritten(invoice, comment={"intern": "", "extern": ""}, paymentCondition=condition, date="2026-11-02")
    url = reverse("documents:invoice_paper", args=[invoice.pk])
    assert "Due date 16 Nov 2026" in text_of(sales.get(url, {"lang": "en"}).content)
    rewritten(invoice, paymentCondition={"id": 9, "code": "??"})
    assert "Due date" not in text_of(sales.get(url, {"lang": "en"}).content)


def test_how_long_a_quote_stands_is_one_setting(sales: Client, quote: Quote) -> None:
    Letterhead.objects.update_or_create(pk=1, defaults={"valid_days": 10})
    rewritten(quote, comment={"intern": "", "extern": ""}, date="2026-11-02")
    Document.objects.filter(kind="quote", remote_id=quote.pk).update(date=date(2026, 11, 2))
    paper = sales.get(reverse("documents:quote_paper", args=[quote.pk]), {"lang": "en"})
    assert "12 Nov 2026" in text_of(paper.content)
    assert "12 Nov 2026" in sales.get(reverse("sales:quote_detail", args=[quote.pk])).content.decode()


def test_the_choices_of_a_configurable_product_are_printed(sales: Client, order: Order) -> None:
    items = [{"option": "Kleur", "value": "Antraciet"}, {"optionCode": "B", "valueCode": "120"}]
    lines = [order.raw["lines"][0] | {"configuration": {"id": 7, "items": items}}, *order.raw["lines"][1:]]
    rewritten(order, lines=lines, comment={"intern": "", "extern": ""})
    text = text_of(sales.get(reverse("documents:order_paper", args=[order.pk])).content)
    assert "Kleur: Antraciet" in text
    assert "B: 120" in text


def test_until_when_a_quote_stands(sales: Client, quote: Quote) -> None:
    rewritten(quote, comment={"intern": "", "extern": ""}, date="2026-11-02")
    url = reverse("documents:quote_paper", args=[quote.pk])
    assert "2 Dec 2026" in text_of(sales.get(url, {"lang": "en"}).content)
    QuoteFacts.objects.create(quote_id=quote.pk, valid_until=date(2027, 3, 4), updated_at=clock.now())
    assert "4 Mar 2027" in text_of(sales.get(url, {"lang": "en"}).content)


def test_who_may_and_who_may_not(as_role: Any, quote: Quote, order: Order) -> None:
    rewritten(quote, comment={"intern": "", "extern": ""})
    assert as_role("warehouse").get(reverse("documents:quote_paper", args=[quote.pk])).status_code == 403
    assert as_role("viewer").get(reverse("documents:quote_paper", args=[quote.pk])).status_code == 200
    assert as_role("sales").get(reverse("documents:quote_paper", args=[987654321])).status_code == 404
    assert as_role("sales").post(reverse("documents:quote_paper", args=[quote.pk])).status_code == 405


def test_the_card_offers_pdf_and_mail(as_role: Any, quote: Quote) -> None:
    url = reverse("sales:quote_detail", args=[quote.pk])
    page = as_role("sales").get(url).content.decode()
    assert reverse("documents:quote_paper", args=[quote.pk]) in page
    assert 'data-key="m"' in page
    seen = as_role("viewer").get(url).content.decode()
    assert reverse("documents:quote_paper", args=[quote.pk]) in seen
    assert 'data-key="m"' not in seen


def test_a_concept_on_paper(sales: Client, filled: Draft, as_role: Any) -> None:
    first = filled.lines.order_by("position").first()
    assert first is not None
    made_up = '{"id": 7, "items": [{"option": "Kleur", "value": "Antraciet"}]}'
    DraftLine.objects.filter(pk=first.pk).update(
        comment_intern=SECRET, comment_extern="Zichtbaar 4410", configuration=made_up
    )
    DraftLine.objects.create(draft=filled, position=9, role="heading", description="Los erbij")
    DraftLine.objects.create(
        draft=filled, position=10, code="OPT-1", description="Keuze", part_price=Decimal(50), optional=True
    )
    Draft.objects.filter(pk=filled.pk).update(comment_intern=SECRET, valid_until=date(2027, 1, 15), discount=10)
    url = reverse("documents:draft_paper", args=[filled.pk])
    text = text_of(sales.get(url, {"lang": "en"}).content)
    assert SECRET not in text
    for wanted in (
        "CONCEPT",
        "Zichtbaar 4410",
        "Kleur: Antraciet",
        "Los erbij",
        "OPT-1",
        "Optional, not in the total",
        "15 Jan 2027",
        "10.0",
    ):
        assert wanted in text, wanted
    assert as_role("viewer").get(url).status_code == 403
    assert sales.get(reverse("documents:draft_paper", args=["00000000-0000-0000-0000-000000000007"])).status_code == 404


@pytest.fixture
def laid_out(filled: Draft, quote: Quote) -> tuple[Draft, Quote]:
    """A draft with a heading, a text and an option, and the quote that LogicTrade made of it."""
    first, second = filled.lines.order_by("position")
    DraftLine.objects.filter(pk=first.pk).update(position=2, comment_extern="Poten zwart")
    DraftLine.objects.filter(pk=second.pk).update(position=4)
    DraftLine.objects.create(draft=filled, position=1, role="heading", description="Eetkamer")
    DraftLine.objects.create(draft=filled, position=3, role="text", description="Wordt gemonteerd geleverd")
    DraftLine.objects.create(
        draft=filled, position=5, code="OPT-1", description="Keuze", part_price=Decimal(50), optional=True
    )
    Draft.objects.filter(pk=filled.pk).update(sent_id=quote.pk, comment_extern="Bel vooraf")
    draft = Draft.objects.get(pk=filled.pk)
    lines = list(draft.lines.order_by("position"))
    comments, below = comments_of(lines)
    told = [
        {
            "lineNumber": place * 10,
            "code": line.code,
            "description": line.description,
            "quantity": line.quantity,
            "partPrice": line.part_price,
            "comment": {"intern": "", "extern": comments[line.pk].replace("\n", " ")},
        }
        for place, line in enumerate((one for one in lines if one.counts), 1)
    ]
    return draft, rewritten(quote, lines=told, comment={"intern": "", "extern": f"Bel vooraf\n{below}"})


def test_headings_texts_and_options_come_back_to_their_places(sales: Client, laid_out: tuple[Draft, Quote]) -> None:
    draft, quote = laid_out
    found = providers.find("quote", quote.pk)
    assert found is not None
    first, second = [line for line in draft.lines.order_by("position") if line.counts]
    assert [(line.role, line.code or line.description, line.comment) for line in found.paper.lines] == [
        ("heading", "Eetkamer", ""),
        ("product", first.code, "Poten zwart"),
        ("text", "Wordt gemonteerd geleverd", ""),
        ("product", second.code, ""),
        ("product", "OPT-1", ""),
    ]
    assert found.paper.lines[-1].optional
    assert found.paper.comment == "Bel vooraf"
    text = text_of(sales.get(reverse("documents:quote_paper", args=[quote.pk]), {"lang": "en"}).content)
    assert "Subtotal Eetkamer" in text
    assert "Optional, not in the total" in text


def test_after_a_change_in_logictrade_its_own_record_is_printed(laid_out: tuple[Draft, Quote]) -> None:
    _draft, quote = laid_out
    lines = quote.raw["lines"]
    rewritten(quote, lines=[lines[0] | {"quantity": 99}, *lines[1:]])
    found = providers.find("quote", quote.pk)
    assert found is not None
    assert [line.role for line in found.paper.lines] == ["product", "product"]
    assert "Eetkamer" in found.paper.lines[0].comment
    assert "Optioneel" in found.paper.comment or "Optional" in found.paper.comment
