"""Changes to users: checked, audited, and felt by open sessions."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.test import Client

from apps.accounts import selectors, services
from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.audit.models import AuditEntry
from tests.accounts.support import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
ADMIN = Actor(id=1, name="Fatima Bos")


def create(**changes: object) -> User:
    values = {"username": "joris", "password": PASSWORD, "roles": ["sales"], "display_name": "Joris Vos"} | changes
    return services.user_create(actor=ADMIN, **values)  # type: ignore[arg-type]


def last() -> AuditEntry:
    return AuditEntry.objects.select_related("details")[0]


def test_a_new_user_has_a_hashed_password_roles_and_an_entry():
    user = create(username="Joris", roles=["sales", "viewer"])
    assert user.username == "joris"
    assert user.check_password(PASSWORD)
    assert User.objects.get(pk=user.pk).roles == {"sales", "viewer"}
    entry = last()
    assert (entry.action, entry.subject, entry.label) == (Action.USER_CREATED, f"user:{user.pk}", "Joris Vos")
    assert entry.actor_name == "Fatima Bos"
    assert entry.details.after == '{"roles":["sales","viewer"],"username":"joris"}'


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"username": "JORIS"}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"roles": ["boss"]}, "roles"),
        ({"roles": []}, "roles"),
    ],
)
def test_what_is_not_right_is_refused(changes, field):
    create()
    with pytest.raises(ValidationError) as caught:
        create(**({"username": "piet"} | changes))
    assert field in caught.value.message_dict
    assert User.objects.count() == 1
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize("password", ["short", "password1234", "joris.vos.123", ""])
def test_weak_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        create(username="joris.vos.12", password=password)
    assert not User.objects.exists()


def signed_in(name: str) -> Client:
    client = Client()
    assert sign_in(client, name).status_code == 302
    return client


def inside(client: Client) -> bool:
    return client.get("/accounts/sessions/").status_code == 200


def test_other_roles_end_the_sessions(people):
    client = signed_in("sales")
    services.user_roles_set(actor=ADMIN, user=people["sales"], roles=["finance"])
    assert people["sales"].roles == {"finance"}
    assert not inside(client)
    entry = last()
    assert entry.action == Action.USER_ROLES_CHANGED
    assert (entry.details.before, entry.details.after) == ('{"roles":["sales"]}', '{"roles":["finance"]}')
    services.user_roles_set(actor=ADMIN, user=people["sales"], roles=["finance"])
    assert last().seq == entry.seq, "no change, no entry"


def test_a_new_password_ends_the_sessions(people):
    client = signed_in("sales")
    services.user_password_set(actor=ADMIN, user=people["sales"], password="another fine horse")
    assert not inside(client)
    assert last().action == Action.USER_PASSWORD_SET
    assert sign_in(Client(), password="another fine horse").status_code == 302


def test_locking_and_unlocking(people):
    client = signed_in("sales")
    services.user_lock(actor=ADMIN, user=people["sales"])
    assert not inside(client)
    assert not UserSession.objects.exists()
    assert sign_in(Client()).status_code == 422
    services.user_lock(actor=ADMIN, user=people["sales"])
    services.user_unlock(actor=ADMIN, user=people["sales"])
    assert sign_in(Client()).status_code == 302
    made = AuditEntry.objects.filter(action__startswith="user:").order_by("seq").values_list("action", flat=True)
    assert list(made) == [Action.USER_LOCKED, Action.USER_UNLOCKED]


def test_preferences_touch_nothing_else(people):
    services.preferences_save(user=people["sales"], values={"theme": "dark", "is_superuser": True, "username": "x"})
    user = User.objects.get(username="sales")
    assert (user.theme, user.is_superuser) == ("dark", False)


def test_names_are_found_without_letter_case(people):
    assert selectors.user_named("SALES") == people["sales"]
    assert selectors.user_named("nobody") is None
