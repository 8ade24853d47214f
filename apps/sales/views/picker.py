"""The product picker of the builder: hits from the mirror at once, the customer's prices when LogicTrade answers."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from apps.catalogue.models import Product
from apps.catalogue.selectors import product_search
from apps.catalogue.services import CustomerPrice, prices_get
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core import dates
from apps.core.access import requires
from apps.core.forms import SearchField
from apps.core.htmx import render_page
from apps.core.labels import Label
from apps.documents.models import DraftLine
from apps.logictrade.errors import LogicTradeError
from apps.sales.views.access import draft_or_404

HITS = 8


@dataclass(frozen=True)
class Option:
    product: Product
    stock: StockSummary
    used: bool

    @property
    def out(self) -> bool:
        return self.stock.free is not None and self.stock.free <= 0

    @property
    def phasing_out(self) -> bool:
        return self.product.end_date is not None or not self.product.sellable


@require_safe
@requires("quotes.write")
def product_picker(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Options for what was typed: no call. The list itself asks for the prices of what it shows."""
    draft = draft_or_404(draft_id)
    query = SearchField().clean(request.GET.get("code", ""))
    rows, total = product_search(query, HITS, with_gone=False) if query else ([], None)
    stocks = stock_summaries([row.pk for row in rows], with_locations=False)
    used = set(DraftLine.objects.filter(draft=draft).values_list("product_id", flat=True))
    options = [Option(row, stocks[row.pk], row.pk in used) for row in rows if row.number]
    context = {
        "draft": draft,
        "query": query,
        "options": options,
        "ids": ",".join(str(option.product.pk) for option in options),
        "more": (total.value - len(options)) if total else 0,
    }
    return render_page(request, "sales/_picker.html", context)


@require_safe
@requires("quotes.write")
def picker_prices(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What the customer pays for the products shown: one call at most; without an answer a word instead."""
    draft = draft_or_404(draft_id)
    ids = _ids(request.GET.get("ids", ""))
    prices: dict[int, CustomerPrice] = {}
    state = Label("", "ok", "tick")
    try:
        prices = prices_get(customer_id=draft.customer_id, product_ids=ids) if ids else {}
        oldest = min((price.as_of for price in prices.values()), default=None)
        state = Label(_("Price live, %(time)s") % {"time": dates.time_of(oldest)}, "ok", "tick")
    except LogicTradeError:
        state = Label(_("LogicTrade does not answer. Prices are list prices"), "warn", "triangle")
    shown = [(pk, _net(prices.get(pk))) for pk in ids]
    return render_page(request, "sales/_picker_prices.html", {"prices": shown, "state": state})


def _ids(text: str) -> list[int]:
    """Product ids of an address, junk left out, never more than one list shows."""
    parts = [part for part in text[:400].split(",") if part.isascii() and part.isdecimal() and len(part) < 18]
    return list(dict.fromkeys(int(part) for part in parts))[:HITS]


def _net(price: CustomerPrice | None) -> Decimal | None:
    return None if price is None else price.net if price.net is not None else price.sales
