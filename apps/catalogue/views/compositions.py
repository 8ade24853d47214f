"""Sets and how many of them can be made."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.catalogue import selectors
from apps.catalogue.filters import SetFilterForm
from apps.catalogue.resources import COMPOSITIONS
from apps.catalogue.sets import SetRow, set_rows
from apps.catalogue.tables import SetTable
from apps.catalogue.views.products import stock_note
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.selectors import read_state


class SetListPage(ListPage):
    title = _("Compositions")
    permission = "stock.view"
    template_name = "catalogue/set_list.html"
    table_class = SetTable
    filter_form = SetFilterForm
    default_order = "code"
    best_first = True
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "code": ["number_key"],
        "name": ["name_key"],
        "price": [F("sales_price").asc(nulls_last=True), "number_key"],
    }
    crumbs = ((_("Products"), ""),)
    empty_title = _("No compositions yet")
    empty_text = _("Products that LogicTrade puts together from parts appear here.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[SetRow]:
        self.state = read_state(COMPOSITIONS.name)
        page = selectors.product_list(
            query=filters.get("q", ""),
            group=filters.get("group"),
            stock=filters.get("stock", ""),
            sets=True,
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
            bare=self.bare,
        )
        products = [row.product for row in page.rows]
        found = set_rows(products, {row.product.pk: row.stock for row in page.rows})
        return RowPage(found, page.number, page.size, page.total, page.as_of)

    def extra_context(self, rows: RowPage[SetRow], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "not_granted": not link.granted(COMPOSITIONS.scope),
            "state": self.state,
            "note": stock_note(rows.rows),
        }

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s composition", "%(n)s compositions", total.value) % {"n": shown_count(total)}
