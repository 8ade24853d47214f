"""Discounts of products and of customers, in all six kinds (contract section 5.3). Shown, never computed with."""

from typing import Literal

from pydantic import AliasChoices, Field

from .base import Part, Record
from .fields import Day, Int, Many, Number, OneOrMany, Text, many
from .shared import CustomField

TermKind = Literal["fixed_price", "percentage_amount", "buy_x_get_y", "tiered_percentage_amount"]


class FixedPrice(Part):
    """This price in place of the list price, from so many pieces on."""

    price: Number = None
    min_quantity: Number = None


class PercentageAmount(Part):
    """So many percent off, from so many pieces on."""

    percentage: Number = None
    min_quantity: Number = None


class BuyXGetY(Part):
    """Pay for so many, get so many."""

    buy_quantity: Number = None
    get_quantity: Number = None


class Tier(Part):
    """From `tier` pieces on, so many percent off; upstream writes `precentage`."""

    tier: Number = None
    percentage: Number = Field(default=None, validation_alias=AliasChoices("precentage", "percentage"))


class DiscountTerms(Part):
    """What a rule gives. That one kind is filled at a time is inferred: ask `kinds`, do not take the first."""

    fixed_price: FixedPrice | None = None
    percentage_amount: PercentageAmount | None = None
    buy_x_get_y: BuyXGetY | None = None
    tiered_percentage_amount: OneOrMany[Tier] = many()

    @property
    def kinds(self) -> tuple[TermKind, ...]:
        """The kinds that hold a number; none for a rule that only exists, several for one the contract did not see."""
        found: dict[TermKind, bool] = {
            "fixed_price": self.fixed_price is not None and self.fixed_price.price is not None,
            "percentage_amount": self.percentage_amount is not None and self.percentage_amount.percentage is not None,
            "buy_x_get_y": self.buy_x_get_y is not None and self.buy_x_get_y.get_quantity is not None,
            "tiered_percentage_amount": any(tier.percentage is not None for tier in self.tiered_percentage_amount),
        }
        return tuple(kind for kind, holds in found.items() if holds)


class DiscountPeriod(Part):
    """The name of a rule and the days it holds; no day means open on that side."""

    description: Text = None
    start_date: Day = None
    end_date: Day = None


class ProductRule(DiscountPeriod, DiscountTerms):
    """A rule for whoever buys this product."""

    custom_fields: Many[CustomField] = many()


class GeneralTerms(Part):
    """A percentage on everything a customer buys."""

    percentage_amount: PercentageAmount | None = None


class ProductTerms(DiscountTerms):
    """What one customer gets on one product."""

    id: Int = None
    code: Text = None
    name: Text = None


class GroupTerms(Part):
    """A percentage on the products of one group; the group is named by its code."""

    code: Text = None
    description: Text = None
    percentage_amount: PercentageAmount | None = None


class CustomerRule(DiscountPeriod):
    """A rule for one customer: on everything, per product, per group."""

    general: OneOrMany[GeneralTerms] = many()
    products: Many[ProductTerms] = many()
    product_groups: Many[GroupTerms] = many()


class ProductDiscounts(Record):
    """All rules of one product; `id` is the product's."""

    id: int
    code: Text = None
    name: Text = None
    discounts: Many[ProductRule] = many()


class CustomerDiscounts(Record):
    """All rules of one customer; `id` is the customer's."""

    id: int
    number: Text = None
    name: Text = None
    discounts: Many[CustomerRule] = many()
