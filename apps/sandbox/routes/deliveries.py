"""Deliverable orders and their plan (contract sections 6.4 and 6.5, operations 41 and 42)."""

from apps.sandbox.bodies import DELIVERY_PLAN
from apps.sandbox.call import Call, Route
from apps.sandbox.derive import save_order
from apps.sandbox.messages import Response
from apps.sandbox.moments import AMSTERDAM, naive_text, parse_stamp
from apps.sandbox.paging import PAGE, Filter, page
from apps.sandbox.present import OWN_DELIVERY_IDS
from apps.sandbox.problems import INVALID, ProblemError
from apps.sandbox.store import Row

_FILTERS = {"inStock": ("inStock", Filter.EXACT), "deliveryType": ("deliveryType", Filter.EXACT)}


def list_deliveries(call: Call) -> Response:
    if call.query.get("inStock", "yes") not in ("yes", "no", "partially"):
        raise ProblemError(400, INVALID, "Invalid request: inStock is yes, no or partially")
    return page(call, "delivery", _FILTERS)


def update_delivery(call: Call) -> Response:
    """Plan a delivery; the moment shows as confirmedDeliveryDate, route and stop do not show at all."""
    order_id = (call.record_id or 0) - (OWN_DELIVERY_IDS if call.dialect["delivery_id"] == "own" else 0)
    order = call.store.get("order", order_id)
    if order is None or not call.store.has("delivery", order_id):
        raise ProblemError(404)
    body = call.body(DELIVERY_PLAN)
    stamp = call.clock.stamp()
    if call.dialect["delivery_update"] == "sets":
        if "deliveryDate" in body:
            moment = body["deliveryDate"]
            order["delivery"] = (order.get("delivery") or {}) | {
                "confirmedDate": naive_text(parse_stamp(moment, AMSTERDAM)) if moment else None
            }
        order["modifiedDate"] = naive_text(stamp)
        save_order(call.store, order, stamp)
    call.store.put(Row("plan", order_id, stamp, {"id": order_id, **body}))
    call.journal.effect(call.number, "delivery", order_id, "update")
    return Response.json({})


ROUTES = (
    Route(41, "GET", "/rest/v1/deliveries", "delivery", list_deliveries, PAGE | set(_FILTERS) | {"modifiedAfter"}),
    Route(42, "PUT", "/rest/v1/deliveries/{id}", "delivery", update_delivery),
)
