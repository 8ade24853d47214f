"""The cards of a quote and of an order: read from the mirror, no call to LogicTrade."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.neighbours import neighbours
from apps.documents.basis import basis_text
from apps.documents.chain import chain_of
from apps.documents.due import Terms, payments_known
from apps.documents.labels import state_label
from apps.documents.selectors import document_get
from apps.documents.tables import label_of
from apps.erp.labels import explain_write
from apps.erp.labels import state_label as write_label
from apps.sales.cards import invoice_card, quote_card
from apps.sales.invoice_rows import note_invoice
from apps.sales.order_answer import order_answer
from apps.sales.quote_facts import facts_get, standing
from apps.sales.selectors import draft_of_quote, invoice_get, order_get, quote_get, quote_write
from apps.sales.services import comments_read
from apps.sales.tables import InvoiceLineTable, LineTable, OrderLineTable
from apps.sales.versions import version_count
from apps.sales.views.facts import facts_context
from apps.sales.writing.shown import shown_differences


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


@require_safe
@requires("invoices.view")
def invoice_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = invoice_get(pk)
    document = document_get("invoice", pk)
    if row is None or document is None:
        raise Http404
    card = invoice_card(row)
    note_invoice(document, Terms.now())
    context = {
        "row": row,
        "card": card,
        "document": document,
        "label": label_of(document),
        "chain": chain_of(request.user, document),
        "table": InvoiceLineTable(card.lines),
        "basis": basis_text(),
        "payments_known": payments_known(),
        "may_customer": may(request.user, "customers.view"),
        "may_balance": may(request.user, "balances.view") and card.customer_id is not None,
        "neighbours": neighbours(request, "sales:invoice_list", pk),
    }
    return render_page(request, "sales/invoice_detail.html", context)
