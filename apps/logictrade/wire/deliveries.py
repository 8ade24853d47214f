"""The body that plans a delivery (contract section 6.5, op 42)."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from apps.logictrade.query import encode_moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = time(12)


def delivery_update_body(
    day: date, at: time | None = None, route: str = "", sequence: int | None = None
) -> dict[str, Any]:
    """The planned moment in UTC, the route's name and the stop number as text.

    Without a time the plan says 12:00 in Amsterdam, so that no reading of the zone changes the day.
    """
    body: dict[str, Any] = {"deliveryDate": encode_moment(datetime.combine(day, at or NOON, AMSTERDAM))}
    if route:
        body["route"] = route
    if sequence is not None:
        body["routeSequence"] = str(sequence)
    return body
