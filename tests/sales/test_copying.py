"""Lines of before in a draft of today: from an earlier document, from the usual basket, a whole document again."""

import json
from decimal import Decimal

import pytest

from apps.catalogue.models import Product
from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.documents import copying
from apps.documents.drafts import draft_create
from apps.documents.earlier import earlier_get, earlier_search, takeable
from apps.documents.models import Draft, DraftLine
from apps.erp.mirror.upsert import upsert
from apps.logictrade import codec
from apps.sales.resources import QUOTES
from tests.documents.pasting.conftest import ACTOR
from tests.sales.test_usual import line, order, put

MADE = {"id": 812, "items": [{"option": "Breedte", "value": "120", "ours": "unknown"}], "more": Decimal("1.50")}


@pytest.fixture
def shelf(db):
    upsert(
        PRODUCTS,
        [
            {"id": 70, "code": "STOEL-1", "name": "Stoel", "salesPrice": Decimal("99.00")},
            {"id": 71, "code": "GORDIJN", "name": "Gordijn", "salesPrice": Decimal("10.00")},
        ],
        read_began_at=clock.now(),
    )
    put(
        order(
            1,
            "2026-01-05",
            line("stoel-1", 4, "80.00", comment={"extern": "in doos", "intern": "let op"}),
            line("GORDIJN", 2, "45.50", discount=Decimal("0.1"), configuration=MADE),
            line("WEG-1", 1),
            {"description": "Levering op de begane grond"},
            reference="Zomer",
            comment={"extern": "Graag bellen", "intern": "korting gegeven"},
        )
    )


@pytest.fixture
def draft(people):
    return draft_create(actor=ACTOR, user=people["sales"], customer_id=4, customer_name="Hotel")


@pytest.mark.usefixtures("shelf")
class TestLines:
    def test_prices_are_fresh_and_what_was_written_comes_along(self, draft):
        source = earlier_get("order", 1)
        copying.lines_copy(actor=ACTOR, draft=draft, source=source, quantities={1: Decimal(6)})
        made = DraftLine.objects.get()
        assert (made.code, made.quantity, made.part_price, made.price_source) == (
            "STOEL-1",
            6,
            Decimal("99.00"),
            "list",
        )
        assert (made.comment_extern, made.comment_intern) == ("in doos", "let op")

    def test_a_configuration_travels_unchanged_at_its_price(self, draft):
        source = earlier_get("order", 1)
        copying.lines_copy(actor=ACTOR, draft=draft, source=source, quantities={2: Decimal(2)})
        made = DraftLine.objects.get()
        assert codec.loads(made.configuration) == MADE
        assert (made.part_price, made.discount, made.price_source) == (Decimal("45.50"), 10, "person")
        assert "V1" in made.price_reason

    def test_what_can_be_taken(self):
        rows = takeable(earlier_get("order", 1).lines)
        assert [(row.line.code, row.may_take, row.is_text) for row in rows] == [
            ("stoel-1", True, False),
            ("GORDIJN", True, False),
            ("WEG-1", False, False),
            ("", True, True),
        ]

    def test_products_of_the_basket_keep_their_order(self, draft):
        copying.products_add(actor=ACTOR, draft=draft, quantities={71: Decimal(2), 70: Decimal(1), 999: Decimal(1)})
        assert [(row.code, row.quantity) for row in DraftLine.objects.order_by("position")] == [
            ("GORDIJN", 2),
            ("STOEL-1", 1),
        ]


@pytest.mark.usefixtures("shelf", "codes")
class TestWhole:
    @pytest.mark.parametrize("kind", Draft.Kind.values)
    def test_a_whole_document_becomes_a_new_concept_of_any_kind(self, people, kind):
        copied = copying.document_copy(actor=ACTOR, user=people["sales"], kind=kind, source=earlier_get("order", 1))
        made = Draft.objects.get()
        assert (made.kind, made.customer_id, made.reference, made.comment_extern) == (kind, 4, "", "Graag bellen")
        assert (made.edits_id, made.from_id) == (None, None)
        assert [(row.role, row.code or row.description) for row in DraftLine.objects.order_by("position")] == [
            ("product", "STOEL-1"),
            ("product", "GORDIJN"),
            ("text", "Levering op de begane grond"),
        ]
        assert [row.code for row in copied.lost] == ["WEG-1"]

    def test_a_product_that_is_gone_is_told(self, people):
        Product.objects.filter(pk=70).update(gone_at=clock.now())
        copied = copying.document_copy(actor=ACTOR, user=people["sales"], kind="quote", source=earlier_get("order", 1))
        assert [row.code for row in copied.lost] == ["stoel-1", "WEG-1"]


@pytest.mark.usefixtures("shelf")
class TestSearch:
    def test_only_this_customers_documents_the_newest_first(self):
        put(order(2, "2026-03-05", line("STOEL-1")), order(3, "2026-04-05", line("STOEL-1"), customer=5))
        upsert(
            QUOTES, [{"id": 9, "number": "O9", "date": "2026-02-01", "customer": {"id": 4}}], read_began_at=clock.now()
        )
        assert [row.number for row in earlier_search(4, ["order", "quote"])] == ["V2", "O9", "V1"]
        assert [row.number for row in earlier_search(4, ["order"])] == ["V2", "V1"]
        assert [row.number for row in earlier_search(4, ["order", "quote"], "zomer")] == ["V1"]


def test_a_document_that_nobody_knows():
    assert json.dumps(earlier_get("delivery", 1)) == "null"
