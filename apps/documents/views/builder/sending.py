"""Checking a document and putting it in LogicTrade."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.htmx import redirect_to, render_page
from apps.documents import services as documents
from apps.documents.addresses import address_lines, address_of
from apps.documents.basis import basis_text
from apps.documents.builder.consequence import consequence, lines_taken_out
from apps.documents.builder.grid import line_views
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.builder.summary import draft_totals
from apps.documents.models import Draft
from apps.documents.selectors import draft_lines
from apps.documents.sending import NotReadyError, TwinError, sender_of
from apps.erp.codes import text_of
from apps.erp.models import CodeEntry, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError, wait_settled
from apps.erp.outbox.tokens import BadTokenError, form_token, read_token

Table = CodeEntry.Table


def _token(user: User, draft: Draft) -> str:
    return form_token(user, sender_of(draft).write_kind(draft))


@require_safe
def draft_review(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What will happen in LogicTrade, in one sentence, and what keeps it from happening."""
    if not draft.editable:
        return redirect_to(request, draft_url(draft))
    return _review(request, draft, token=_token(request.user, draft))  # type: ignore[arg-type]


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
    kind, sender, found = kind_of(draft), sender_of(draft), draft_totals(draft, lines)
    context: dict[str, Any] = {
        "draft": draft,
        "kind": kind,
        "title": kind.title(draft),
        "check_title": str(kind.words.check) % {"customer": draft.customer_name},
        "views": line_views(draft, lines),
        "totals": found,
        "basis": basis_text(),
        "sentence": consequence(draft, lines),
        "removed_lines": lines_taken_out(draft) if draft.edits_id else (),
        "problems": sender.problems(draft, lines),
        "blocked": sender.blocked(),
        "twin": twin,
        "notice": notice,
        "token": token,
        "address": address_lines(address_of(draft)),
        "delivery_type": text_of(Table.DELIVERY_TYPE, draft.delivery_type),
        "delivery_condition": text_of(Table.DELIVERY_CONDITION, draft.delivery_condition),
        "at_list_price": sum(line.counts and line.price_source == line.Source.LIST for line in lines),
    }
    return render_page(request, "documents/builder/review.html", context, status=status)


@require_POST
def draft_send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Send once, wait up to two seconds, and lead to the page that shows how it went."""
    token = request.POST.get("token", "")
    if not isinstance(request.user, User):
        return redirect_to(request, draft_url(draft))
    try:
        write_id = read_token(request.user, sender_of(draft).write_kind(draft), token)
    except BadTokenError:
        notice = str(kind_of(draft).words.too_old)
        return _again(request, draft, token=_token(request.user, draft), status=422, notice=notice)
    if draft.editable and request.POST.get("version") != str(draft.version):
        notice = str(kind_of(draft).words.changed)
        return _again(request, draft, token=token, status=409, notice=notice)
    try:
        write = sender_of(draft).send(
            actor=actor_of(request),
            user=request.user,
            draft=draft,
            write_id=write_id,
            twin_seen=bool(request.POST.get("twin_seen")),
        )
    except (documents.DraftFrozenError, AlreadySentError):
        return redirect_to(request, draft_url(draft))
    except (NotReadyError, WritesOffError):
        return _again(request, draft, token=token, status=422)
    except TwinError as found:
        return _again(request, draft, token=token, status=422, twin=found.write)
    wait_settled(write.pk)
    return redirect_to(request, draft_url(draft))


def _again(request: HttpRequest, draft: Draft, **options: Any) -> HttpResponse:
    """The review once more, unless another form was faster."""
    return _review(request, draft, **options) if draft.editable else redirect_to(request, draft_url(draft))
