"""What is read from LogicTrade when somebody opens it, never in bulk: one call each (contract sections 5.1 to 5.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from apps.catalogue.models import DiscountRule, ProductReferences, ProductTexts
from apps.catalogue.resources import CUSTOMER_DISCOUNTS, PRODUCT_DISCOUNTS
from apps.catalogue.rules import customer_rules, product_rules
from apps.catalogue.texts import language_key
from apps.core import clock
from apps.erp.gateway import erp
from apps.erp.mirror.upsert import upsert
from apps.logictrade import codec
from apps.logictrade.errors import NotFoundError
from apps.logictrade.schemas import Description, Product, Reference, parse_all
from apps.logictrade.schemas.catalogue import FoundProduct, Implementation

# What was opened once is shown again without a question for so long.
FRESH = timedelta(hours=12)


def texts_get(product_id: int, *, again: bool = False) -> ProductTexts:
    """The descriptions of a product: those that were opened lately, else one call. Raises `LogicTradeError`."""
    kept = ProductTexts.objects.filter(pk=product_id).first()
    if kept is not None and not again and clock.now() - kept.fetched_at < FRESH:
        return kept
    began_at = clock.now()
    rows = erp().products.descriptions(product_id).records
    parsed = parse_all(Description, rows, "product.descriptions")
    languages = sorted({language_key(one.language) for one in parsed if (one.description or "").strip()} - {""})
    row = ProductTexts(
        product_id=product_id,
        fetched_at=began_at,
        data=codec.dumps(rows),
        languages=f" {' '.join(languages)[:190]} " if languages else " ",
    )
    row.save()
    return row


def texts_kept(product_id: int) -> ProductTexts | None:
    """What was opened before, however long ago."""
    return ProductTexts.objects.filter(pk=product_id).first()


def descriptions_of(row: ProductTexts) -> list[Description]:
    return parse_all(Description, codec.loads(row.data), "product.descriptions").records


def references_get(product_id: int, *, again: bool = False) -> ProductReferences:
    """The references of a product, in the same way. Raises `LogicTradeError`."""
    kept = ProductReferences.objects.filter(pk=product_id).first()
    if kept is not None and not again and clock.now() - kept.fetched_at < FRESH:
        return kept
    began_at = clock.now()
    rows = erp().products.references(product_id).records
    row = ProductReferences(product_id=product_id, fetched_at=began_at, data=codec.dumps(rows))
    row.save()
    return row


def references_kept(product_id: int) -> ProductReferences | None:
    return ProductReferences.objects.filter(pk=product_id).first()


def references_of(row: ProductReferences) -> list[Reference]:
    return parse_all(Reference, codec.loads(row.data), "product.references").records


@dataclass(frozen=True)
class LiveRules:
    """Rules as LogicTrade gives them for a day and a quantity; not kept when either was named."""

    rules: Sequence[DiscountRule]
    kept: bool


def product_rules_read(product_id: int, *, quantity: Decimal | None = None, day: date | None = None) -> LiveRules:
    """The rules of one product, asked now: one call. Raises `LogicTradeError`; no such entry is no rules.

    Without a quantity and a day the answer is the whole record, and the mirror gets it.
    """
    began_at = clock.now()
    whole = quantity is None and day is None
    try:
        record = erp().discounts.product(product_id, quantity=quantity, reference_date=day).record
    except NotFoundError:
        return LiveRules([], False)
    if whole and record.id == product_id:
        upsert(PRODUCT_DISCOUNTS, [record.raw], read_began_at=began_at)
    return LiveRules(product_rules(record), whole)


def customer_rules_read(customer_id: int, *, day: date | None = None) -> LiveRules:
    """The rules of one customer, asked now: one call. Raises `LogicTradeError`."""
    began_at = clock.now()
    try:
        record = erp().discounts.customer(customer_id, reference_date=day).record
    except NotFoundError:
        return LiveRules([], False)
    if day is None and record.id == customer_id:
        upsert(CUSTOMER_DISCOUNTS, [record.raw], read_began_at=began_at)
    return LiveRules(customer_rules(record), day is None)


def implementations_read(product_id: int) -> list[Implementation]:
    """The configurations that were made of a product: one call. Raises `LogicTradeError`.

    The mirror does not get this answer: lists come without configurations, and the two would take turns.
    """
    record: Product = erp().products.retrieve(product_id, implementations=True).record
    return record.implementations


def products_asked(code: str) -> list[FoundProduct]:
    """What LogicTrade finds under a barcode, code or supplier's code: one call. Raises `LogicTradeError`."""
    batch = erp().products.search([code])
    return [one for hit in batch for one in hit.results if one.id]
