"""Products: list, card, and the two panels that ask LogicTrade."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from apps.catalogue import panels, selectors
from apps.catalogue.cards import product_card
from apps.catalogue.filters import ProductFilterForm
from apps.catalogue.models import Product
from apps.catalogue.resources import SCOPE
from apps.catalogue.selectors import ProductRow
from apps.catalogue.tables import ProductTable
from apps.core import dates
from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.selectors import read_state


class ProductListPage(ListPage):
    title = gettext_lazy("Products")
    permission = "products.view"
    template_name = "catalogue/product_list.html"
    table_class = ProductTable
    filter_form = ProductFilterForm
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "code": ["number_key"],
        "name": ["name_key"],
        # An unknown price stands last, on either engine and either way.
        "price": [F("sales_price").asc(nulls_last=True), "number_key"],
    }
    empty_title = gettext_lazy("No products yet")
    empty_text = gettext_lazy("They appear here once LogicTrade has been read.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[ProductRow]:
        self.state = read_state("product")
        return selectors.product_list(
            query=filters.get("q", ""),
            group=filters.get("group"),
            stock=filters.get("stock", ""),
            webshop=filters.get("webshop", False),
            sellable=filters.get("sellable", False),
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
        )

    def extra_context(self, rows: RowPage[ProductRow], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "not_granted": not link.granted(SCOPE),
            "state": self.state,
            "note": stock_note(rows.rows),
        }

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s product", "%(n)s products", total.value) % {"n": shown_count(total)}


def stock_note(rows: Sequence[ProductRow]) -> str:
    """What is calculated, and how old the stock of these rows is."""
    oldest = min((row.stock.as_of for row in rows if row.stock.as_of), default=None)
    if oldest is None:
        return _("Dotted = calculated by Backoffice")
    return _("Dotted = calculated by Backoffice, stock of %(time)s") % {"time": dates.as_of(oldest)}


@require_safe
@requires("products.view")
def product_detail(request: HttpRequest, pk: int) -> HttpResponse:
    product = _product_or_404(pk)
    first_group = int(product.group_ids.split()[0]) if product.group_ids else 0
    state = read_state("product")
    with_cost = may(request.user, "cost.view")
    context = {
        "product": product,
        "card": product_card(product, selectors.group_path(first_group), with_cost=with_cost),
        "stock": panels.stock_mirrored(product) if may(request.user, "stock.view") else None,
        "price": panels.price_unasked(product) if may(request.user, "customers.view") else None,
        "as_of": state.last_ok_at if state else None,
    }
    return render(request, "catalogue/product_detail.html", context)


@require_safe
@requires("stock.view")
def product_stock(request: HttpRequest, pk: int) -> HttpResponse:
    """The stock of now: one call to LogicTrade, and the mirror's figures when it does not answer."""
    product = _product_or_404(pk)
    context = {"product": product, "stock": panels.stock_live(product)}
    return render_page(request, "catalogue/product_stock.html", context, fragment="catalogue/_stock.html")


@require_safe
@requires("customers.view")
def product_price(request: HttpRequest, pk: int) -> HttpResponse:
    """LogicTrade's price for one customer: one call, kept for a minute."""
    product = _product_or_404(pk)
    context = {"product": product, "price": panels.price_live(product, request.GET.get("customer", ""))}
    return render_page(request, "catalogue/product_price.html", context, fragment="catalogue/_price.html")


def _product_or_404(pk: int) -> Product:
    product = selectors.product_get(pk)
    if product is None:
        raise Http404
    return product
