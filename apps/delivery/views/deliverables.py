"""The list of what can be delivered, and the card of one order."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db.models import Case, F, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from apps.accounts.models import User
from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.neighbours import neighbours
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.delivery import cards, presenters, selectors
from apps.delivery.forms import DeliveryFilterForm, PlanForm, initial_of
from apps.delivery.models import Deliverable
from apps.delivery.plans import KIND
from apps.delivery.tables import DeliverableTable, DeliveryLineTable
from apps.documents.chain import chain_of
from apps.erp.outbox.tokens import form_token
from apps.erp.reading import SEE_READING

DETAIL = "delivery/deliverable_detail.html"
LAST = {"nulls_last": True}
# How ready an order is, most ready first; words we do not know come last.
READINESS = Case(
    When(in_stock="yes", then=Value(0)),
    When(in_stock="partially", then=Value(1)),
    When(in_stock="no", then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


class DeliverableListView(ListPage):
    title = _("Deliverable")
    permission = "deliveries.view"
    template_name = "delivery/deliverable_list.html"
    filter_form = DeliveryFilterForm
    table_class = DeliverableTable
    orders = {
        "number": ["number_key"],
        "customer": ["name_key"],
        "town": ["city"],
        "expected": [F("expected_date").asc(**LAST)],
        "stock": [READINESS],
        "lines": ["lines_ready", "lines_total"],
        "type": ["delivery_type"],
        "collect": [F("to_collect").asc(**LAST)],
        "planned": [F("planned_day").asc(**LAST), F("current__route").asc(**LAST), F("current__stop").asc(**LAST)],
        "route": [F("current__route").asc(**LAST), F("planned_day").asc(**LAST), F("current__stop").asc(**LAST)],
    }
    default_order = "expected"
    neighbours = True
    crumbs = ((_("Delivery"), ""),)
    empty_title = _("Nothing to deliver")
    empty_text = _("Orders come here by themselves when LogicTrade lists them as deliverable.")
    empty_actions = SEE_READING
    note = _("Dotted = calculated by Backoffice")

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        self.reading = cards.reading()
        found = selectors.deliverable_list(
            query=filters.get("q", ""),
            in_stock=filters.get("in_stock", ""),
            delivery_type=filters.get("delivery_type", ""),
            planned=filters.get("planned", ""),
            day=filters.get("day"),
            route=filters.get("route", ""),
            order=order,
            limit=limit,
            offset=offset,
            as_of=self.reading.as_of,
        )
        rows = [presenters.shown_row(row) for row in found.rows]
        return RowPage(rows, found.number, found.size, found.total, found.as_of)

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return reading_context(self.reading)

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s order", "%(n)s orders", total.value) % {"n": shown_count(total)}


def reading_context(reading: cards.Reading) -> dict[str, Any]:
    return {"as_of": reading.as_of, "state": reading.state, "not_granted": reading.not_granted}


def get_order(pk: int) -> Deliverable:
    """The order of an address. Raises Http404."""
    order = selectors.deliverable_get(pk)
    if order is None:
        raise Http404("no such delivery")
    return order


@require_safe
@requires("deliveries.view")
def deliverable_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What to fetch, where to, what to collect, and the plan."""
    order = get_order(pk)
    panel = presenters.plan_panel(request.user, order)
    return render_page(request, DETAIL, card_context(request, order, panel, None))


def card_context(
    request: HttpRequest,
    order: Deliverable,
    panel: presenters.PlanPanel,
    form: PlanForm | None,
    token: str = "",
) -> dict[str, Any]:
    """All that the card prints; ``form`` is a refused one that comes back with what was typed."""
    shown = cards.shown_delivery(request.user, order)
    return {
        "delivery": shown,
        "order": order,
        "table": DeliveryLineTable(shown.lines),
        "chain": chain_of(request.user, shown.sales_order, at="delivery"),
        "neighbours": neighbours(request, "delivery:deliverable_list", order.pk),
        **reading_context(cards.reading()),
        **plan_context(request, order, panel, form, token),
    }


def plan_context(
    request: HttpRequest,
    order: Deliverable,
    panel: presenters.PlanPanel,
    form: PlanForm | None,
    token: str = "",
) -> dict[str, Any]:
    """What the plan's panel prints. Without the right to plan, or for an order that left the list, no form."""
    user = cast(User, request.user)
    context: dict[str, Any] = {"order": order, "panel": panel, "form": None}
    if order.gone_at or not may(user, "deliveries.plan"):
        return context
    day = order.confirmed_date or order.expected_date
    form = form or PlanForm(initial=initial_of(selectors.plan_to_edit(order.pk), day))
    return context | {
        "blocked": presenters.cannot_send(),
        "form": form,
        "token": token or form_token(user, f"{KIND}:{order.pk}"),
        "routes": selectors.route_names(),
        "suggestion": presenters.stop_suggestion(form["day"].value(), form["route"].value(), order.pk),
    }
