"""Named points of a send at which a test may end the process: the product passes them without doing anything."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

AFTER_LEASE = "after_lease"
BEFORE_FIRST_BYTE = "before_first_byte"
MID_BODY = "mid_body"
AFTER_LAST_BYTE = "after_last_byte"
AFTER_ANSWER = "after_answer"
BEFORE_COMMIT = "before_commit"
AFTER_COMMIT = "after_commit"
MID_LOOK_UP = "mid_look_up"
BEFORE_SUBMIT_COMMIT = "before_submit_commit"
AFTER_SUBMIT_COMMIT = "after_submit_commit"


def hook() -> Callable[[str], None] | None:
    """The function that the settings name, if any."""
    return import_string(settings.OUTBOX_MARK_HOOK) if settings.OUTBOX_MARK_HOOK else None


def mark(name: str) -> None:
    """Pass a point."""
    found = hook()
    if found is not None:
        found(name)
