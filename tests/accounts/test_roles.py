"""The one table of who may do what."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.management import call_command

from apps.accounts.backends import RoleBackend
from apps.accounts.models import User
from apps.accounts.roles import PERMISSIONS, ROLES, UnknownPermissionError, permissions_of
from apps.core.access import PUBLIC, SIGNED_IN, may

pytestmark = pytest.mark.django_db

EXPECTED = {
    "sales": "customers.view customers.write products.view prices.view stock.view lists.export notes.write "
    "quotes.view quotes.write orders.view orders.write invoices.view balances.view mail.send "
    "deliveries.view writes.view writes.decide status.view search.use",
    "purchasing": "suppliers.view suppliers.write products.view products.write cost.view prices.view stock.view "
    "orders.view writes.view writes.decide status.view search.use lists.export notes.write",
    "warehouse": "lists.export notes.write products.view stock.view orders.view deliveries.view deliveries.plan "
    "writes.view writes.decide status.view search.use",
    "finance": "suppliers.view prices.view lists.export notes.write customers.view products.view cost.view "
    "stock.view quotes.view orders.view invoices.view invoices.write balances.view credit.edit documents.release "
    "mail.send deliveries.view writes.view writes.decide status.view search.use",
    "viewer": "customers.view suppliers.view products.view prices.view stock.view quotes.view orders.view "
    "invoices.view balances.view deliveries.view status.view search.use",
    "admin": " ".join(PERMISSIONS),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_holds_exactly_its_permissions(people, role):
    held = {name for name in PERMISSIONS if may(people[role], name)}
    assert held == set(EXPECTED[role].split()) == permissions_of(frozenset({role}))


def test_several_roles_add_up(people):
    people["warehouse"].groups.add(Group.objects.get(name="finance"))
    user = User.objects.get(username="warehouse")
    assert may(user, "deliveries.plan")
    assert may(user, "cost.view")


def test_the_locked_the_nameless_and_the_roleless_hold_nothing(people):
    people["admin"].is_active = False
    assert not may(people["admin"], "stock.view")
    assert not may(people["admin"], SIGNED_IN)
    assert not may(AnonymousUser(), "stock.view")
    assert may(AnonymousUser(), PUBLIC)
    assert not may(User.objects.create(username="new"), "stock.view")


def test_there_is_no_superuser():
    user = User.objects.create(username="root", is_superuser=True, is_staff=True)
    assert not may(user, "settings.edit")


def test_a_misspelt_permission_is_an_error_not_a_refusal(people):
    with pytest.raises(UnknownPermissionError):
        may(people["admin"], "stock.vieuw")


def test_djangos_own_questions_get_the_same_answer(people):
    backend = RoleBackend()
    assert backend.get_all_permissions(people["viewer"]) == permissions_of(frozenset({"viewer"}))
    assert backend.get_all_permissions(AnonymousUser()) == set()
    assert backend.has_perm(people["sales"], "quotes.write")
    assert not backend.has_perm(AnonymousUser(), "quotes.write")


def test_a_request_reads_the_roles_once(people, django_assert_num_queries):
    user = User.objects.get(username="sales")
    with django_assert_num_queries(1):
        for name in PERMISSIONS:
            may(user, name)


def test_migrate_makes_the_roles_and_repeats_without_harm():
    Group.objects.filter(name="sales").delete()
    call_command("migrate", verbosity=0)
    call_command("migrate", verbosity=0)
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES)
