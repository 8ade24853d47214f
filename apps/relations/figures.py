"""What the apps above know of a customer, asked through here because imports only go down.

An app registers a `Source` from its ready(); its figures then stand in the list and on the card.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.functional import Promise

from apps.relations.models import Customer


@dataclass(frozen=True)
class Activity:
    """What a row of the list shows of a customer's orders."""

    open_orders: int = 0
    last_order: date | None = None


@dataclass(frozen=True)
class Figure:
    """One figure of the strip on the card, calculated by us; ``href`` opens what it counts, ``zero`` shows it grey.

    ``attention`` marks what must be seen before anything is sold.
    """

    label: str | Promise
    value: str
    note: str = ""
    href: str = ""
    zero: bool = False
    attention: bool = False


class Source(Protocol):
    """An app that knows something of customers. Each question costs at most two queries, however many are asked for."""

    def activities(self, customer_ids: Sequence[int]) -> Mapping[int, Activity]: ...

    def figures(self, user: Any, customer_id: int) -> Sequence[Figure]: ...


_sources: list[Source] = []


def register(source: Source) -> None:
    """Let an app answer (from its ready())."""
    _sources.append(source)


def customer_figures(user: Any, customer_id: int) -> list[Figure]:
    """The strip of a customer's card: what the user may see of it."""
    return [figure for source in _sources for figure in source.figures(user, customer_id)]


def note_activity(rows: Sequence[Customer]) -> None:
    """Write the orders' figures beside the rows of one page."""
    if not rows:
        return
    for source in _sources:
        known = source.activities([row.pk for row in rows])
        for row in rows:
            activity = known.get(row.pk, Activity())
            row.open_orders, row.last_order = activity.open_orders, activity.last_order
