"""Introspection, outside the resource prefix (contract section 1.1, operation 1)."""

from apps.sandbox.call import Call, Route
from apps.sandbox.codes import DOCUMENTED_SCOPES, SCOPES
from apps.sandbox.keys import scope_text
from apps.sandbox.messages import Response


def introspect(call: Call) -> Response:
    if call.request.body:
        call.violation("unexpected_body", "", "introspection takes no body")
    key = call.key
    active = not key.revoked and key.exp > call.clock.seconds()
    return Response.json(
        {
            "active": active,
            "scope": scope_text(_words(call)),
            call.dialect["client_id"]: key.client_id,
            "username": key.username,
            "exp": key.exp,
        }
    )


def _words(call: Call) -> list[str]:
    shown = DOCUMENTED_SCOPES if call.dialect["scope_words"] == "documented" else SCOPES
    return [word for word in call.key.scope if word in shown]


ROUTES = (Route(1, "POST", "/authentication/introspect", None, introspect),)
