"""Discounts of every kind for products and customers: running, over, to come, overlapping (contract section 5.3)."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from apps.sandbox.money import money

from .assortment import FAMILIES

Record = dict[str, Any]

# The oldest articles, which tests and first steps take, have no action price of their own.
FIRST = 20
_SHARE = 0.16


def _dates(today: date, first: int | None, last: int | None) -> Record:
    """Days from today; None leaves an end open. LogicTrade shows dates as midnight, and now and then plain."""
    return {
        "startDate": None if first is None else f"{today + timedelta(days=first)}T00:00:00",
        "endDate": None if last is None else f"{today + timedelta(days=last)}T00:00:00",
    }


def _percentage(percentage: Decimal | int, least: int = 1) -> Record:
    return {"percentageAmount": {"percentage": percentage, "minQuantity": least}}


def _fixed(price: Decimal, least: int = 1) -> Record:
    return {"fixedPrice": {"price": price, "minQuantity": least}}


def _tiers(*steps: tuple[int, Decimal | int]) -> Record:
    return {"tieredPercentageAmount": [{"tier": tier, "precentage": percentage} for tier, percentage in steps]}


def _rule(text: str | None, dates: Record, *kinds: Record) -> Record:
    rule: Record = {"description": text, **dates}
    for kind in kinds:
        rule |= kind
    return rule


def product_discounts(rng: Random, products: list[Record], today: date) -> list[Record]:
    """Rules per product; the first articles after `FIRST` show one of each kind, so that small companies have all."""
    found = []
    for position, product in enumerate(products):
        chosen, draw = rng.choice(_USUAL), rng.random()
        price = product.get("salesPrice")
        if position < FIRST or price is None:
            continue
        show = position - FIRST
        if show < len(_SHOWN):
            rules = _SHOWN[show](price, today)
        elif draw < _SHARE:
            rules = chosen(price, today)
        else:
            continue
        found.append(_entry(product) | {"discounts": rules})
    return found


def _entry(product: Record) -> Record:
    return {name: product.get(name) for name in ("id", "code", "name")}


def _action(price: Decimal, today: date) -> list[Record]:
    return [_rule("Najaarsactie", _dates(today, -30, 40), _percentage(10))]


def _from_four(price: Decimal, today: date) -> list[Record]:
    return [_rule("Vier of meer", _dates(today, -200, None), _percentage(Decimal("7.5"), 4))]


def _show_price(price: Decimal, today: date) -> list[Record]:
    return [_rule("Uit de folder", _dates(today, -7, 21), _fixed(money(price * Decimal("0.8"))))]


def _fixed_from_six(price: Decimal, today: date) -> list[Record]:
    return [_rule("Projectprijs", _dates(today, None, None), _fixed(money(price * Decimal("0.85")), 6))]


def _free(price: Decimal, today: date) -> list[Record]:
    return [_rule("3 + 1 gratis", _dates(today, -10, 50), {"buyXGetY": {"buyQuantity": 3, "getQuantity": 1}})]


def _steps(price: Decimal, today: date) -> list[Record]:
    return [_rule("Staffel", _dates(today, -400, None), _tiers((2, 3), (5, Decimal("7.5")), (10, 12)))]


def _overlapping(price: Decimal, today: date) -> list[Record]:
    return [
        _rule("Seizoenskorting", _dates(today, -60, 60), _percentage(5)),
        _rule("Weekendactie", _dates(today, -5, 10), _percentage(15)),
        _rule("Uitverkoop", _dates(today, 5, 90), _percentage(25)),
    ]


def _over(price: Decimal, today: date) -> list[Record]:
    return [_rule("Voorjaar", _dates(today, -250, -180), _percentage(20))]


def _to_come(price: Decimal, today: date) -> list[Record]:
    return [_rule("Winteropruiming", _dates(today, 33, 65), _percentage(30))]


def _two_kinds(price: Decimal, today: date) -> list[Record]:
    """Against the reading of the contract, one rule holds two kinds."""
    return [
        _rule(
            "Dubbel ingevuld", _dates(today, -20, 60), _percentage(5), _fixed(money(price * Decimal("0.9"))),
        )
        | {"customFields": [{"name": "Actiecode", "values": ["HERFST", "<b>26</b>"]}]}
    ]  # fmt: skip


def _odd(price: Decimal, today: date) -> list[Record]:
    return [
        _rule(None, _dates(today, None, None), {"percentageAmount": None, "fixedPrice": None, "buyXGetY": None}),
        _rule("<script>alert('korting')</script>", _dates(today, 30, -30), _percentage(99)),
        _rule("=1+1", {"startDate": "ooit", "endDate": ""}, _percentage(50)),
        _rule("Spaaractie", _dates(today, -10, 10), {"cashback": {"amount": 25}}),
        _rule("Lege staffel", _dates(today, -10, 10), {"tieredPercentageAmount": []}),
        _rule("Staffel met gaten", _dates(today, -10, 10), {"tieredPercentageAmount": [{"tier": None}, {"tier": 9}]}),
    ]


_SHOWN = (
    _action, _from_four, _show_price, _fixed_from_six, _free, _steps, _overlapping, _over, _to_come, _two_kinds, _odd,
)  # fmt: skip
_USUAL = (_action, _action, _from_four, _show_price, _fixed_from_six, _free, _steps, _overlapping, _over, _to_come)


def with_more_rules(rng: Random, customer: Record, products: list[Record], rules: Record | None, today: date) -> Record:
    """The customer's usual rules, with for some of them prices per product, rules that are over and rules to come."""
    found = list((rules or {}).get("discounts") or [])
    draw, kind = rng.random(), rng.randrange(4)
    chosen = rng.sample(products[FIRST:], k=min(4, max(0, len(products) - FIRST)))
    family = rng.choice(FAMILIES)
    if draw < 0.3 and chosen:
        found.append(_per_product(kind, chosen, today))
    if 0.25 < draw < 0.4:
        found.append(_general("Jubileum", _dates(today, -90, -60), Decimal("12.5")))
        found.append(_general("Nieuwjaarsactie", _dates(today, 38, 50), 10))
    if 0.35 < draw < 0.45:
        # Overlaps with the fixed discount: of two rules the better one counts.
        group = {"code": family.code, "description": family.group, **_percentage(rng.choice((6, 8, 20)))}
        found.append(
            {"description": f"{family.group} dit kwartaal", **_dates(today, -45, 45), "general": [], "products": [],
             "productGroups": [group]}
        )  # fmt: skip
    return {
        "id": customer["id"],
        "number": customer.get("number"),
        "name": customer.get("companyName") or customer.get("lastName"),
        "discounts": found,
    }


def _general(text: str, dates: Record, percentage: Decimal | int) -> Record:
    return {"description": text, **dates, "general": [_percentage(percentage)], "products": [], "productGroups": []}


def _per_product(kind: int, products: list[Record], today: date) -> Record:
    entries = []
    for position, product in enumerate(products):
        price = product.get("salesPrice")
        if price is None:
            continue
        rule = (
            _fixed(money(price * Decimal("0.72"))),
            _percentage(18, 2),
            {"buyXGetY": {"buyQuantity": 5, "getQuantity": 1}},
            _tiers((1, 4), (3, 9), (12, 15)),
        )[(kind + position) % 4]
        entries.append(_entry(product) | rule)
    return {
        "description": "Prijsafspraak",
        **_dates(today, -120, 240),
        "general": [],
        "products": entries,
        "productGroups": [],
    }


def odd_customer_rules(customer: Record, today: date) -> Record:
    """What no form of LogicTrade would let through, and an import did."""
    return {
        "id": customer["id"],
        "number": customer.get("number"),
        "name": None,
        "discounts": [
            {"description": None, "startDate": None, "endDate": None, "general": None, "products": None,
             "productGroups": None},
            {"description": "<img src=x onerror=alert(1)>", **_dates(today, 60, -60),
             "general": [_percentage(100)]},
            {"description": "Artikel weg", **_dates(today, -9, 9),
             "products": [{"id": 999_999_999, "code": None, "name": None, **_percentage(10)}]},
            {"description": "Leeg", **_dates(today, -9, 9), "general": [None, {"percentageAmount": None}],
             "productGroups": [{"code": "BESTAAT-NIET", "description": None, **_percentage(44)}]},
        ],
    }  # fmt: skip


def prices_by_hand(products: list[Record], customers: list[Record]) -> list[Record]:
    """Prices that no rule explains: a handful of articles, and some only for one customer."""
    found: list[Record] = []
    for position, product in enumerate(products):
        price = product.get("salesPrice")
        if price is None or position < FIRST:
            continue
        if position % 331 == FIRST + 12:
            found.append({"id": product["id"], "answer": {"discountSalesPrice": money(price * Decimal("0.87"))}})
        elif position % 331 == FIRST + 13:
            surcharge = money(price * Decimal("1.05"))
            pairs = [{"id": customer["id"], "discountSalesPrice": surcharge} for customer in customers[2:24:3]]
            found.append({"id": product["id"], "customers": pairs})
        elif position % 331 == FIRST + 14:
            found.append({"id": product["id"], "answer": {"discountSalesPrice": None, "recommendedRetailPrice": None}})
    return found
