"""Writes in any state, as the outbox leaves them, without sending anything."""

import uuid
from datetime import timedelta
from decimal import Decimal
from typing import Any

from apps.core import clock
from apps.erp.models import Attempt, Write
from apps.logictrade import codec

PAYLOAD = {
    "reference": "Vloer boven",
    "date": "2026-11-24",
    "delivery": {"type": "BZ"},
    "lines": [
        {"lineNumber": 10, "code": "20411", "quantity": Decimal("2.5"), "partPrice": Decimal("1049.00")},
        {"lineNumber": 20, "code": "30555", "quantity": Decimal(1), "partPrice": Decimal("89.50")},
    ],
}


def made_write(user: Any, state: str = "intent", **values: Any) -> Write:
    now = clock.now()
    return Write.objects.create(
        **{
            "id": uuid.uuid4(),
            "kind": "test.quote",
            "state": state,
            "label": "Quote for Parket & Zo",
            "subject": "test:1",
            "payload": codec.dumps(PAYLOAD),
            "body_hash": "0" * 64,
            "marker": f"BO-{uuid.uuid4().hex[:12].upper()}",
            "actor": user,
            "actor_name": user.shown_name,
            "request_id": "r" * 32,
            "created_at": now,
            "changed_at": now,
        }
        | values
    )


def made_attempt(write: Write, **values: Any) -> Attempt:
    now = clock.now()
    return Attempt.objects.create(
        **{
            "write": write,
            "number": 1,
            "request_id": "a" * 32,
            "began_at": now - timedelta(seconds=2),
            "ended_at": now - timedelta(seconds=1),
            "outcome": "doubt",
            "detail": "AnswerLostError: no answer in time",
        }
        | values
    )
