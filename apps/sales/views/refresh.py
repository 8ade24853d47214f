"""The prices of an old quote beside today's; the chosen ones go into a change of it, or into a new concept."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.core.access import requires
from apps.core.htmx import redirect_to
from apps.documents.basis import basis_text
from apps.documents.builder.kinds import draft_url
from apps.documents.drafts import DraftFrozenError
from apps.documents.lines import TooManyLinesError
from apps.documents.models import Draft
from apps.documents.sending import CannotOpenError
from apps.logictrade.errors import LogicTradeError
from apps.sales.refresh import PricePair, Refresh, changed_draft, quote_refresh, refreshed_draft


@require_http_methods(["GET", "HEAD", "POST"])
@requires("quotes.write")
def quote_prices(request: HttpRequest, pk: int) -> HttpResponse:
    """GET asks LogicTrade once per hundred products; POST opens the change or a concept, unless a price moved."""
    try:
        refresh = quote_refresh(pk)
    except LogicTradeError as error:
        messages.error(request, _("LogicTrade does not tell its prices now: %(why)s") % {"why": error.user_message})
        return redirect_to(request, reverse("sales:quote_detail", args=[pk]))
    if refresh is None:
        raise Http404
    if request.method != "POST":
        return _show(request, pk, refresh, {pair.place for pair in refresh.pairs if pair.changed})
    places = {int(text) for text in request.POST.getlist("line") if text.isascii() and text.isdigit() and len(text) < 9}
    if any(_moved(request, pair) for pair in refresh.pairs if pair.place in places):
        return _show(request, pk, refresh, places, moved=True, status=409)
    try:
        draft = _draft(request, refresh, places)
    except (CannotOpenError, TooManyLinesError, DraftFrozenError, LogicTradeError) as error:
        messages.error(request, _why_not(error))
        return redirect_to(request, reverse("sales:quote_detail", args=[pk]))
    return redirect_to(request, draft_url(draft))


def _draft(request: HttpRequest, refresh: Refresh, places: set[int]) -> Draft:
    """A change of the quote itself; with ``into=copy`` a new concept."""
    about: dict[str, Any] = {"actor": actor_of(request), "user": request.user, "refresh": refresh, "places": places}
    if request.POST.get("into") != "copy":
        draft = changed_draft(**about)
        messages.success(request, _("The prices you chose stand in the change. LogicTrade has it once you send it"))
        return draft
    draft = refreshed_draft(**about)
    messages.success(request, _("A new concept with the prices you chose. The old quote stays as it is"))
    return draft


def _why_not(error: Exception) -> str:
    if isinstance(error, LogicTradeError):
        return str(error.user_message)
    if isinstance(error, DraftFrozenError):
        return _("The change of this quote is being sent just now.")
    return _("A document takes at most 500 lines.") if isinstance(error, TooManyLinesError) else str(error)


def _moved(request: HttpRequest, pair: PricePair) -> bool:
    """Whether today's price is another than the page showed; without one that was shown nothing moved."""
    shown = request.POST.get(f"now-{pair.place}")
    if shown is None:
        return False
    try:
        return Decimal(shown) != pair.now
    except InvalidOperation:
        return True


def _show(
    request: HttpRequest, pk: int, refresh: Refresh, places: set[int], *, moved: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "pk": pk,
        "refresh": refresh,
        "pairs": [(pair, pair.place in places) for pair in refresh.pairs],
        "number": refresh.source.number or f"#{pk}",
        "moved": moved,
        "basis": basis_text(),
    }
    return render(request, "sales/quote_prices.html", context, status=status)
