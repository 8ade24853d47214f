"""Customers: list, card, and the picker that other pages use by its address."""

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
from apps.relations.cards import customer_card
from apps.relations.figures import customer_figures
from apps.relations.filters import CustomerFilterForm
from apps.relations.models import Customer
from apps.relations.resources import SCOPE
from apps.relations.tables import CustomerTable
from apps.relations.views.shared import missing

PICKER_HITS = 12


class CustomerListPage(ListPage):
    title = _("Customers")
    permission = "customers.view"
    template_name = "relations/customer_list.html"
    table_class = CustomerTable
    filter_form = CustomerFilterForm
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "number": ["number_key"],
        "name": ["name_key"],
        "town": ["city", "name_key"],
        "kind": ["kind", "name_key"],
        "changed": [F("remote_modified").asc(nulls_last=True)],
    }
    default_order = "name"
    best_first = True
    neighbours = True
    crumbs = ((_("Sales"), ""),)
    actions = (Action(_("New customer"), "relations:customer_new", "customers.write", key="n"),)
    empty_title = _("No customers yet")
    empty_text = _("They appear here once LogicTrade has been read.")
    empty_actions = SEE_READING
    note = _("Dotted = calculated by Backoffice")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[Customer]:
        self.state = None if self.bare else read_state("customer")
        return selectors.customer_list(
            query=filters.get("q", ""),
            kind=filters.get("kind", ""),
            town=filters.get("town", ""),
            gone=filters.get("gone", False),
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.state.last_ok_at if self.state else None,
            activity=not self.bare and (self.shows("open_orders") or self.shows("last_order")),
        )

    def extra_context(self, rows: RowPage[Customer], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"not_granted": not link.granted(SCOPE), "state": self.state}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s customer", "%(n)s customers", total.value) % {"n": shown_count(total)}


@require_safe
@requires("customers.view")
def customer_detail(request: HttpRequest, pk: int) -> HttpResponse:
    customer = selectors.customer_get(pk)
    if customer is None:
        return missing(request, "customer")
    state = read_state("customer")
    context = {
        "neighbours": neighbours(request, "relations:customer_list", pk),
        "relation": customer,
        "card": customer_card(customer),
        "as_of": state.last_ok_at if state else None,
        "figures": customer_figures(request.user, pk),
        "may_write": customer.gone_at is None and may(request.user, "customers.write"),
        "may_quote": customer.gone_at is None and may(request.user, "quotes.write"),
    }
    return render(request, "relations/customer_detail.html", context)


@require_safe
@requires("customers.view")
def customer_picker(request: HttpRequest) -> HttpResponse:
    """Options for the list box of a picker. Each is a submit button ``customer=<id>`` of the form around it."""
    query = SearchField().clean(request.GET.get("q", ""))
    rows, total = selectors.customer_search(query, PICKER_HITS, with_gone=False)
    return render(request, "relations/_customer_options.html", {"rows": rows, "total": total, "query": query})
