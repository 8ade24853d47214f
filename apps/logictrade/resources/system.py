"""The key itself: who am I and what may I see (contract section 1.1)."""

from apps.logictrade.limits import Priority
from apps.logictrade.schemas import Introspection, Parsed, parse

from .base import Resource


class System(Resource):
    def introspect(self, priority: Priority = Priority.PEOPLE) -> Parsed[Introspection]:
        """State and scope of the key; the health check. Contract op 1."""
        return parse(Introspection, self._caller.call("introspect", priority=priority).data, "introspect")
