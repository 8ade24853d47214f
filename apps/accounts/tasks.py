"""Work for the worker: sweeping away sessions that ended."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from huey import crontab
from huey.contrib.djhuey import db_periodic_task


@db_periodic_task(crontab(hour="3", minute="30"))  # type: ignore[untyped-decorator]
def sessions_sweep() -> None:
    """Rows of sessions past their end, and the list entries of sessions that are no more."""
    call_command("clearsessions")
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
