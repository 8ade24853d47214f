"""Order lines flat across orders: what the planner looks at all day."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.pages import ListPage, OrderTerm, Text, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.core.tables import Table
from apps.erp.reading import SEE_READING
from apps.erp.selectors import read_state
from apps.sales.filters import OrderLineFilterForm
from apps.sales.line_models import OrderLine
from apps.sales.line_tables import FlatLineTable
from apps.sales.order_lines import line_list


class OrderLineListView(ListPage):
    """Open lines, the earliest promise first; late ones, those in stock, or all of them on demand."""

    title = _("Order lines")
    permission = "orders.view"
    filter_form = OrderLineFilterForm
    table_class: ClassVar[type[Table]] = FlatLineTable
    default_order = "expected"
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "expected": (F("expected_date").asc(nulls_last=True),),
        "confirmed": (F("confirmed_date").asc(nulls_last=True),),
        "number": ("number_key",),
        "customer": ("party_key",),
        "date": (F("order_date").asc(nulls_last=True),),
    }
    crumbs = ((_("Sales"), ""),)
    empty_title: ClassVar[Text] = _("No order lines")
    empty_text: ClassVar[Text] = _("Lines of LogicTrade's orders show here as soon as they are read.")
    empty_actions = SEE_READING

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[OrderLine]:
        state = None if self.bare else read_state("order")
        return line_list(
            query=filters.get("q", ""),
            filters=filters,
            order=order,
            limit=limit,
            offset=offset,
            as_of=state.last_ok_at if state else None,
        )

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s line", "%(n)s lines", total.value) % {"n": shown_count(total)}
