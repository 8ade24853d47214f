"""The lists of quotes and of orders."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import DecimalField, F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.pages import Action, ListPage, OrderTerm, Text, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.core.tables import Table
from apps.documents.basis import basis_text
from apps.documents.due import Terms, payments_known
from apps.documents.labels import OPEN_INVOICE
from apps.documents.selectors import document_list, open_drafts
from apps.documents.views.builder.concepts import new_action
from apps.erp.reading import SEE_READING
from apps.erp.selectors import read_state
from apps.sales.filters import InvoiceFilterForm, OrderFilterForm, QuoteFilterForm
from apps.sales.invoice_rows import note_invoices
from apps.sales.kinds import INVOICE, ORDER, QUOTE
from apps.sales.list_tables import InvoiceTable, OrderTable, QuoteTable
from apps.sales.order_rows import note_orders
from apps.sales.quote_facts import standing_is
from apps.sales.quote_rows import note_quotes


class DocumentListView(ListPage):
    """What both lists share: filters of the register, the newest first, the basis of the amounts below."""

    kind = ""
    default_order = "-date"
    best_first = True
    neighbours = True
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        # What is not known stands last, on either engine and either way.
        "date": (F("date").asc(nulls_last=True), "remote_id"),
        "number": ("number",),
        "customer": ("name_key",),
        "expected": (F("expected_date").asc(nulls_last=True),),
        "total": (F("total").asc(nulls_last=True),),
    }

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        names = {
            "state": "state",
            "since": "date__gte",
            "until": "date__lte",
            "total_from": "total__gte",
            "total_to": "total__lte",
            "stock": "stock_status",
            "delivery": "delivery_status",
            "invoice": "invoice_status",
            "gone": "gone",
            "party": "party_id",
        }
        state = None if self.bare else read_state(self.kind)
        return document_list(
            kind=self.kind,
            query=filters.get("q", ""),
            filters={look_up: filters[name] for name, look_up in names.items() if name in filters},
            also=self.also(filters),
            order=order,
            limit=limit,
            offset=offset,
            as_of=state.last_ok_at if state else None,
        )

    def also(self, filters: Mapping[str, Any]) -> Q | None:
        """What no look-up of the register can say."""
        return None

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"note": basis_text()}


class QuoteListView(DocumentListView):
    """All quotes of LogicTrade; concepts stand beside them in a view of their own."""

    kind = "quote"
    title = _("Quotes")
    permission = "quotes.view"
    template_name = "sales/quote_list.html"
    filter_form = QuoteFilterForm
    table_class: ClassVar[type[Table]] = QuoteTable
    actions: ClassVar[Sequence[Action]] = (new_action(QUOTE),)
    empty_title: ClassVar[Text] = _("No quotes yet")
    empty_text: ClassVar[Text] = _("Quotes of LogicTrade show here as soon as they are read.")
    empty_actions: ClassVar[Sequence[Action]] = SEE_READING

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        rows = super().get_rows(filters, order, limit, offset)
        if not self.bare:
            note_quotes(rows.rows, self.shows)
        return rows

    def also(self, filters: Mapping[str, Any]) -> Q | None:
        return standing_is(filters["stands"]) if "stands" in filters else None

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return super().extra_context(rows, filters) | {"kind": QUOTE, "drafts": open_drafts("quote").count()}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s quote", "%(n)s quotes", total.value) % {"n": shown_count(total)}


class OrderListView(DocumentListView):
    kind = "order"
    title = _("Orders")
    permission = "orders.view"
    filter_form = OrderFilterForm
    template_name = "sales/quote_list.html"
    table_class: ClassVar[type[Table]] = OrderTable
    actions: ClassVar[Sequence[Action]] = (new_action(ORDER),)
    empty_title: ClassVar[Text] = _("No orders yet")
    empty_text: ClassVar[Text] = _("Orders of LogicTrade show here as soon as they are read.")
    empty_actions: ClassVar[Sequence[Action]] = SEE_READING

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        rows = super().get_rows(filters, order, limit, offset)
        if not self.bare:
            note_orders(rows.rows, self.shows)
        return rows

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return super().extra_context(rows, filters) | {"kind": ORDER, "drafts": open_drafts("order").count()}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s order", "%(n)s orders", total.value) % {"n": shown_count(total)}


class InvoiceListView(DocumentListView):
    """All invoices. Whether one is overdue is asked of its date, by the days of its payment condition."""

    kind = "invoice"
    title = _("Invoices")
    permission = "invoices.view"
    filter_form = InvoiceFilterForm
    template_name = "sales/quote_list.html"
    table_class: ClassVar[type[Table]] = InvoiceTable
    actions: ClassVar[Sequence[Action]] = (new_action(INVOICE),)
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        **DocumentListView.orders,
        "open": ((F("total") - Coalesce(F("paid"), Value(0), output_field=DecimalField())).asc(nulls_last=True),),
    }
    empty_title: ClassVar[Text] = _("No invoices yet")
    empty_text: ClassVar[Text] = _("Invoices of LogicTrade show here as soon as they are read.")
    empty_actions: ClassVar[Sequence[Action]] = SEE_READING

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        rows = super().get_rows(filters, order, limit, offset)
        if not self.bare:
            note_invoices(rows.rows, self.shows)
        return rows

    def also(self, filters: Mapping[str, Any]) -> Q | None:
        owed = filters.get("owed")
        if not owed:
            return None
        found = Q(state__in=OPEN_INVOICE)
        if owed == "overdue":
            return found & Terms.now().overdue()
        return found & Terms.now().unknown() if owed == "unknown" else found

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        note = _("Payments are kept in bookkeeping: nothing is open or overdue here")
        if payments_known():
            note = _("Dotted = calculated from payments and the days of the payment terms")
        return {"note": note, "kind": INVOICE, "drafts": open_drafts("invoice").count()}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s invoice", "%(n)s invoices", total.value) % {"n": shown_count(total)}
