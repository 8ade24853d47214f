"""The stock of all products, per place."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.catalogue import selectors
from apps.catalogue.filters import StockFilterForm
from apps.catalogue.models import StockPlace
from apps.catalogue.resources import STOCK
from apps.catalogue.selectors import ProductRow
from apps.catalogue.tables import StockTable
from apps.catalogue.views.products import stock_note
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.reading import SEE_READING
from apps.erp.selectors import read_state


class StockListPage(ListPage):
    title = _("Stock")
    permission = "stock.view"
    template_name = "catalogue/stock_list.html"
    table_class = StockTable
    filter_form = StockFilterForm
    default_order = "code"
    best_first = True
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {"code": ["number_key"], "name": ["name_key"]}
    crumbs = ((_("Products"), ""),)
    empty_title = _("No stock yet")
    empty_text = _("It appears here once LogicTrade has been read.")
    empty_actions = SEE_READING

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[ProductRow]:
        self.state = read_state("stock")
        return selectors.product_list(
            query=filters.get("q", ""),
            group=filters.get("group"),
            stock=filters.get("stock", ""),
            supplier=filters.get("supplier"),
            stocked=True,
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
            with_locations=True,
            bare=self.bare,
        )

    def table_options(self) -> dict[str, Any]:
        return {"places": self.places}

    @cached_property
    def places(self) -> list[StockPlace]:
        return selectors.stock_places()

    def extra_context(self, rows: RowPage[ProductRow], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"not_granted": not link.granted(STOCK.scope), "state": self.state, "note": stock_note(rows.rows)}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s product", "%(n)s products", total.value) % {"n": shown_count(total)}
