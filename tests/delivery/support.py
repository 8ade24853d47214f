"""Deliverable orders as LogicTrade sends them, put into the mirror without a server."""

import re
from copy import deepcopy
from datetime import date, time
from typing import Any

from django.test import Client

from apps.core import clock
from apps.delivery.models import Deliverable, DeliveryPlan
from apps.delivery.resources import DELIVERABLES
from apps.erp.mirror.upsert import Upserted, upsert
from apps.erp.models import Write

RAW: dict[str, Any] = {
    "id": 4,
    "number": "V24000001",
    "status": "Definitief",
    "expectedDate": "2027-05-05T00:00:00",
    "confirmedDeliveryDate": None,
    "inStock": "partially",
    "comment": {"intern": "sleutel bij de buren", "extern": "Bel vooraf"},
    "delivery": {
        "type": "BM",
        "description": "Bezorgen+montage",
        "condition": "Begane grond",
        "address": {
            "name": "P. de Vries",
            "street": "Kade",
            "houseNumber": "12",
            "zipCode": "3511 AB",
            "city": "Utrecht",
            "phoneNumber": "030-1234567",
        },
    },
    "lines": [
        {
            "id": 3,
            "lineNumber": 10,
            "code": "LT00000043",
            "description": "Barstoel",
            "quantity": 3,
            "quantityToDeliver": 2,
            "volume": "0.4",
            "inStock": "yes",
            "warehouses": [{"location": "MAG-A1", "quantity": 2}],
        },
        {
            "id": 5,
            "lineNumber": 20,
            "code": "LT00000044",
            "description": "Tafel",
            "quantity": 1,
            "quantityToDeliver": 1,
            "inStock": "no",
            "warehouses": [],
        },
        {"id": 6, "lineNumber": 30, "code": "LT00000045", "quantity": 2, "quantityToDeliver": 0, "inStock": "yes"},
    ],
    "totalPrice": 369,
    "paidAmount": 100,
}


def raw(**changes: Any) -> dict[str, Any]:
    """The sample with some of its fields changed."""
    return deepcopy(RAW) | changes


def receive(*records: Any) -> Upserted:
    """As the sync stores a page."""
    return upsert(DELIVERABLES, list(records), read_began_at=clock.now())


def stored(**changes: Any) -> Deliverable:
    """The mirrored row of the sample with some of its fields changed."""
    record = raw(**changes)
    receive(record)
    return Deliverable.objects.get(pk=record["id"])


def planned(order: Deliverable, user: Any, *, state: str = "confirmed", **values: Any) -> DeliveryPlan:
    """A plan as the service keeps it, with a write in the given state."""
    now = clock.now()
    write = Write.objects.create(
        kind="delivery.plan",
        state=state,
        label="plan",
        subject=f"deliverable:{order.pk}",
        payload="{}",
        body_hash="x",
        actor=user,
        actor_name=user.shown_name,
        created_at=now,
        changed_at=now,
    )
    defaults = {"day": date(2027, 5, 11), "time": time(9, 30), "route": "Noord", "stop": 10}
    return DeliveryPlan.objects.create(
        deliverable=order,
        number=order.number,
        planned_by=user,
        planned_by_name=user.shown_name,
        planned_at=now,
        write=write,
        **(defaults | values),
    )


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of the plan form."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]


def filled(client: Client, pk: int, **typed: Any) -> dict[str, str]:
    """What a browser would post after opening the card and typing."""
    page = client.get(f"/delivery/{pk}/").content.decode()
    values = {"day": "", "time": "", "route": "", "stop": ""} | {name: str(value) for name, value in typed.items()}
    return {"token": hidden(page, "token"), "seen": hidden(page, "seen"), **values}
