"""Reads of deliverable orders and their plans: list, card, suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import FilteredRelation, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from apps.core.pages import OrderTerm
from apps.core.paging import CappedCount, RowPage
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.delivery.resources import DELIVERY_ID_IS_ORDER_ID
from apps.documents.models import Document
from apps.erp.mirror.fold import fold
from apps.erp.mirror.search import search
from apps.erp.outbox.models import State
from apps.relations.selectors import customer_get

MOST_OPTIONS = 200
STEP = 10
HEAVY = ("data", "search_key", "content_hash")


@dataclass(frozen=True)
class DeliveryRow:
    """A row of the list: the order, its current plan if any, and who it is for."""

    order: Deliverable
    plan: DeliveryPlan | None
    party_name: str


def deliverable_list(
    *,
    query: str = "",
    in_stock: str = "",
    delivery_type: str = "",
    planned: str = "",
    day: date | None = None,
    route: str = "",
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
    as_of: datetime | None = None,
) -> RowPage[DeliveryRow]:
    """One page of what can be delivered. A query finds orders that left the list too.

    ``planned``: yes or no. ``day`` is the day of the plan; without a plan of ours, the day LogicTrade shows.
    """
    rows = _with_plan().filter(_where(in_stock, delivery_type, planned, day, route))
    if not query:
        page = RowPage.of(rows.filter(gone_at=None).order_by(*order, "pk"), limit=limit, offset=offset)
        return RowPage(_rows(page.rows), page.number, limit, page.total, as_of)
    hits = search(Deliverable, query)
    found = rows.filter(pk__in=hits.ids)
    shown = list(found.order_by(*order, "pk")[offset : offset + limit])
    total = CappedCount(found.count(), hits.capped)
    return RowPage(_rows(shown), offset // limit + 1, limit, total, as_of)


def _with_plan() -> QuerySet[Deliverable]:
    return (
        Deliverable.objects.defer(*HEAVY)
        .annotate(current=FilteredRelation("plans", condition=Q(plans__is_current=True)))
        .annotate(planned_day=Coalesce("current__day", "confirmed_date"))
    )


def _where(in_stock: str, delivery_type: str, planned: str, day: date | None, route: str) -> Q:
    where = Q()
    if in_stock:
        where &= Q(in_stock=in_stock)
    if delivery_type:
        where &= Q(delivery_type=delivery_type)
    if planned:
        where &= Q(planned_day__isnull=planned == "no")
    if day:
        where &= Q(planned_day=day)
    if route:
        where &= Q(current__route=route)
    return where


def _rows(orders: Sequence[Deliverable]) -> list[DeliveryRow]:
    plans = plans_current([order.pk for order in orders])
    names = _party_names([order.number for order in orders if order.number and not order.party_name])
    return [
        DeliveryRow(order, plans.get(order.pk), order.party_name or names.get(order.number, "")) for order in orders
    ]


def _party_names(numbers: Sequence[str]) -> Mapping[str, str]:
    """Names from the orders' register, where the delivery address has none; no query when all have one."""
    if not numbers:
        return {}
    found = _orders().filter(number__in=numbers).values_list("number", "party_name")
    return dict(found)


def _orders() -> QuerySet[Document]:
    return Document.objects.filter(kind=Document.Kind.ORDER)


def plans_current(ids: Sequence[int]) -> Mapping[int, DeliveryPlan]:
    """The current plans of these orders with their writes: one query."""
    rows = DeliveryPlan.objects.filter(deliverable__in=ids, is_current=True).select_related("write")
    return {plan.deliverable_id: plan for plan in rows}


def deliverable_get(pk: int) -> Deliverable | None:
    """An order by the id of the list, those that left it included."""
    return Deliverable.objects.filter(pk=pk).first()


def order_of(order: Deliverable) -> Document | None:
    """The sales order behind it: the one with its number; where that does not decide, by the guess on ids."""
    key = fold(order.number).replace(" ", "")
    same = list(_orders().filter(number_key=key, number=order.number)[:2]) if order.number else []
    if len(same) == 1:
        return same[0]
    if same or not order.number:
        return _orders().filter(remote_id=order.pk).first() if DELIVERY_ID_IS_ORDER_ID else None
    return None


def phone_of(document: Document | None) -> str:
    """The telephone number of an order's customer; empty when it is not known."""
    customer = customer_get(document.party_id) if document and document.party_id else None
    return customer.any_phone if customer else ""


def plan_current(delivery_id: int) -> DeliveryPlan | None:
    return DeliveryPlan.objects.filter(deliverable=delivery_id, is_current=True).select_related("write").first()


def plan_to_edit(delivery_id: int) -> DeliveryPlan | None:
    """What the form starts with: the newest plan, also one that LogicTrade refused, unless it was taken back."""
    plans = DeliveryPlan.objects.filter(deliverable=delivery_id).exclude(write__state=State.CANCELLED)
    return plans.first()


def plan_history(delivery_id: int) -> list[DeliveryPlan]:
    """All plans of an order, newest first."""
    return list(DeliveryPlan.objects.filter(deliverable=delivery_id).select_related("write")[:MOST_OPTIONS])


def plan_mark(order: Deliverable, plan: DeliveryPlan | None) -> str:
    """A short text that changes when somebody plans anew, or LogicTrade shows a day that no plan of ours explains."""
    explained = plan is not None and (not plan.write.final or plan.day == order.confirmed_date)
    foreign = "" if explained or order.confirmed_date is None else order.confirmed_date.isoformat()
    return f"{plan.pk if plan else 0}:{foreign}"


def route_names() -> list[str]:
    """Routes that were planned on lately, each in its newest spelling, by name."""
    plans = DeliveryPlan.objects.exclude(route="").order_by("-planned_at", "-pk")
    found: dict[str, str] = {}
    for name in plans.values_list("route", flat=True)[: 5 * MOST_OPTIONS]:
        found.setdefault(name.casefold(), name)
    return [found[key] for key in sorted(found)][:MOST_OPTIONS]


def delivery_types() -> list[str]:
    found = Deliverable.objects.filter(gone_at=None).exclude(delivery_type="").order_by("delivery_type")
    return list(found.values_list("delivery_type", flat=True).distinct()[:MOST_OPTIONS])


def stop_next(day: date, route: str, *, without: int | None = None) -> int:
    """The next free stop of a route on a day, in steps of ten to leave room; ``without`` leaves one order out."""
    plans = DeliveryPlan.objects.filter(is_current=True, day=day, route=route)
    last = plans.exclude(deliverable=without).aggregate(last=Max("stop"))["last"]
    return ((last or 0) // STEP + 1) * STEP
