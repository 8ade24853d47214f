"""Changes to users, each with its entry in the audit log."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.accounts.selectors import user_named
from apps.audit.actions import Action
from apps.audit.log import Actor, record

PREFERENCES = ("language", "theme", "density", "single_keys")


def user_create(*, actor: Actor, username: str, password: str, roles: Collection[str], display_name: str = "") -> User:
    """A new person. Raises ValidationError for a name in use or not allowed, an unknown role or a weak password."""
    user = User(username=User.normalize_username(username).lower(), display_name=display_name.strip())
    if user_named(user.username):
        raise ValidationError({"username": _("This user name is in use")})
    groups = _groups(roles)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    with transaction.atomic():
        user.save()
        user.groups.set(groups)
        _record(Action.USER_CREATED, actor, user, after={"username": user.username, "roles": sorted(roles)})
    return user


def user_roles_set(*, actor: Actor, user: User, roles: Collection[str]) -> None:
    """Give a person exactly these roles; their sessions end, so no page goes on under the old ones."""
    groups = _groups(roles)
    before = sorted(user.groups.values_list("name", flat=True))
    if before == sorted(roles):
        return
    with transaction.atomic():
        user.groups.set(groups)
        user.__dict__.pop("roles", None)
        _end_sessions(user)
        _record(Action.USER_ROLES_CHANGED, actor, user, before={"roles": before}, after={"roles": sorted(roles)})


def user_password_set(*, actor: Actor, user: User, password: str) -> None:
    """A new password; every session of the person ends with the old one. Raises ValidationError for a weak one."""
    validate_password(password, user)
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])
        _record(Action.USER_PASSWORD_SET, actor, user)


def preferences_save(*, user: User, values: Mapping[str, Any]) -> None:
    """Keep the given preferences (names of `PREFERENCES`); what is not given stays as it is."""
    given = {name: value for name, value in values.items() if name in PREFERENCES}
    for name, value in given.items():
        setattr(user, name, value)
    if given:
        user.save(update_fields=list(given))


def user_lock(*, actor: Actor, user: User) -> None:
    """Nothing more by this person from the next request on."""
    _active_set(user, active=False, actor=actor)


def user_unlock(*, actor: Actor, user: User) -> None:
    _active_set(user, active=True, actor=actor)


def session_end(*, user: User, session_id: int) -> bool:
    """End one of the person's own sessions; False when they have no such session."""
    session = UserSession.objects.filter(user=user, pk=session_id).first()
    if session is None:
        return False
    session.end()
    return True


def _active_set(user: User, *, active: bool, actor: Actor) -> None:
    with transaction.atomic():
        changed = User.objects.filter(pk=user.pk).exclude(is_active=active).update(is_active=active)
        user.is_active = active
        if not active:
            _end_sessions(user)
        if changed:
            _record(Action.USER_UNLOCKED if active else Action.USER_LOCKED, actor, user)


def _end_sessions(user: User) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for session in UserSession.objects.filter(user=user):
        store.delete(session.session_key)
        session.delete()


def _groups(roles: Collection[str]) -> list[Group]:
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise ValidationError({"roles": _("There is no role %(role)s") % {"role": ", ".join(unknown)}})
    if not roles:
        raise ValidationError({"roles": _("Give at least one role")})
    return list(Group.objects.filter(name__in=roles))


def _record(action: Action, actor: Actor, user: User, before: object = None, after: object = None) -> None:
    record(action, actor=actor, subject=f"user:{user.pk}", label=user.shown_name, before=before, after=after)
