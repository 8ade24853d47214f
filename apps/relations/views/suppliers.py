"""Suppliers: list, card, and the picker that other pages use by its address."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from apps.core.access import may, requires
from apps.core.forms import SearchField
from apps.core.neighbours import neighbours
from apps.core.pages import Action, ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import link
from apps.erp.reading import SEE_READING
from apps.erp.selectors import read_state
from apps.relations import selectors
from apps.relations.cards import supplier_card
from apps.relations.filters import SupplierFilterForm
from apps.relations.models import Supplier
from apps.relations.resources import SUPPLIER_SCOPE
from apps.relations.tables import SupplierTable
from apps.relations.views.shared import missing

PICKER_HITS = 12


class SupplierListPage(ListPage):
    title = _("Suppliers")
    permission = "suppliers.view"
    template_name = "relations/supplier_list.html"
    table_class = SupplierTable
    filter_form = SupplierFilterForm
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "number": ["number_key"],
        "name": ["name_key"],
        "town": ["city", "name_key"],
        "lead": [F("lead_time_weeks").asc(nulls_last=True), "name_key"],
        "changed": [F("remote_modified").asc(nulls_last=True)],
    }
    default_order = "name"
    best_first = True
    neighbours = True
    crumbs = ((_("Purchasing"), ""),)
    actions = (Action(_("New supplier"), "relations:supplier_new", "suppliers.write", key="n"),)
    empty_title = _("No suppliers yet")
    empty_text = _("They appear here once LogicTrade has been read.")
    empty_actions = SEE_READING

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[Supplier]:
        self.state = None if self.bare else read_state("supplier")
        return selectors.supplier_list(
            query=filters.get("q", ""),
            town=filters.get("town", ""),
            gone=filters.get("gone", False),
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
        )

    def extra_context(self, rows: RowPage[Supplier], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"not_granted": not link.granted(SUPPLIER_SCOPE), "state": self.state}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s supplier", "%(n)s suppliers", total.value) % {"n": shown_count(total)}


@require_safe
@requires("suppliers.view")
def supplier_detail(request: HttpRequest, pk: int) -> HttpResponse:
    supplier = selectors.supplier_get(pk)
    if supplier is None:
        return missing(request, "supplier")
    state = read_state("supplier")
    context = {
        "neighbours": neighbours(request, "relations:supplier_list", pk),
        "relation": supplier,
        "card": supplier_card(supplier),
        "as_of": state.last_ok_at if state else None,
        "may_write": supplier.gone_at is None and may(request.user, "suppliers.write"),
    }
    return render(request, "relations/supplier_detail.html", context)


@require_safe
@requires("suppliers.view")
def supplier_picker(request: HttpRequest) -> HttpResponse:
    """Options for the list box of a picker. Each is a submit button ``supplier=<id>`` of the form around it."""
    query = SearchField().clean(request.GET.get("q", ""))
    rows, total = selectors.supplier_search(query, PICKER_HITS, with_gone=False)
    return render(request, "relations/_supplier_options.html", {"rows": rows, "total": total, "query": query})
