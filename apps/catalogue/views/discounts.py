"""Discount rules: all of them, what they make of the prices of one customer, and the panel on a customer's card."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from apps.catalogue import panels, pricing
from apps.catalogue.customers import customer_named
from apps.catalogue.filters import ResolvedFilterForm, RuleFilterForm
from apps.catalogue.models import DiscountRule
from apps.catalogue.pricing import ONE, ResolvedRow
from apps.catalogue.resources import CUSTOMER_DISCOUNTS
from apps.catalogue.tables import ResolvedTable, RuleTable
from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.selectors import read_state


class _DiscountPage(ListPage):
    """What both lists of discounts share: the tabs, the picker of a customer, and how far the reading is."""

    permission = "prices.view"
    crumbs = ((_("Products"), ""),)

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "not_granted": not link.granted(CUSTOMER_DISCOUNTS.scope),
            "state": read_state(CUSTOMER_DISCOUNTS.name),
            "may_pick": may(self.request.user, "customers.view"),
            "customer": filters.get("customer"),
            "kept_pairs": [(name, value) for name, value in self.request.GET.items() if name in self._carried()],
        }

    def _carried(self) -> set[str]:
        return {"q", "group", "kind", "day", "whose", "product", "quantity"} & set(self._form_names())


class RuleListPage(_DiscountPage):
    title = _("Discounts")
    template_name = "catalogue/discount_list.html"
    table_class = RuleTable
    filter_form = RuleFilterForm
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "customer": ["customer_name", "group_name", "product_name"],
        "start": [F("start_date").desc(nulls_last=True), "customer_name"],
    }
    default_order = "customer"
    empty_title = _("No discount rules")
    empty_text = _("LogicTrade has none that fit, or they were not read yet.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[DiscountRule]:
        return pricing.rule_list(
            query=filters.get("q", ""),
            whose=filters.get("whose", ""),
            customer=filters.get("customer"),
            product=filters.get("product"),
            group=filters.get("group"),
            kind=filters.get("kind", ""),
            day=filters.get("day"),
            order=order,
            limit=limit,
            offset=offset,
        )

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s rule", "%(n)s rules", total.value) % {"n": shown_count(total)}


class ResolvedListPage(_DiscountPage):
    title = _("Prices by the rules")
    template_name = "catalogue/resolved_list.html"
    table_class = ResolvedTable
    filter_form = ResolvedFilterForm
    default_order = "code"
    best_first = True
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "code": ["number_key"],
        "name": ["name_key"],
        "price": [F("sales_price").asc(nulls_last=True), "number_key"],
    }
    empty_title = _("No products")
    empty_text = _("No product fits these filters.")
    note = _("Dotted = calculated by Backoffice from the rules; LogicTrade's own price decides")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[ResolvedRow]:
        return pricing.resolved_list(
            customer=filters.get("customer"),
            query=filters.get("q", ""),
            group=filters.get("group"),
            quantity=filters.get("quantity", ONE),
            day=filters.get("day"),
            order=order,
            limit=limit,
            offset=offset,
        )

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s product", "%(n)s products", total.value) % {"n": shown_count(total)}


@require_safe
@requires("prices.view")
def customer_discounts(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The panel on a customer's card: the mirror's rules, or LogicTrade's of now or of a day (one call)."""
    customer = customer_named(customer_id)
    if customer is None:
        raise Http404
    context = {"customer": customer, "rules": panels.customer_rules_panel(customer_id, request.GET)}
    return render_page(request, "catalogue/customer_discounts.html", context, fragment="panel")
