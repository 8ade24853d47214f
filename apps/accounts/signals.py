"""Sign-ins, sign-outs and failed tries go into the audit log."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from apps.accounts import selectors, sessions
from apps.accounts.actors import actor_for
from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import clean, record


def _record(action: Action, user: Any, request: HttpRequest | None) -> None:
    if not isinstance(user, User):
        return
    with transaction.atomic():
        record(action, actor=actor_for(user, request), subject=f"user:{user.pk}", label=user.shown_name)


def on_logged_in(user: Any, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    if request is not None:
        sessions.start(request)
    _record(Action.SESSION_SIGNED_IN, user, request)


def on_logged_out(user: Any, request: HttpRequest | None = None, **_kwargs: Any) -> None:
    _record(Action.SESSION_SIGNED_OUT, user, request)


def on_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_kwargs: Any) -> None:
    """A try under a name of ours counts as that person's; any other text typed (it may be a password in the wrong
    field) stays out of the chain, in the details, which can be erased.
    """
    typed = clean(credentials.get("username", ""), 150)
    user = selectors.user_named(typed)
    with transaction.atomic():
        record(
            Action.SESSION_FAILED,
            actor=actor_for(None, request),
            subject=f"user:{user.pk}" if user else "session:unknown",
            label=user.username if user else "",
            after={"name": typed},
        )


def connect() -> None:
    user_logged_in.connect(on_logged_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(on_logged_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(on_failed, dispatch_uid="accounts.failed")
