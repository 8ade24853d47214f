"""Checking a quote and putting it in LogicTrade."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core import money
from apps.core.access import requires
from apps.core.htmx import redirect_to, render_page
from apps.documents import services as documents
from apps.documents.basis import basis_text
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.documents.totals import Totals
from apps.erp.models import CodeEntry, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError, wait_settled
from apps.erp.outbox.tokens import BadTokenError, form_token, read_token
from apps.logictrade.schemas import Address
from apps.relations.selectors import customer_get
from apps.sales import review, services
from apps.sales.builder import draft_totals, line_views
from apps.sales.cards import address_lines
from apps.sales.payload import delivery_address, text_of
from apps.sales.quote_write import KIND
from apps.sales.views.access import draft_or_404

Table = CodeEntry.Table


def _page(draft: Draft) -> str:
    return reverse("sales:draft_detail", args=[draft.pk])


@require_safe
@requires("quotes.write")
def draft_review(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """What will happen in LogicTrade, in one sentence, and what keeps it from happening."""
    draft = draft_or_404(draft_id)
    if not draft.editable:
        return redirect_to(request, _page(draft))
    return _review(request, draft, token=form_token(request.user, KIND))  # type: ignore[arg-type]


def _review(
    request: HttpRequest,
    draft: Draft,
    *,
    token: str,
    status: int = 200,
    twin: Write | None = None,
    notice: str = "",
) -> HttpResponse:
    lines = draft_lines(draft)
    customer = customer_get(draft.customer_id)
    found = draft_totals(lines)
    address = delivery_address(customer) if customer else {}
    context: dict[str, Any] = {
        "draft": draft,
        "views": line_views(lines),
        "totals": found,
        "basis": basis_text(),
        "sentence": consequence(len(lines), found),
        "problems": review.problems(draft, lines, customer),
        "blocked": review.writes_blocked(),
        "twin": twin,
        "notice": notice,
        "token": token,
        "address": address_lines(Address(**address)) if address else (),
        "delivery_type": text_of(Table.DELIVERY_TYPE, draft.delivery_type),
        "delivery_condition": text_of(Table.DELIVERY_CONDITION, draft.delivery_condition),
        "at_list_price": sum(line.price_source == line.Source.LIST for line in lines),
    }
    return render_page(request, "sales/draft_review.html", context, status=status)


def consequence(count: int, found: Totals) -> str:
    """The confirm step says what will happen (permission by consequence)."""
    return ngettext(
        "Creates 1 quote with %(n)d line, € %(total)s. Cannot be deleted here.",
        "Creates 1 quote with %(n)d lines, € %(total)s. Cannot be deleted here.",
        count,
    ) % {"n": count, "total": money.money(found.gross)}


@require_POST
@requires("quotes.write")
def draft_send(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Send once, wait up to two seconds, and lead to the page that shows how it went."""
    draft = draft_or_404(draft_id)
    token = request.POST.get("token", "")
    if not isinstance(request.user, User):
        return redirect_to(request, _page(draft))
    try:
        write_id = read_token(request.user, KIND, token)
    except BadTokenError:
        notice = _("This page is too old to send. Check the quote again and send it.")
        return _again(request, draft, token=form_token(request.user, KIND), status=422, notice=notice)
    if draft.editable and request.POST.get("version") != str(draft.version):
        notice = _("The quote was changed after you opened this page. Check it again and send it.")
        return _again(request, draft, token=token, status=409, notice=notice)
    try:
        write = services.quote_create(
            actor=actor_of(request),
            user=request.user,
            draft=draft,
            write_id=write_id,
            twin_seen=bool(request.POST.get("twin_seen")),
        )
    except (documents.DraftFrozenError, AlreadySentError):
        return redirect_to(request, _page(draft))
    except (services.NotReadyError, WritesOffError):
        return _again(request, draft, token=token, status=422)
    except services.TwinError as found:
        return _again(request, draft, token=token, status=422, twin=found.write)
    wait_settled(write.pk)
    return redirect_to(request, _page(draft))


def _again(request: HttpRequest, draft: Draft, **options: Any) -> HttpResponse:
    """The review once more, unless another form was faster."""
    return _review(request, draft, **options) if draft.editable else redirect_to(request, _page(draft))
