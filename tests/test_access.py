"""Every address with every role: who may open it, who may post to it, and that nothing is open by mistake."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from apps.accounts.roles import PERMISSIONS, ROLES
from apps.core.access import PUBLIC, SIGNED_IN

pytestmark = pytest.mark.django_db

MEANINGLESS = {"uuid": str(uuid.UUID(int=7)), "int": 987654321, "slug": "vat", "str": "x"}
# Deliberately open: signing in and out, the choice of a language before it, and the signs of life.
OPEN = {"account_login", "account_logout", "erp:healthz", "erp:readyz", "erp:metrics"}


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


ADDRESSES = dict(patterns())


def address(name: str, pattern: URLPattern) -> str:
    kwargs = {
        key: MEANINGLESS[type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")]
        for key, converter in pattern.pattern.converters.items()
    }
    return reverse(name, kwargs=kwargs)


def allowed(role: str, permission: str) -> bool:
    return permission in {PUBLIC, SIGNED_IN} or role in PERMISSIONS[permission]


def test_every_view_declares_a_permission_that_exists():
    for name, pattern in ADDRESSES.items():
        permission = getattr(pattern.callback, "permission", "")
        assert permission in {PUBLIC, SIGNED_IN} or permission in PERMISSIONS, name
        write = getattr(pattern.callback, "write_permission", "")
        assert not write or write in {PUBLIC, SIGNED_IN} or write in PERMISSIONS, name


def test_only_these_addresses_are_open_to_everybody():
    found = {name for name, pattern in ADDRESSES.items() if pattern.callback.permission == PUBLIC}
    assert found == OPEN


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_sees_what_it_may_and_is_refused_the_rest(role, as_role):
    client = as_role(role)
    client.raise_request_exception = True
    for name, pattern in ADDRESSES.items():
        response = client.get(address(name, pattern))
        if allowed(role, pattern.callback.permission):
            assert response.status_code != 403 or name == "erp:metrics", f"{role} may open {name}"
        else:
            # 405: an address that only takes posts, which the next test tries.
            assert response.status_code in {403, 405}, f"{role} may not open {name}: {response.status_code}"


@pytest.mark.parametrize("role", list(ROLES))
def test_what_a_role_may_not_post_is_refused_by_hand_too(role, as_role):
    for name, pattern in ADDRESSES.items():
        client = as_role(role)
        permission = getattr(pattern.callback, "write_permission", "") or pattern.callback.permission
        if allowed(role, permission):
            continue
        response = client.post(address(name, pattern), {"q": "x", "token": "x"})
        assert response.status_code in {403, 405}, f"{role} may not post to {name}: {response.status_code}"


def test_a_stranger_gets_the_sign_in_page_and_nothing_else():
    for name, pattern in ADDRESSES.items():
        if pattern.callback.permission == PUBLIC:
            continue
        for method in ("get", "post"):
            response = getattr(Client(), method)(address(name, pattern))
            write = getattr(pattern.callback, "write_permission", "")
            if method == "post" and write == PUBLIC:
                continue
            assert response.status_code in {302, 401, 403}, f"{method} {name}: {response.status_code}"
            if response.status_code == 302:
                assert response["Location"].startswith(reverse("account_login")), name


def test_unsafe_requests_need_the_csrf_token(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["admin"])
    for name, pattern in ADDRESSES.items():
        response = client.post(address(name, pattern))
        assert response.status_code in {403, 405}, f"{name}: {response.status_code}"


def test_no_page_can_be_framed_cached_or_scripted_from_elsewhere(as_role):
    client = as_role("admin")
    for name, pattern in ADDRESSES.items():
        response = client.get(address(name, pattern))
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "no-store" in response["Cache-Control"], name
        assert response["X-Request-ID"], name
