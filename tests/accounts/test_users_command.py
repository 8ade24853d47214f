"""`manage.py users`."""

import getpass
import io
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import User
from apps.audit.models import AuditEntry
from tests.accounts.support import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """Standard input holds one line."""

    def put(line: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))

    return put


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("users", *arguments, stdout=out)
    return out.getvalue()


def test_add_reads_the_password_from_standard_input(typed):
    typed(PASSWORD + "\n")
    assert run("add", "joris", "--role", "sales", "--role", "viewer") == "joris added as sales, viewer.\n"
    user = User.objects.get()
    assert user.check_password(PASSWORD)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor_id, entry.actor_name) == ("user:created", None, "manage.py")


def test_add_asks_twice_at_a_terminal(monkeypatch):
    answers = [PASSWORD, PASSWORD, PASSWORD, "something else"]
    monkeypatch.setattr(sys, "stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})())
    monkeypatch.setattr(getpass, "getpass", lambda prompt: answers.pop(0))
    run("add", "joris", "--role", "sales")
    with pytest.raises(CommandError, match="differ"):
        run("add", "piet", "--role", "sales")
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["", "short\n"])
def test_a_weak_password_is_refused(typed, password):
    typed(password)
    with pytest.raises(CommandError):
        run("add", "joris", "--role", "sales")
    assert not User.objects.exists()


def test_a_role_that_does_not_exist_is_refused(typed):
    typed(PASSWORD)
    with pytest.raises(CommandError, match="boss"):
        run("add", "joris", "--role", "boss")


def test_list_shows_state_and_roles(people):
    assert run("lock", "viewer") == "viewer locked.\n"
    lines = run("list").splitlines()
    assert len(lines) == 6
    assert lines[-2].split() == ["viewer", "locked", "viewer", "Viewer"]
    run("unlock", "viewer")
    assert "locked" not in run("list")


def test_list_without_users_says_what_to_do():
    assert "users add NAME" in run("list")


def test_roles_and_password(people, typed):
    run("roles", "viewer", "--role", "finance")
    assert User.objects.get(username="viewer").roles == {"finance"}
    typed("another fine horse")
    assert run("password", "viewer").startswith("Password of viewer set")
    assert User.objects.get(username="viewer").check_password("another fine horse")
    assert "horse" not in str(list(AuditEntry.objects.values_list()))


@pytest.mark.parametrize("verb", ["lock", "unlock", "password"])
def test_a_name_nobody_has(verb):
    with pytest.raises(CommandError, match="no user ghost"):
        run(verb, "ghost")
