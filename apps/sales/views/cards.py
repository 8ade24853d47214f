"""The cards of a quote and of an order: read from the mirror, no call to LogicTrade."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.neighbours import neighbours
from apps.documents.basis import basis_text
from apps.documents.chain import chain_of
from apps.documents.labels import state_label
from apps.documents.selectors import document_get
from apps.erp.labels import explain_write
from apps.erp.labels import state_label as write_label
from apps.sales.cards import quote_card
from apps.sales.order_answer import order_answer
from apps.sales.quote_facts import facts_get, standing
from apps.sales.selectors import draft_of_quote, order_get, quote_get, quote_write
from apps.sales.services import comments_read
from apps.sales.shown_differences import shown_differences
from apps.sales.tables import LineTable, OrderLineTable
from apps.sales.versions import version_count
from apps.sales.views.facts import facts_context


@require_safe
@requires("quotes.view")
def quote_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = quote_get(pk)
    if row is None:
        raise Http404
    card = quote_card(row)
    document = document_get("quote", pk)
    write = quote_write(pk)
    draft = draft_of_quote(pk)
    context = {
        "row": row,
        "card": card,
        "label": state_label("quote", document.state if document else "", card.status_text, gone=bool(row.gone_at)),
        "table": LineTable(card.lines),
        "basis": basis_text(),
        "write": write,
        "write_label": write_label(write.state) if write else None,
        "write_text": explain_write(write) if write else "",
        "differences": shown_differences(write) if write else [],
        "draft": draft,
        "may_copy": draft is not None and may(request.user, "quotes.write"),
        "may_write_page": may(request.user, "writes.view"),
        "may_customer": may(request.user, "customers.view"),
        "chain": chain_of(request.user, document),
        "neighbours": neighbours(request, "sales:quote_list", pk),
        "versions": version_count(pk),
        **facts_context(request, pk, standing(document, facts_get(pk))),
    }
    return render_page(request, "sales/quote_detail.html", context)


@require_safe
@requires("quotes.view")
def quote_comments(request: HttpRequest, pk: int) -> HttpResponse:
    """The comments of a quote whose list row came without them: one call to LogicTrade."""
    row = quote_get(pk)
    if row is None:
        raise Http404
    return render_page(request, "sales/quote_comments.html", {"row": row, "card": comments_read(row)}, fragment="panel")


@require_safe
@requires("orders.view")
def order_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = order_get(pk)
    if row is None:
        raise Http404
    document = document_get("order", pk)
    card, why = order_answer(row, document)
    context = {
        "row": row,
        "card": card,
        "why": why,
        "chain": chain_of(request.user, document),
        "label": state_label("order", document.state if document else "", card.status_text, gone=bool(row.gone_at)),
        "table": OrderLineTable(card.lines),
        "basis": basis_text(),
        "may_customer": may(request.user, "customers.view"),
        "neighbours": neighbours(request, "sales:order_list", pk),
    }
    return render_page(request, "sales/order_detail.html", context)
