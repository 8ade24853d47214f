"""How long a session lasts: twelve hours at most, less when nothing happens for a while."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from apps.core import clock

STARTED = "signed_in_at"
SEEN = "seen_at"
# A request writes the time at most this often.
SEEN_EVERY = timedelta(minutes=1)


def start(request: HttpRequest) -> None:
    """Called at sign-in."""
    request.session[STARTED] = request.session[SEEN] = clock.now().isoformat()


def is_over(request: HttpRequest) -> bool:
    """Whether the session is too old or was left alone too long; one without a beginning counts as over."""
    try:
        started = datetime.fromisoformat(request.session[STARTED])
        seen = datetime.fromisoformat(request.session[SEEN])
    except (KeyError, ValueError):
        return True
    now = clock.now()
    lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    return now - started >= lasts or now - seen >= idle


def touch(request: HttpRequest) -> None:
    if clock.now() - datetime.fromisoformat(request.session[SEEN]) >= SEEN_EVERY:
        request.session[SEEN] = clock.now().isoformat()
