"""`manage.py users add | list | roles | password | lock | unlock`: the operator's side of the accounts."""

import getpass
import sys
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts import selectors, services
from apps.accounts.models import User
from apps.accounts.roles import ROLES
from apps.audit.log import Actor


def _read_password() -> str:
    """From standard input (one line) when piped, else asked for twice without showing it."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Once more: "):
        raise CommandError("The two passwords differ.")
    return password


def _user(name: str) -> User:
    user = selectors.user_named(name)
    if user is None:
        raise CommandError(f"There is no user {name}. See `manage.py users list`.")
    return user


class Command(BaseCommand):
    help = "Add, list, lock and unlock users; change roles and passwords. Everything is audited."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="a new user; the password comes from standard input")
        add.add_argument("--display-name", default="", help="the name as colleagues see it")
        roles = verbs.add_parser("roles", help="give a user exactly these roles")
        verbs.add_parser("list", help="all users")
        named = [add, roles]
        named.append(verbs.add_parser("password", help="a new password, from standard input; ends all sessions"))
        named.append(verbs.add_parser("lock", help="no sign-in, and the next request is refused"))
        named.append(verbs.add_parser("unlock", help="may sign in again"))
        for one in named:
            one.add_argument("name", metavar="NAME")
        for one in (add, roles):
            one.add_argument("--role", action="append", required=True, choices=list(ROLES), dest="roles")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        actor = Actor.system("manage.py")
        try:
            self.stdout.write(getattr(self, f"_{verb}")(actor, options))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error

    def _add(self, actor: Actor, options: dict[str, Any]) -> str:
        user = services.user_create(
            actor=actor,
            username=options["name"],
            password=_read_password(),
            roles=options["roles"],
            display_name=options["display_name"],
        )
        return f"{user.username} added as {', '.join(sorted(options['roles']))}."

    def _list(self, _actor: Actor, _options: dict[str, Any]) -> str:
        lines = []
        for user in selectors.user_list():
            roles = ", ".join(sorted(group.name for group in user.groups.all()))
            state = "active" if user.is_active else "locked"
            lines.append(f"{user.username:<20} {state:<7} {roles:<30} {user.display_name}".rstrip())
        return "\n".join(lines) or "No users yet. Add one with `manage.py users add NAME --role ROLE`."

    def _roles(self, actor: Actor, options: dict[str, Any]) -> str:
        services.user_roles_set(actor=actor, user=_user(options["name"]), roles=options["roles"])
        return f"{options['name']} is {', '.join(sorted(options['roles']))}."

    def _password(self, actor: Actor, options: dict[str, Any]) -> str:
        user = _user(options["name"])
        services.user_password_set(actor=actor, user=user, password=_read_password())
        return f"Password of {user.username} set; all sessions ended."

    def _lock(self, actor: Actor, options: dict[str, Any]) -> str:
        user = _user(options["name"])
        services.user_lock(actor=actor, user=user)
        return f"{user.username} locked."

    def _unlock(self, actor: Actor, options: dict[str, Any]) -> str:
        user = _user(options["name"])
        services.user_unlock(actor=actor, user=user)
        return f"{user.username} unlocked."
