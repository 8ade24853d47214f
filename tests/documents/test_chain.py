"""The chain of a document: what belongs together by the customer's reference, and what is said of it."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.delivery.models import Deliverable
from apps.documents.chain import chain_of
from apps.documents.kinds import document_url
from apps.documents.models import Document
from apps.sales.line_models import OrderLine

pytestmark = pytest.mark.django_db


def put(kind: str, pk: int, day: int | None = 1, **more: Any) -> Document:
    values = {"party_id": 4, "party_name": "Hotel", "reference": "PO 4711", "state": "open", **more}
    return Document.objects.create(
        kind=kind,
        remote_id=pk,
        number=f"{kind[0].upper()}{pk}",
        date=date(2026, 11, day) if day else None,
        synced_at=timezone.now(),
        **values,
    )


def told(user: Any, document: Document, **options: Any) -> dict[str, list[str]]:
    chain = chain_of(user, document, **options)
    return {str(stage.name): [entry.number for entry in stage.entries] for stage in chain.stages if stage.entries}


def test_one_reference_from_quote_to_invoice(people: Any) -> None:
    quote, order, invoice = put("quote", 1, 1), put("order", 2, 5), put("invoice", 3, 9)
    put("order", 4, 5, party_id=5)
    put("order", 6, 5, reference="PO 1")
    put("order", 7, 5, gone_at=timezone.now())
    for document in (quote, order, invoice):
        assert told(people["admin"], document) == {"Quote": ["Q1"], "Order": ["O2"], "Invoice": ["I3"]}
    chain = chain_of(people["admin"], order)
    assert chain.by_reference
    assert [stage.current for stage in chain.stages if stage.entries] == [False, True, False]
    assert chain.stages[0].entries[0].url == reverse("sales:quote_detail", args=[1])


def test_nothing_comes_before_what_it_came_from(people: Any) -> None:
    quote = put("quote", 1, 10)
    put("order", 2, 5)
    put("order", 3, None)
    assert told(people["admin"], quote) == {"Quote": ["Q1"], "Order": ["O3"]}


def test_without_a_reference_it_stands_alone(people: Any) -> None:
    order = put("order", 2, reference="")
    put("quote", 1, reference="")
    chain = chain_of(people["admin"], order)
    assert not chain.known
    assert not chain.by_reference
    assert chain_of(people["admin"], None).stages == ()


def test_many_are_counted(people: Any) -> None:
    order = put("order", 1, 1)
    for pk in range(10, 17):
        put("invoice", pk, 9)
    invoices = next(stage for stage in chain_of(people["admin"], order).stages if str(stage.name) == "Invoice")
    assert (len(invoices.entries), invoices.more) == (3, 4)


def test_what_is_missing_is_said_by_the_lamp(people: Any) -> None:
    order = put("order", 1, delivery_status="complete")
    stages = {str(stage.name): str(stage.missing) for stage in chain_of(people["admin"], order).stages}
    assert stages["Delivery"] == "delivered"
    assert stages["Invoice"] == "no invoice yet"
    assert "Delivery" not in {str(one.name) for one in chain_of(people["admin"], put("quote", 9, reference="x")).stages}


def test_a_reader_sees_the_kinds_that_are_theirs(people: Any) -> None:
    order = put("order", 2)
    put("quote", 1)
    put("invoice", 3)
    assert told(people["warehouse"], order) == {"Order": ["O2"]}


def test_purchase_orders_of_the_lines_are_known(people: Any) -> None:
    order = put("order", 2)
    for place, waits in enumerate(("I24, I25", "I24", "")):
        OrderLine.objects.create(order_id=2, place=place, waits_for=waits)
    assert told(people["admin"], order)["Purchase"] == ["I24", "I25"]
    assert not chain_of(people["admin"], order).by_reference


def test_the_cards_show_it(as_role: Any, synced: Any, calls: Any) -> None:
    client = as_role("admin")
    with calls(0):
        for kind in ("quote", "order", "invoice"):
            pk = Document.objects.filter(kind=kind, gone_at=None).values_list("remote_id", flat=True)[0]
            assert '<ol class="chain"' in client.get(document_url(kind, pk)).content.decode(), kind
        delivery = Deliverable.objects.filter(gone_at=None).first()
        assert delivery is not None
        page = client.get(reverse("delivery:deliverable_detail", args=[delivery.pk])).content.decode()
    assert 'aria-current="step"' in page
