"""From a request or a user to the actor that services and the audit log take."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from apps.accounts.models import User
from apps.audit.log import Actor


def client_address(request: HttpRequest) -> str:
    """The visitor's IP address (the proxy's word only when TRUST_PROXY says so); empty when there is none."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""


def actor_for(user: object, request: HttpRequest | None) -> Actor:
    """The actor for a user who is (not yet, or no longer) the one of the request."""
    address = client_address(request) if request else ""
    if isinstance(user, User):
        return Actor(id=user.pk, name=user.shown_name, address=address)
    return Actor(id=None, name="", address=address)


def actor_of(request: HttpRequest) -> Actor:
    """The person behind the request, with address and request id; nameless before sign-in."""
    return actor_for(request.user, request)
