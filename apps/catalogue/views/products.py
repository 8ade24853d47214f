"""Products: list, card, and the panels of the card that ask LogicTrade when they are opened."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from apps.catalogue import panels, selectors, sets
from apps.catalogue.cards import product_card
from apps.catalogue.explain import commitment_sides
from apps.catalogue.filters import ProductFilterForm, SetsForm
from apps.catalogue.groups import group_path
from apps.catalogue.images import allow
from apps.catalogue.models import Product
from apps.catalogue.resources import SCOPE
from apps.catalogue.selectors import ProductRow
from apps.catalogue.sets import SetRow
from apps.catalogue.tables import ProductTable
from apps.core import dates
from apps.core.access import may, requires
from apps.core.bulk import BulkAction
from apps.core.htmx import render_page
from apps.core.neighbours import neighbours
from apps.core.pages import Action, ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.reading import SEE_READING
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
        # What is unknown stands last, on either engine and either way.
        "price": [F("sales_price").asc(nulls_last=True), "number_key"],
        "group": ["group_name", "number_key"],
        "supplier": ["supplier_name", "number_key"],
        "start": [F("start_date").asc(nulls_last=True), "number_key"],
        "end": [F("end_date").asc(nulls_last=True), "number_key"],
        "changed": [F("remote_modified").desc(nulls_last=True), "number_key"],
    }
    default_order = "code"
    best_first = True
    neighbours = True
    bulk_actions = (BulkAction(gettext_lazy("Check prices"), "catalogue:price_pick", "prices.view", icon="tag"),)
    actions = (Action(gettext_lazy("New product"), "catalogue:product_new", "products.write", key="n"),)
    empty_title = gettext_lazy("No products yet")
    empty_text = gettext_lazy("They appear here once LogicTrade has been read.")
    empty_actions = SEE_READING

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[ProductRow]:
        self.state = None if self.bare else read_state("product")
        return selectors.product_list(
            query=filters.get("q", ""),
            group=filters.get("group"),
            stock=filters.get("stock", ""),
            webshop=filters.get("webshop", False),
            sellable=filters.get("sellable", False),
            gone=filters.get("gone", False),
            supplier=filters.get("supplier"),
            phase=filters.get("phase", ""),
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
            with_data=not self.bare and any(self.shows(name) for name in ProductTable.FROM_DATA),
            bare=self.bare,
        )

    def extra_context(self, rows: RowPage[ProductRow], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "not_granted": not link.granted(SCOPE),
            "state": self.state,
            "note": stock_note(rows.rows),
            "may_price": may(self.request.user, "prices.view"),
        }

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s product", "%(n)s products", total.value) % {"n": shown_count(total)}


def stock_note(rows: Sequence[ProductRow] | Sequence[SetRow]) -> str:
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
    supplier_url = _supplier_url(product) if may(request.user, "suppliers.view") else ""
    shown = product_card(product, group_path(first_group), with_cost=with_cost, supplier_url=supplier_url)
    context = {
        "product": product,
        "card": shown,
        "neighbours": neighbours(request, "catalogue:product_list", product.pk),
        "in_sets": sets.is_in_sets(product.pk),
        "may_price": may(request.user, "prices.view"),
        "may_write": product.gone_at is None and may(request.user, "products.write"),
        "stock": panels.stock_mirrored(product) if may(request.user, "stock.view") else None,
        "price": panels.price_unasked(product) if may(request.user, "customers.view") else None,
        "as_of": state.last_ok_at if state else None,
    }
    return allow(render(request, "catalogue/product_detail.html", context), shown.pictures)


def _supplier_url(product: Product) -> str:
    """The card of the supplier, where that page exists."""
    if product.supplier_id is None:
        return ""
    try:
        return reverse("relations:supplier_detail", args=[product.supplier_id])
    except NoReverseMatch:
        return ""


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
    """LogicTrade's price for one customer with the steps to it: one call, kept for a minute."""
    product = _product_or_404(pk)
    context = {"product": product, "price": panels.price_live(product, request.GET)}
    return render_page(request, "catalogue/product_price.html", context, fragment="catalogue/_price.html")


@require_safe
@requires("stock.view")
def product_commitments(request: HttpRequest, pk: int) -> HttpResponse:
    """Every open line behind the reserved and the expected pieces. No call."""
    product = _product_or_404(pk)
    context = {"product": product, "sides": commitment_sides(product.pk)}
    return render(request, "catalogue/product_commitments.html", context)


@require_safe
@requires("stock.view")
def product_parts(request: HttpRequest, pk: int) -> HttpResponse:
    """What a set is made of, how many the parts give, and where the product is a part. No call."""
    product = _product_or_404(pk)
    form = SetsForm(request.GET)
    form.is_valid()
    context = {
        "product": product,
        "form": form,
        "parts": sets.set_card(product, form.cleaned_data.get("n")),
    }
    return render_page(request, "catalogue/product_parts.html", context, fragment="catalogue/_parts.html")


@require_safe
@requires("products.view")
def product_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Descriptions side by side: kept when they were opened lately, else one call."""
    product = _product_or_404(pk)
    context = {"product": product, "texts": panels.texts_opened(product, again="again" in request.GET)}
    return render_page(request, "catalogue/product_texts.html", context, fragment="catalogue/_texts.html")


@require_safe
@requires("products.view")
def product_references(request: HttpRequest, pk: int) -> HttpResponse:
    """Alternatives, accessories and successors: kept when they were opened lately, else one call."""
    product = _product_or_404(pk)
    context = {"product": product, "references": panels.references_opened(product, again="again" in request.GET)}
    return render_page(request, "catalogue/product_references.html", context, fragment="catalogue/_references.html")


@require_safe
@requires("products.view")
def product_configurations(request: HttpRequest, pk: int) -> HttpResponse:
    """What was made to measure of this product: one call."""
    product = _product_or_404(pk)
    context = {"product": product, "configurations": panels.configurations_opened(product)}
    template = "catalogue/product_configurations.html"
    return render_page(request, template, context, fragment="catalogue/_configurations.html")


@require_safe
@requires("prices.view")
def product_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """The discount rules of a product: the mirror's, or LogicTrade's for a quantity and a day (one call)."""
    product = _product_or_404(pk)
    context = {"product": product, "rules": panels.product_rules_panel(product, request.GET)}
    return render_page(request, "catalogue/product_rules.html", context, fragment="catalogue/_product_rules.html")


def _product_or_404(pk: int) -> Product:
    product = selectors.product_get(pk)
    if product is None:
        raise Http404
    return product
