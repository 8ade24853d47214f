"""Discount records of LogicTrade as rows, one rule of one kind each, and rows as rules to be weighed (section 5.3)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from apps.catalogue.discounts import Kind, Rule, Scope
from apps.catalogue.models import DiscountRule
from apps.catalogue.texts import code_key, fitting
from apps.erp.mirror.texts import cut
from apps.logictrade import codec
from apps.logictrade.schemas import CustomerDiscounts, CustomerRule, DiscountTerms, ProductDiscounts
from apps.logictrade.schemas.discounts import DiscountPeriod, GeneralTerms, GroupTerms, PercentageAmount, ProductTerms

ONE = Decimal(1)
# A record of more rules than any administration keeps is cut here, so that one record cannot fill the table.
MOST_RULES = 20_000


def product_rules(record: ProductDiscounts) -> list[DiscountRule]:
    """The rules for whoever buys this product."""
    owner = {"product_id": record.id, "product_name": cut(record.name or record.code, 300)}
    found = [DiscountRule(**owner, **_period(rule), **one) for rule in record.discounts for one in _terms(rule)]
    return found[:MOST_RULES]


def customer_rules(record: CustomerDiscounts) -> list[DiscountRule]:
    """The rules of one customer: on everything, per product, per group."""
    owner = {"customer_id": record.id, "customer_name": cut(record.name or record.number, 300)}
    found = [
        DiscountRule(**owner, **_period(rule), **one)
        for rule in record.discounts
        for one in (*_general(rule.general), *_products(rule.products), *_groups(rule.product_groups))
    ]
    return found[:MOST_RULES]


def _period(rule: DiscountPeriod | CustomerRule) -> dict[str, Any]:
    return {
        "description": cut(rule.description, 300),
        "start_date": rule.start_date,
        "end_date": rule.end_date,
    }


def _general(terms: Iterable[GeneralTerms]) -> Iterator[dict[str, Any]]:
    for one in terms:
        yield _percentage(one.percentage_amount)


def _groups(terms: Iterable[GroupTerms]) -> Iterator[dict[str, Any]]:
    for one in terms:
        yield {
            **_percentage(one.percentage_amount),
            "group_code": cut(one.code, 80),
            "group_key": code_key(one.code),
            "group_name": cut(one.description or one.code, 200),
        }


def _products(terms: Iterable[ProductTerms]) -> Iterator[dict[str, Any]]:
    for product in terms:
        # Without an id nobody can tell which product is meant.
        if product.id:
            name = cut(product.name or product.code, 300)
            for one in _terms(product):
                yield {**one, "product_id": product.id, "product_name": name}


def _terms(terms: DiscountTerms) -> Iterator[dict[str, Any]]:
    """Each kind that holds a number; a rule without any is kept too, so that it is seen."""
    kinds = terms.kinds
    if not kinds:
        yield _percentage(None)
    if "fixed_price" in kinds and terms.fixed_price is not None:
        yield {
            "kind": Kind.FIXED_PRICE.value,
            "value": fitting(terms.fixed_price.price),
            "min_quantity": fitting(terms.fixed_price.min_quantity),
        }
    if "percentage_amount" in kinds:
        yield _percentage(terms.percentage_amount)
    if "buy_x_get_y" in kinds and terms.buy_x_get_y is not None:
        yield {
            "kind": Kind.FREE_GOODS.value,
            "buy_quantity": fitting(terms.buy_x_get_y.buy_quantity),
            "get_quantity": fitting(terms.buy_x_get_y.get_quantity),
        }
    if "tiered_percentage_amount" in kinds:
        tiers = [(one.tier or Decimal(0), one.percentage) for one in terms.tiered_percentage_amount]
        known = sorted((tier, percent) for tier, percent in tiers if percent is not None)
        yield {"kind": Kind.TIERS.value, "tiers": codec.dumps([[tier, percent] for tier, percent in known])}


def _percentage(amount: PercentageAmount | None) -> dict[str, Any]:
    """A general percentage, or one from a quantity."""
    least = fitting(amount.min_quantity) if amount else None
    kind = Kind.FROM_QUANTITY if least is not None and least > ONE else Kind.PERCENTAGE
    return {"kind": kind.value, "value": fitting(amount.percentage) if amount else None, "min_quantity": least}


# Rows as rules -----------------------------------------------------------------------------------------------------


def as_rule(row: DiscountRule) -> Rule:
    return Rule(
        kind=Kind(row.kind),
        scope=scope_of(row),
        for_customer=row.customer_id is not None,
        description=row.description,
        target=row.group_name or row.product_name,
        start=row.start_date,
        end=row.end_date,
        value=row.value,
        min_quantity=row.min_quantity,
        buy=row.buy_quantity,
        get=row.get_quantity,
        tiers=tiers_of(row),
    )


def scope_of(row: DiscountRule) -> Scope:
    if row.product_id is not None:
        return Scope.PRODUCT
    return Scope.GROUP if row.group_code or row.group_name else Scope.EVERYTHING


def tiers_of(row: DiscountRule) -> tuple[tuple[Decimal, Decimal], ...]:
    pairs = codec.loads(row.tiers) if row.tiers else []
    return tuple((Decimal(tier), Decimal(percent)) for tier, percent in pairs)


def holds_on(row: DiscountRule, day: date) -> bool:
    return not (row.start_date and day < row.start_date) and not (row.end_date and day > row.end_date)


def applies(row: DiscountRule, product_id: int, group_keys: Mapping[int, frozenset[str]]) -> bool:
    """Whether a rule is about a product: by its id, by one of its own groups, or on everything."""
    if row.product_id is not None:
        return row.product_id == product_id
    scope = scope_of(row)
    return scope is Scope.EVERYTHING or row.group_key in group_keys.get(product_id, frozenset())
