"""The contract's open questions (section 9) that reading alone can answer, each judged from the survey's answers."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from apps.erp.mirror import registry
from apps.erp.report.moments import inclusive, zone
from apps.erp.report.reads import Asked, Survey
from apps.erp.report.verdicts import Verdict, differs, holds, unknown
from apps.logictrade.schemas.fields import to_decimal

CENT = Decimal("0.02")
DOCUMENTS = ("quote.list", "quote.retrieve", "order.list", "order.retrieve")


@dataclass(frozen=True)
class Guess:
    """One question: its number in the contract, what the code takes for granted, and how to judge it."""

    number: str
    taken: str
    judge: Callable[[Survey], Verdict]


def _lines(survey: Survey) -> Iterator[Mapping[str, Any]]:
    for name in DOCUMENTS:
        for row in survey.rows(name):
            yield from (line for line in row.get("lines") or () if isinstance(line, Mapping))


def _number(value: Any) -> Decimal | None:
    try:
        return to_decimal(value)
    except ValueError:
        return None


def _discount(survey: Survey) -> Verdict:
    """Which reading of `discount` gives the line price that LogicTrade shows."""
    votes = {"a fraction": 0, "a percentage": 0, "an amount": 0}
    for line in _lines(survey):
        values = [_number(line.get(name)) for name in ("quantity", "partPrice", "discount", "linePrice")]
        if None in values:
            continue
        quantity, price, discount, total = (value or Decimal(0) for value in values)
        if not discount or not quantity * price:
            continue
        readings = {
            "a fraction": quantity * price * (1 - discount),
            "a percentage": quantity * price * (1 - discount / 100),
            "an amount": quantity * price - discount,
        }
        fitting = [name for name, value in readings.items() if abs(value - total) <= CENT]
        if len(fitting) == 1:
            votes[fitting[0]] += 1
    best = max(votes, key=lambda name: votes[name])
    if not votes[best]:
        return unknown("no line with a discount was seen")
    told = f"{votes[best]} lines show {best}"
    return holds(told) if best == "a fraction" else differs(told)


def _line_vat(survey: Survey) -> Verdict:
    kinds = {"object" if isinstance(line["vat"], Mapping) else "number" for line in _lines(survey) if line.get("vat")}
    if not kinds:
        return unknown("no line with VAT was seen")
    return holds(f"vat of a line is {' and '.join(sorted(kinds))}; both are read")


def _order_of_lists(survey: Survey) -> Verdict:
    orders = set()
    for name, asked in survey.asked.items():
        ids = [row.get("id") for row in survey.rows(name)]
        if asked.read.endpoint.delta and len(ids) > 1 and all(type(pk) is int for pk in ids):
            falling = ids == sorted(ids, reverse=True)  # type: ignore[type-var]
            orders.add("newest first" if falling else "oldest first" if ids == sorted(ids) else "neither")  # type: ignore[type-var]
    if not orders:
        return unknown("no list with two records was seen")
    told = f"lists come {' and '.join(sorted(orders))}"
    return holds(told) if orders == {"newest first"} else differs(f"{told}; the reading of lists takes any order")


def _page_size(survey: Survey) -> Verdict:
    """Ten a page is the smallest that the contract allows; LogicTrade must answer it with at most ten."""
    from apps.erp.gateway import erp

    name = next((n for n, asked in survey.asked.items() if asked.answer and asked.read.endpoint.paged), "")
    if not name:
        return unknown("no list could be read")
    page = erp().page(name, 1, 10)
    if len(page.records) > 10:
        return differs(f"{name} answered {len(page.records)} records to a page of 10")
    return holds(f"{name} takes a page of 10 (fewer are not asked for: the contract says 400)")


def _rate_headers(survey: Survey) -> Verdict:
    names = sorted(
        {
            header
            for asked in survey.asked.values()
            if asked.answer is not None
            for header in asked.answer.headers
            if re.search(r"rate-?limit|retry-after", header, re.IGNORECASE)
        }
    )
    if not names:
        return differs("no rate header is sent; the own limiter alone keeps the rate")
    known = re.compile(r"(x-)?rate-?limit-(limit|remaining|reset)|retry-after", re.IGNORECASE)
    strange = [name for name in names if not known.fullmatch(name)]
    if strange:
        return differs(f"{', '.join(strange)} is not read")
    return holds(", ".join(names))


def _scope(survey: Survey) -> Verdict:
    rows = survey.rows("introspect")
    if not rows:
        return unknown("introspection did not answer")
    spelling = next((name for name in ("clientId", "client_id") if name in rows[0]), "no client id")
    words = str(rows[0].get("scope") or "").split()
    expected = {resource.scope for resource in registry.all_resources()}
    lacking = sorted(expected - set(words))
    told = f"{spelling}; scope: {' '.join(words) or 'empty'}"
    return differs(f"{told}; without {', '.join(lacking)}") if lacking else holds(told)


def _administration(survey: Survey) -> Verdict:
    if survey.answer("introspect") is None:
        return unknown("introspection did not answer")
    return holds(f"the key works {'with' if settings.LOGICTRADE_ADMINISTRATION else 'without'} administration-guid")


def _references(survey: Survey) -> Verdict:
    """Where the references of a product are, and whether they are the links to products that were designed for."""
    asked = survey.asked.get("product.references")
    if asked is None or asked.shape is None:
        return _not_there(asked)
    rows = survey.rows("product.references")
    if not rows:
        return unknown(
            f"{asked.read.endpoint.path} answers; the products asked for have none, so the shape was not seen"
        )
    told = f"{_kind_of(asked)}; fields: {', '.join(sorted({name for row in rows for name in row}))}"
    links = any(row.get("productId") for row in rows)
    return holds(told) if links and not asked.shape.new else differs(f"{told}; shown as a plain table")


def _one_discount(survey: Survey) -> Verdict:
    told = []
    for name in ("discount.product", "discount.customer"):
        asked = survey.asked.get(name)
        if asked is None or asked.shape is None:
            return _not_there(asked)
        told.append(f"{name} answers {_kind_of(asked)}")
    words = ", ".join(told)
    return holds(words) if words.count("an object") == len(told) else differs(f"{words}; both are read")


def _one_supplier(survey: Survey) -> Verdict:
    asked = survey.asked.get("supplier.retrieve")
    if asked is None or asked.shape is None:
        return _not_there(asked)
    return holds("a supplier is read by its id; how one is written cannot be told by reading")


def _not_there(asked: Asked | None) -> Verdict:
    """What to say of an operation that gave no answer."""
    if asked is None or asked.verdict in {"skipped", "not granted"}:
        return unknown(asked.fault if asked else "it was not asked")
    return differs(f"{asked.read.endpoint.method} {asked.read.endpoint.path}: {asked.fault}")


def _kind_of(asked: Asked) -> str:
    shape = asked.answer.shape if asked.answer else ""
    return {"object": "an object", "page": "an envelope", "array": "a bare list"}.get(shape, shape)


def _keyless(survey: Survey) -> Verdict:
    """Whether products hold parts that an update cannot write by their key, and so sends back as received."""
    rows = survey.rows("product.list")
    images = sum(not image.get("url") for row in rows for image in _objects(row.get("images")))
    attributes = [one for row in rows for one in _objects(row.get("attributes"))]
    codes = attributes + [value for one in attributes for value in _objects(one.get("values"))]
    lacking = sum(not one.get("code") for one in codes)
    if not rows:
        return unknown("no product was seen")
    if images or lacking:
        return differs(f"{images} images without an address, {lacking} properties or values without a code")
    return holds(f"so it is in {len(rows)} products")


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _statuses(survey: Survey) -> Verdict:
    texts = {
        name.partition(".")[0]: sorted({str(row["status"]) for row in survey.rows(name) if row.get("status")})
        for name in ("quote.list", "order.list", "delivery.list")
    }
    told = "; ".join(f"{kind}: {', '.join(found)}" for kind, found in texts.items() if found)
    return unknown(f"texts seen: {told}" if told else "no status was seen")


def _code_texts(survey: Survey) -> Verdict:
    seen = set()
    for name in DOCUMENTS:
        for row in survey.rows(name):
            delivery = row.get("delivery")
            if isinstance(delivery, Mapping) and delivery.get("type"):
                seen.add(str(delivery["type"]))
    return unknown(f"delivery types seen: {', '.join(sorted(seen)) or 'none'}; fill the tables at /settings/codes/")


def _delivery_id(survey: Survey) -> Verdict:
    """Whether the id of a deliverable order is that of the sales order with its number."""
    from apps.erp.gateway import erp

    row = next((row for row in survey.rows("delivery.list") if row.get("number")), None)
    if row is None or survey.answer("order.list") is None:
        return unknown("no deliverable order was seen")
    page = erp().page("order.list", 1, 100, query={"number": row["number"]})
    ids = [order.get("id") for order in page.records if order.get("number") == row["number"]]
    if len(ids) != 1:
        return unknown(f"order {row['number']} was found {len(ids)} times")
    if ids[0] == row.get("id"):
        return holds("deliverable orders carry the id of their order")
    return differs(f"order {row['number']} is {ids[0]}, its delivery {row.get('id')}")


def _filters(survey: Survey) -> Verdict:
    """Ask with the first half of a number: nothing means exact, only matches mean contains."""
    from apps.erp.gateway import erp

    name = next((n for n in ("order.list", "quote.list") if survey.rows(n)), "")
    number = str(survey.rows(name)[0].get("number") or "") if name else ""
    if len(number) < 4:
        return unknown("no number long enough to cut in two")
    half = number[: len(number) // 2]
    found = [str(row.get("number") or "") for row in erp().page(name, 1, 100, query={"number": half}).records]
    if not found:
        return holds("filters compare the whole text")
    if all(half.lower() in one.lower() for one in found):
        return differs(f"number={half} finds {len(found)} that contain it; our side compares exactly")
    return differs(f"number={half} is ignored; our side compares exactly")


def _sellable(survey: Survey) -> Verdict:
    values = {repr(row["sellable"]) for row in survey.rows("product.list") if row.get("sellable") is not None}
    if not values:
        return unknown("no product says whether it may be sold")
    odd = [value for value in values if value.strip("'").lower() not in {"yes", "no", "ja", "nee", "true", "false"}]
    told = f"sellable is {', '.join(sorted(values))}"
    return differs(f"{told}; {', '.join(odd)} cannot be read") if odd else holds(told)


def _stock(survey: Survey) -> Verdict:
    below = [
        location
        for row in survey.rows("stock.list")
        for location in row.get("locations") or ()
        if isinstance(location, Mapping) and (_number(location.get("stock")) or 0) < 0
    ]
    if below:
        return holds(f"{len(below)} locations stand below zero: negative stock is shown")
    return unknown("no location stands below zero; physical or free cannot be told by reading")


def _list_comments(survey: Survey) -> Verdict:
    told = []
    for kind in ("quote", "order", "invoice"):
        rows = survey.rows(f"{kind}.list")
        if rows:
            carried = any("comment" in row for row in rows)
            told.append(f"{kind} list {'with' if carried else 'without'} comments")
    if not told:
        return unknown("no document was seen")
    words = ", ".join(told)
    return differs(f"{words}: look-ups read by id") if "without" in words else holds(words)


GUESSES: tuple[Guess, ...] = (
    Guess("1", "document prices include VAT", lambda _s: unknown("compare an order with its printed document")),
    Guess("2", "discount of a line is a fraction", _discount),
    Guess("3", "vat of a line is a number or an object", _line_vat),
    Guess("4", "times without zone are Amsterdam's", zone),
    Guess("5", "modifiedAfter fits the times shown and is inclusive", inclusive),
    Guess("6", "lists come newest first", _order_of_lists),
    Guess("6b", "ten is the smallest page", _page_size),
    Guess("7", "rate headers have a known name", _rate_headers),
    Guess("8", "scope names our lists", _scope),
    Guess("9", "the key chooses the administration", _administration),
    Guess("10", "references of a product hang under it and name products", _references),
    Guess("11", "discounts of one product or customer are one entry", _one_discount),
    Guess("12", "a supplier is read by its id", _one_supplier),
    Guess("13", "images have an address and properties a code, so an update can write them", _keyless),
    Guess("16", "every status text is known", _statuses),
    Guess("17", "codes stand in our tables", _code_texts),
    Guess("18", "a delivery's id is its order's", _delivery_id),
    Guess("21", "number and reference filters are exact", _filters),
    Guess("23", "sellable reads yes or no", _sellable),
    Guess("24", "stock may be negative", _stock),
    Guess("8.1", "lists of documents carry comments", _list_comments),
)
