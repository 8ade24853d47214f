"""Discount rules as the mirror holds them, for one product or many, and the steps that explain a price. No calls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from apps.catalogue.discounts import Comparison, Resolution, Rule, Verdict, Weighed, compare, resolve
from apps.catalogue.finding import found_or_near
from apps.catalogue.labels import VERDICTS, period, rule_name, rule_whose
from apps.catalogue.models import DiscountRule, Group, Product, ProductGroup
from apps.catalogue.rules import applies, as_rule
from apps.catalogue.selectors import product_list
from apps.catalogue.texts import code_key
from apps.core import dates, money
from apps.core.labels import Text
from apps.core.pages import OrderTerm
from apps.core.paging import RowPage
from apps.erp.models import SyncState

ONE = Decimal(1)
# More rules than this of one customer or one product are not weighed on a page.
MOST_RULES = 2000
MOST_STEPS = 30
RULE_RESOURCES = ("product_discount", "customer_discount")


def product_group_keys(product_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The keys of the groups in which each product stands itself: two queries."""
    links = list(ProductGroup.objects.filter(product_id__in=list(product_ids)).values_list("product_id", "group_id"))
    numbers = dict(Group.objects.filter(pk__in={group for _pk, group in links}).values_list("pk", "number"))
    found: dict[int, set[str]] = {}
    for product_id, group_id in links:
        if key := code_key(numbers.get(group_id)):
            found.setdefault(product_id, set()).add(key)
    return {pk: frozenset(keys) for pk, keys in found.items()}


def rules_of(product_ids: Sequence[int], customer_id: int | None) -> dict[int, list[Rule]]:
    """The rules that are about each product, for a customer or for whoever buys: three queries."""
    ids = list(product_ids)
    wanted = Q(customer_id=None, product_id__in=ids)
    if customer_id is not None:
        wanted |= Q(customer_id=customer_id) & (Q(product_id=None) | Q(product_id__in=ids))
    rows = list(DiscountRule.objects.filter(wanted).order_by("pk")[:MOST_RULES])
    keys = product_group_keys(ids)
    return {pk: [as_rule(row) for row in rows if applies(row, pk, keys)] for pk in ids}


def resolutions(
    prices: Mapping[int, Decimal | None], customer_id: int | None, *, quantity: Decimal = ONE, day: date | None = None
) -> dict[int, Resolution]:
    """What our reading makes of each product's list price."""
    rules = rules_of(list(prices), customer_id)
    day = day or dates.today()
    return {pk: resolve(price, rules[pk], quantity=quantity, day=day) for pk, price in prices.items()}


def rules_read_at() -> datetime | None:
    """How old the oldest of the two lists of rules is; None while one of them was never read."""
    states = SyncState.objects.filter(pk__in=RULE_RESOURCES).values_list("last_full_at", flat=True)
    moments = [moment for moment in states if moment]
    return min(moments) if len(moments) == len(RULE_RESOURCES) else None


# The steps as a page shows them -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One rule on the way from the list price. ``lost``: struck through, with the reason why it does not count."""

    name: str
    detail: str
    percent: Decimal | None = None
    price: Decimal | None = None
    reason: Text = ""

    @property
    def lost(self) -> bool:
        return bool(self.reason)


@dataclass(frozen=True)
class Explanation:
    """A price rebuilt from the rules.

    ``here`` is for what was asked; ``comparison`` is always of one piece today, which is all that LogicTrade's price
    call answers about (contract section 5.5). ``plain``: the two are the same question.
    """

    here: Resolution
    comparison: Comparison
    plain: bool
    steps: tuple[Step, ...]
    rules: int
    read_at: datetime | None
    alone: str = ""

    @property
    def hidden(self) -> int:
        return self.rules - len(self.steps)


def explain(
    product_id: int,
    list_price: Decimal | None,
    theirs: Decimal | None,
    customer_id: int | None,
    *,
    quantity: Decimal = ONE,
    day: date | None = None,
) -> Explanation:
    """The steps to a customer's price, beside LogicTrade's number: four queries, no call."""
    today = dates.today()
    day = day or today
    rules = rules_of([product_id], customer_id)[product_id]
    here = resolve(list_price, rules, quantity=quantity, day=day)
    plain = quantity == ONE and day == today
    comparison = compare(here if plain else resolve(list_price, rules, quantity=ONE, day=today), theirs)
    return Explanation(
        here=here,
        comparison=comparison,
        plain=plain,
        steps=tuple(_step(one) for one in here.weighed[:MOST_STEPS]),
        rules=len(rules),
        read_at=rules_read_at(),
        alone=rule_name(comparison.alone.rule) if comparison.alone else "",
    )


def _step(one: Weighed) -> Step:
    rule = one.rule
    parts = [rule.description, rule_whose(rule), period(rule.start, rule.end)]
    return Step(
        name=rule_name(rule),
        detail=", ".join(part for part in parts if part),
        percent=one.percent,
        price=one.price,
        reason=_reason(one),
    )


def _reason(one: Weighed) -> Text:
    if one.verdict is Verdict.TOO_FEW and one.needs is not None:
        return f"{VERDICTS[one.verdict]} ({money.quantity(one.needs)})"
    return VERDICTS[one.verdict]


# Lists of rules ----------------------------------------------------------------------------------------------------


def rule_list(
    *,
    query: str = "",
    whose: str = "",
    customer: int | None = None,
    product: int | None = None,
    group: int | None = None,
    kind: str = "",
    day: date | None = None,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
) -> RowPage[DiscountRule]:
    """Rules of one customer or for everybody, about a product or a group, of a kind, valid on a day."""
    where = _whose(whose, customer, product) & _about(product, customer) & _in_group(group) & _about_text(query)
    where &= Q(kind=kind) if kind else Q()
    if day is not None:
        where &= (Q(start_date=None) | Q(start_date__lte=day)) & (Q(end_date=None) | Q(end_date__gte=day))
    rows = DiscountRule.objects.filter(where).order_by(*(order or ("customer_name", "product_name")), "pk")
    return RowPage.of(rows, limit=limit, offset=offset, as_of=rules_read_at())


def _whose(whose: str, customer: int | None, product: int | None) -> Q:
    if customer is not None:
        # Beside a product, what holds for everybody belongs to the answer.
        return Q(customer_id=customer) | (Q(customer_id=None) if product is not None else Q(pk__in=[]))
    return {"customers": Q(customer_id__isnull=False), "everybody": Q(customer_id=None)}.get(whose, Q())


def _about(product: int | None, customer: int | None) -> Q:
    if product is None:
        return Q()
    where = Q(product_id=product)
    if keys := product_group_keys([product]).get(product):
        where |= Q(product_id=None, group_key__in=keys)
    if customer is not None:
        where |= Q(product_id=None, group_code="", group_name="")
    return where


def _in_group(group: int | None) -> Q:
    """Rules on a group, and on the products that stand in it."""
    if group is None:
        return Q()
    code = Group.objects.filter(pk=group).values_list("number", flat=True).first()
    members = ProductGroup.objects.filter(group_id=group).values("product_id")
    where = Q(product_id__in=members)
    return where | Q(group_key=code_key(code)) if code else where


def _about_text(query: str) -> Q:
    if not query:
        return Q()
    words = Q(description__icontains=query) | Q(customer_name__icontains=query) | Q(group_name__icontains=query)
    return words | Q(product_id__in=found_or_near(query).ids)


@dataclass(frozen=True)
class ResolvedRow:
    """A product beside what the rules make of its price."""

    product: Product
    resolution: Resolution


def resolved_list(
    *,
    customer: int | None,
    query: str = "",
    group: int | None = None,
    quantity: Decimal = ONE,
    day: date | None = None,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
) -> RowPage[ResolvedRow]:
    """Products with their price by the rules, for a customer or for whoever buys. No call."""
    page = product_list(query=query, group=group, order=order, limit=limit, offset=offset, bare=True)
    products = [row.product for row in page.rows]
    prices = {product.pk: product.sales_price for product in products}
    found = resolutions(prices, customer, quantity=quantity, day=day)
    rows = [ResolvedRow(product, found[product.pk]) for product in products]
    return RowPage(rows, page.number, page.size, page.total, rules_read_at())
