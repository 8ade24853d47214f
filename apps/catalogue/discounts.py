"""What the discount rules of LogicTrade make of a price: our reading of them, without database or network.

The contract says which rules there are (section 5.3), not how LogicTrade combines them. We read: of all rules that
hold, the one with the lowest price wins, and no two are added up. LogicTrade's own number decides; `compare` says
whether this reading gives the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ONE = Decimal(1)


class Kind(StrEnum):
    """How a rule works. The sixth kind of LogicTrade, on a group, is a percentage with a narrower scope."""

    PERCENTAGE = "percentage"
    FROM_QUANTITY = "from_quantity"
    FIXED_PRICE = "fixed_price"
    TIERS = "tiers"
    FREE_GOODS = "free_goods"


class Scope(StrEnum):
    """What a rule is about; the narrowest first."""

    PRODUCT = "product"
    GROUP = "group"
    EVERYTHING = "everything"


class Verdict(StrEnum):
    """Why a rule counts, or why not."""

    WINS = "wins"
    LOSES = "loses"
    RAISES = "raises"
    NOT_YET = "not_yet"
    OVER = "over"
    TOO_FEW = "too_few"
    SAYS_NOTHING = "says_nothing"


@dataclass(frozen=True)
class Rule:
    """One rule of one kind. ``value``: percent or price. ``tiers``: (from pieces, percent), in any order."""

    kind: Kind
    scope: Scope = Scope.PRODUCT
    for_customer: bool = False
    description: str = ""
    target: str = ""
    start: date | None = None
    end: date | None = None
    value: Decimal | None = None
    min_quantity: Decimal | None = None
    buy: Decimal | None = None
    get: Decimal | None = None
    tiers: tuple[tuple[Decimal, Decimal], ...] = ()


@dataclass(frozen=True)
class Weighed:
    """A rule beside what it would make of the price. ``needs``: pieces from which it would hold."""

    rule: Rule
    verdict: Verdict
    price: Decimal | None = None
    percent: Decimal | None = None
    free: Decimal = Decimal(0)
    needs: Decimal | None = None

    @property
    def wins(self) -> bool:
        return self.verdict is Verdict.WINS

    @property
    def holds(self) -> bool:
        """Whether day and quantity let the rule count at all."""
        return self.verdict in {Verdict.WINS, Verdict.LOSES, Verdict.RAISES}


@dataclass(frozen=True)
class Resolution:
    """The price per piece that our reading gives, and every rule with its verdict: the winner first."""

    list_price: Decimal | None
    price: Decimal | None
    quantity: Decimal
    day: date
    weighed: tuple[Weighed, ...] = ()

    @property
    def winner(self) -> Weighed | None:
        return next((one for one in self.weighed if one.wins), None)

    @property
    def total(self) -> Decimal | None:
        """For all pieces; worked out from the unrounded price of the winner, so that free goods come out whole."""
        if self.list_price is None:
            return None
        winner = self.winner
        if winner is not None and winner.rule.kind is Kind.FREE_GOODS:
            return cents(self.list_price * (self.quantity - winner.free))
        return None if self.price is None else cents(self.price * self.quantity)

    @property
    def percent(self) -> Decimal | None:
        return percent_below(self.list_price, self.price)


def resolve(list_price: Decimal | None, rules: Iterable[Rule], *, quantity: Decimal, day: date) -> Resolution:
    """The price per piece for so many pieces on a day. Raises ValueError for a quantity that is not more than 0."""
    if quantity <= 0:
        raise ValueError("a quantity is more than 0")
    found = [_weigh(rule, list_price, quantity, day) for rule in rules]
    lowest = min((one for one in found if one.verdict is Verdict.LOSES), key=_rank, default=None)
    crowned = [
        Weighed(one.rule, Verdict.WINS, one.price, one.percent, one.free, one.needs) if one is lowest else one
        for one in found
    ]
    price = lowest.price if lowest is not None else (None if list_price is None else cents(list_price))
    return Resolution(list_price, price, quantity, day, tuple(sorted(crowned, key=_order)))


def _weigh(rule: Rule, list_price: Decimal | None, quantity: Decimal, day: date) -> Weighed:
    if rule.start is not None and day < rule.start:
        return Weighed(rule, Verdict.NOT_YET)
    if rule.end is not None and day > rule.end:
        return Weighed(rule, Verdict.OVER)
    needs = _from_pieces(rule)
    if needs is None or list_price is None:
        return Weighed(rule, Verdict.SAYS_NOTHING)
    if quantity < needs:
        return Weighed(rule, Verdict.TOO_FEW, needs=needs)
    price, free = _price(rule, list_price, quantity)
    verdict = Verdict.LOSES if price < cents(list_price) else Verdict.RAISES
    return Weighed(rule, verdict, price, percent_below(list_price, price), free, needs)


def _from_pieces(rule: Rule) -> Decimal | None:
    """From how many pieces the rule holds; None for a rule without a number in it."""
    if rule.kind is Kind.TIERS:
        return min((tier for tier, _percent in rule.tiers), default=None)
    if rule.kind is Kind.FREE_GOODS:
        if rule.buy is None or rule.get is None or rule.buy <= 0 or rule.get <= 0:
            return None
        return rule.buy + rule.get
    return None if rule.value is None else (rule.min_quantity or Decimal(0))


def _price(rule: Rule, list_price: Decimal, quantity: Decimal) -> tuple[Decimal, Decimal]:
    """The price per piece in cents, and how many pieces are free."""
    if rule.kind is Kind.FREE_GOODS and rule.buy and rule.get:
        free = quantity // (rule.buy + rule.get) * rule.get
        return cents(list_price * (quantity - free) / quantity), free
    if rule.kind is Kind.FIXED_PRICE:
        return cents(max(rule.value or Decimal(0), Decimal(0))), Decimal(0)
    percent = _tier(rule.tiers, quantity) if rule.kind is Kind.TIERS else rule.value or Decimal(0)
    return cents(max(list_price * (HUNDRED - percent) / HUNDRED, Decimal(0))), Decimal(0)


def _tier(tiers: Sequence[tuple[Decimal, Decimal]], quantity: Decimal) -> Decimal:
    """The percent of the highest tier that was reached."""
    reached = [(tier, percent) for tier, percent in tiers if tier <= quantity]
    return max(reached)[1] if reached else Decimal(0)


def _rank(one: Weighed) -> tuple[Decimal, bool, int]:
    """The lowest price first; of equals the customer's own rule, then the narrower one."""
    return one.price or Decimal(0), not one.rule.for_customer, list(Scope).index(one.rule.scope)


_VERDICTS = [*Verdict]


def _order(one: Weighed) -> tuple[int, Decimal, bool, int, str]:
    price, general, scope = _rank(one)
    return _VERDICTS.index(one.verdict), price, general, scope, one.rule.description


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def percent_below(list_price: Decimal | None, price: Decimal | None) -> Decimal | None:
    """How much a price is below the list price, in percent with one decimal; None where that says nothing."""
    if not list_price or price is None:
        return None
    return ((list_price - price) / list_price * HUNDRED).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Comparison:
    """LogicTrade's number beside ours. ``difference`` is theirs minus ours; None when one of the two is missing.

    ``alone``: a rule that wins nothing in our reading but gives exactly LogicTrade's number.
    """

    theirs: Decimal | None
    ours: Decimal | None
    difference: Decimal | None
    alone: Weighed | None = None

    @property
    def known(self) -> bool:
        return self.difference is not None

    @property
    def agrees(self) -> bool:
        return self.difference == 0


def compare(resolution: Resolution, theirs: Decimal | None) -> Comparison:
    """Whether our steps add up to LogicTrade's number, to the cent."""
    ours = resolution.price
    if theirs is None or ours is None:
        return Comparison(theirs, ours, None)
    wanted = cents(theirs)
    alone = next((one for one in resolution.weighed if one.holds and not one.wins and one.price == wanted), None)
    difference = wanted - ours
    return Comparison(theirs, ours, difference, alone if difference else None)
