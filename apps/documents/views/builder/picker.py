"""The product picker of the builder: hits from the mirror at once, the customer's prices when LogicTrade answers."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from apps.catalogue.services import CustomerPrice, prices_get
from apps.core import dates
from apps.core.forms import SearchField
from apps.core.htmx import render_page
from apps.core.labels import Label
from apps.documents.builder.picking import HITS, picker_context
from apps.documents.models import Draft
from apps.logictrade.errors import LogicTradeError


@require_safe
def product_picker(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Options for what was typed: no call. The page is told, and asks for the prices of what it shows."""
    query = SearchField().clean(request.GET.get("code", ""))
    answer = render_page(request, "documents/builder/_picker.html", {"draft": draft} | picker_context(draft, query))
    return trigger_client_event(answer, "pickershown")


@require_safe
def picker_prices(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What the customer pays for the products shown: one call at most; without an answer a word instead."""
    ids = _ids(request.GET.get("ids", ""))
    prices, state = _prices(draft, ids)
    shown = [(pk, _net(prices.get(pk))) for pk in ids]
    return render_page(request, "documents/builder/_picker_prices.html", {"prices": shown, "state": state})


def _prices(draft: Draft, ids: list[int]) -> tuple[dict[int, CustomerPrice], Label]:
    """Nobody's prices are those of a customer whom LogicTrade does not have yet."""
    if draft.customer_id is None:
        return {}, Label(_("List prices until LogicTrade has the customer"), "warn", "triangle")
    try:
        prices = prices_get(customer_id=draft.customer_id, product_ids=ids) if ids else {}
    except LogicTradeError:
        return {}, Label(_("LogicTrade does not answer. Prices are list prices"), "warn", "triangle")
    oldest = min((price.as_of for price in prices.values()), default=None)
    return prices, Label(_("Price live, %(time)s") % {"time": dates.time_of(oldest)}, "ok", "tick")


def _ids(text: str) -> list[int]:
    """Product ids of an address, junk left out, never more than one list shows."""
    parts = [part for part in text[:400].split(",") if part.isascii() and part.isdecimal() and len(part) < 18]
    return list(dict.fromkeys(int(part) for part in parts))[:HITS]


def _net(price: CustomerPrice | None) -> Decimal | None:
    return None if price is None else price.net if price.net is not None else price.sales
