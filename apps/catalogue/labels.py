"""Words and marks for what a product is, and for what a discount rule gives."""

from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.catalogue.discounts import Kind, Rule, Scope, Verdict
from apps.catalogue.models import Product
from apps.core import dates, money

MOST_TIERS = 6
GONE = _("removed in LogicTrade")
NOT_SELLABLE = _("not sellable")
PHASING_OUT = _("phasing out")
DISCONTINUED = _("discontinued")
NOT_YET = _("not yet on sale")
NOT_SALEABLE_PLACE = _("not saleable")


def product_tags(product: Product, today: date | None = None) -> list[str | Promise]:
    """Short facts that decide whether a product can be promised; the gravest first."""
    today = today or dates.today()
    if product.gone_at:
        return [GONE]
    tags: list[str | Promise] = []
    if product.end_date:
        tags.append(DISCONTINUED if product.end_date < today else PHASING_OUT)
    if product.start_date and product.start_date > today:
        tags.append(NOT_YET)
    if not product.sellable:
        tags.append(NOT_SELLABLE)
    return tags


# Discount rules ---------------------------------------------------------------------------------------------------

KINDS: dict[str, str | Promise] = {
    "percentage": _("percentage"),
    "from_quantity": _("percentage from a quantity"),
    "fixed_price": _("fixed price"),
    "tiers": _("tiers"),
    "free_goods": _("buy and get"),
}
VERDICTS: dict[Verdict, str | Promise] = {
    Verdict.WINS: "",
    Verdict.LOSES: _("another rule gives a lower price"),
    Verdict.RAISES: _("does not lower the price"),
    Verdict.NOT_YET: _("not valid yet"),
    Verdict.OVER: _("no longer valid"),
    Verdict.TOO_FEW: _("too few pieces"),
    Verdict.SAYS_NOTHING: _("says no amount"),
}


def rule_name(rule: Rule) -> str:
    """What a rule gives, in words: "10 % on group Sofas", "Buy 3, get 1"."""
    terms = _terms(rule)
    if rule.scope is Scope.GROUP:
        return gettext("%(terms)s on group %(group)s") % {"terms": terms, "group": rule.target}
    return gettext("%(terms)s on everything") % {"terms": terms} if rule.scope is Scope.EVERYTHING else terms


def _terms(rule: Rule) -> str:
    if rule.kind is Kind.FREE_GOODS:
        return gettext("Buy %(buy)s, get %(get)s") % {"buy": money.quantity(rule.buy), "get": money.quantity(rule.get)}
    if rule.kind is Kind.TIERS:
        tiers = [_from(f"{money.quantity(percent)} %", tier) for tier, percent in sorted(rule.tiers)[:MOST_TIERS]]
        return ", ".join(tiers) or gettext("Tiers")
    if rule.kind is Kind.FIXED_PRICE:
        return _from(gettext("Fixed price %(price)s") % {"price": money.price(rule.value)}, rule.min_quantity)
    return _from(f"{money.quantity(rule.value)} %", rule.min_quantity)


def _from(terms: str, pieces: Decimal | None) -> str:
    if pieces is None or pieces <= 1:
        return terms
    return gettext("%(terms)s from %(n)s") % {"terms": terms, "n": money.quantity(pieces)}


def rule_whose(rule: Rule) -> str:
    return gettext("of this customer") if rule.for_customer else gettext("for everybody")


def period(start: date | None, end: date | None) -> str:
    """From when until when; empty for a rule without an end on either side."""
    if start and end:
        return gettext("%(start)s to %(end)s") % {"start": dates.day(start), "end": dates.day(end)}
    if start:
        return gettext("from %(day)s") % {"day": dates.day(start)}
    return gettext("until %(day)s") % {"day": dates.day(end)} if end else ""
