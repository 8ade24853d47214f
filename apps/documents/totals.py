"""Amounts of a document: pure Decimal arithmetic, rounded half up per line and then summed (contract section 7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ZERO = Decimal("0.00")


class Priced(Protocol):
    """What a line must have. ``discount`` and ``vat_percent`` are percentages; a price of None counts as nothing."""

    @property
    def quantity(self) -> Decimal: ...
    @property
    def part_price(self) -> Decimal | None: ...
    @property
    def discount(self) -> Decimal: ...
    @property
    def vat_percent(self) -> Decimal | None: ...


@dataclass(frozen=True)
class Line:
    """The plainest priced line."""

    quantity: Decimal
    part_price: Decimal | None
    discount: Decimal = Decimal(0)
    vat_percent: Decimal | None = None


@dataclass(frozen=True)
class Vat:
    """One rate. ``percent`` is None where the rate is not known; such lines carry no VAT in the sum."""

    percent: Decimal | None
    base: Decimal
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """``basis`` is the plain sum of the lines: net when prices exclude VAT, gross when they include it."""

    basis: Decimal
    net: Decimal
    vat: Sequence[Vat]
    gross: Decimal
    prices_include_vat: bool

    @property
    def complete(self) -> bool:
        """Whether the VAT rate of every line is known."""
        return all(rate.percent is not None for rate in self.vat)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def line_total(quantity: Decimal, part_price: Decimal | None, discount: Decimal = Decimal(0)) -> Decimal:
    """Quantity x price less the discount in percent, to the cent, in the basis of the prices."""
    if part_price is None:
        return ZERO
    return cents(quantity * part_price * (HUNDRED - discount) / HUNDRED)


def split(amount: Decimal, percent: Decimal | None, *, prices_include_vat: bool) -> tuple[Decimal, Decimal]:
    """(net, VAT) of one line's amount; without a rate all of it is net."""
    if percent is None:
        return amount, ZERO
    if prices_include_vat:
        net = cents(amount * HUNDRED / (HUNDRED + percent))
        return net, amount - net
    return amount, cents(amount * percent / HUNDRED)


def combined(line: Decimal, document: Decimal) -> Decimal:
    """One percentage for a line's discount and the document's on top of it, to two decimals, halves up."""
    if not document:
        return line
    return cents(HUNDRED - (HUNDRED - line) * (HUNDRED - document) / HUNDRED)


def totals(lines: Iterable[Priced], *, prices_include_vat: bool) -> Totals:
    """Net, VAT per rate (highest first, an unknown rate last) and gross of a document."""
    amounts = [(line_total(line.quantity, line.part_price, line.discount), line.vat_percent) for line in lines]
    return totals_of_amounts(amounts, prices_include_vat=prices_include_vat)


def totals_of_amounts(amounts: Iterable[tuple[Decimal, Decimal | None]], *, prices_include_vat: bool) -> Totals:
    """The same from line amounts that are known already, such as LogicTrade's own ``linePrice``."""
    bases: dict[Decimal | None, Decimal] = {}
    taxes: dict[Decimal | None, Decimal] = {}
    basis = ZERO
    for given, percent in amounts:
        amount = cents(given)
        net, vat = split(amount, percent, prices_include_vat=prices_include_vat)
        basis += amount
        bases[percent] = bases.get(percent, ZERO) + net
        taxes[percent] = taxes.get(percent, ZERO) + vat
    order = sorted(bases, key=lambda percent: (percent is None, -(percent or 0)))
    rates = tuple(Vat(percent, bases[percent], taxes[percent]) for percent in order)
    net = sum(bases.values(), ZERO)
    return Totals(basis, net, rates, net + sum(taxes.values(), ZERO), prices_include_vat)
