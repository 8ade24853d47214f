"""Deliverable orders follow from orders: open, not yet delivered, with what is ready (contract section 6.4)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from .codes import DELIVERY_TYPES
from .facets import part
from .store import Row, Store

Record = dict[str, Any]
ProductOf = Callable[[str], Record | None]

_IN_STOCK = {"none": "no", "partial": "partially", "complete": "yes"}


def save_order(store: Store, order: Record, stamp: int) -> None:
    """Store an order and its deliverable form, or take the latter away."""
    with store.transaction():
        store.put(Row("order", order["id"], stamp, order))
        delivery = deliverable(order, lambda code: product_by_code(store, code))
        if delivery is None:
            store.delete("delivery", order["id"])
        else:
            store.put(Row("delivery", order["id"], stamp, delivery))


def product_by_code(store: Store, code: str) -> Record | None:
    """The product with exactly this code; of several, the oldest."""
    for product_id in sorted(store.ids_with("product", "code", code.strip().casefold())):
        product = store.get("product", product_id)
        if product is not None and product.get("code") == code.strip():
            return product
    return None


def deliverable(order: Record, product_of: ProductOf) -> Record | None:
    """The entry of operation 41, None when there is nothing to deliver."""
    if order.get("status") != "Definitief" or order.get("deliveryStatus") == "complete":
        return None
    delivery = order.get("delivery") or {}
    text = delivery.get("type")
    paid = sum((payment.get("amount") or Decimal(0) for payment in order.get("payments") or ()), Decimal(0))
    return {
        "id": order["id"],
        "number": order.get("number"),
        "status": order.get("status"),
        "confirmedDeliveryDate": delivery.get("confirmedDate"),
        "expectedDate": delivery.get("expectedDate"),
        "inStock": _IN_STOCK.get(order.get("stockStatus") or "", "no"),
        "comment": order.get("comment"),
        "delivery": {
            "type": next((code for code, known in DELIVERY_TYPES.items() if known == text), text),
            "description": text,
            "condition": delivery.get("condition"),
            "address": delivery.get("address"),
        },
        "lines": [_line(line, product_of(str(line.get("code") or ""))) for line in order.get("lines") or ()],
        "totalPrice": order.get("totalAmount"),
        "paidAmount": paid,
    }


def _line(line: Record, product: Record | None) -> Record:
    open_quantity = _open(line)
    ready = {"complete": open_quantity, "partial": half(open_quantity)}.get(line.get("stockStatus") or "", 0)
    return {
        "id": line.get("id"),
        "lineNumber": line.get("lineNumber"),
        "code": line.get("code"),
        "barcode": part(product, "barcode"),
        "description": line.get("description"),
        "quantity": line.get("quantity"),
        "quantityToDeliver": open_quantity,
        "comment": line.get("comment"),
        "configuration": line.get("configuration"),
        "volume": part(product, "volume"),
        "inStock": _IN_STOCK.get(line.get("stockStatus") or "", "no"),
        "warehouses": [{"location": "MAG-A1", "quantity": ready}] if ready else [],
    }


def _open(line: Record) -> Decimal | int:
    quantity: Decimal | int = line.get("quantity") or 0
    return {"complete": 0, "partial": quantity - half(quantity)}.get(line.get("deliveryStatus") or "", quantity)


def half(quantity: Decimal | int) -> int:
    """The part of a partly done line, in whole pieces."""
    return int(quantity) // 2
