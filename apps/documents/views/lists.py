"""The list of all documents, or of those of one customer."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.documents.due import note_late
from apps.documents.filters import DocumentFilterForm
from apps.documents.kinds import kinds_for
from apps.documents.models import Document
from apps.documents.selectors import register_list
from apps.documents.tables import RegisterTable
from apps.erp.selectors import read_state


class DocumentListPage(ListPage):
    """Documents of every kind that the reader may see, the newest first."""

    title = _("Documents")
    permission = "orders.view"
    filter_form = DocumentFilterForm
    table_class = RegisterTable
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "number": ["number"],
        "date": [F("date").asc(nulls_last=True)],
        "customer": ["name_key"],
        "total": [F("total").asc(nulls_last=True)],
    }
    default_order = "-date"
    crumbs = ((_("Sales"), ""),)
    empty_title = _("No documents yet")
    empty_text = _("Quotes, orders and invoices show here as soon as they are read.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[Document]:
        state = None if self.bare else read_state("order")
        rows = register_list(
            kinds_for(self.request.user),
            party_id=int(filters["party"]) if "party" in filters else None,
            kind=filters.get("kind", ""),
            only_open=filters.get("open", False),
            order=order,
            limit=limit,
            offset=offset,
            as_of=state.last_ok_at if state else None,
        )
        if not self.bare:
            note_late(rows.rows)
        return rows

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s document", "%(n)s documents", total.value) % {"n": shown_count(total)}
