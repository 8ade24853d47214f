"""Who else has a record open: soft, nothing is locked. A page that is looked at gives a sign every twenty seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from apps.core import clock
from apps.core.context import initials_of
from apps.dashboard.models import Presence

# Two signs may be missed (palette.js sends one every 20 s).
SEEN_FOR = timedelta(seconds=50)
SHOWN = 3


@dataclass(frozen=True)
class Other:
    name: str
    initials: str
    edits: bool


@dataclass(frozen=True)
class Others:
    """The other people at a record, whoever changes it first. ``key`` differs when there is something new to say."""

    people: Sequence[Other]
    more: int
    key: str


def give_sign(*, user: Any, subject: str, doing: str) -> None:
    """This person has this record before them, to read (`Presence.Doing.VIEW`) or to change."""
    Presence.objects.bulk_create(
        [Presence(user=user, subject=subject, doing=doing, at=clock.now())],
        update_conflicts=True,
        unique_fields=["user", "subject", "doing"],
        update_fields=["at"],
    )


def others_at(subject: str, *, but: Any) -> Others:
    """Who else gave a sign at this record lately. Costs one query."""
    rows = Presence.objects.filter(subject=subject, at__gte=clock.now() - SEEN_FOR, user__is_active=True)
    rows = rows.exclude(user=but).select_related("user").order_by("user__display_name", "user_id")
    edits: dict[int, bool] = {}
    names: dict[int, str] = {}
    for row in rows:
        edits[row.user_id] = edits.get(row.user_id, False) or row.doing == Presence.Doing.EDIT
        names[row.user_id] = row.user.get_full_name()
    order = sorted(names, key=lambda pk: not edits[pk])
    people = [Other(names[pk], initials_of(names[pk]), edits[pk]) for pk in order]
    key = ",".join(f"{pk}{'!' if edits[pk] else ''}" for pk in order)
    return Others(people[:SHOWN], max(0, len(people) - SHOWN), key)


def sweep() -> int:
    """Delete the signs that say nothing any more."""
    return Presence.objects.filter(at__lt=clock.now() - SEEN_FOR).delete()[0]
