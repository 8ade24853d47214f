"""Who may do what: one table of permissions, and the roles that hold them. Roles are Django groups by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

ROLES: dict[str, Any] = {
    "sales": _("Sales"),
    "purchasing": _("Purchasing"),
    "warehouse": _("Warehouse"),
    "finance": _("Finance"),
    "viewer": _("Viewer"),
    "admin": _("Administrator"),
}
_ALL = frozenset(ROLES)

PERMISSIONS: dict[str, frozenset[str]] = {
    "customers.view": frozenset({"sales", "finance", "viewer", "admin"}),
    "customers.write": frozenset({"sales", "admin"}),
    "suppliers.view": frozenset({"purchasing", "finance", "viewer", "admin"}),
    "suppliers.write": frozenset({"purchasing", "admin"}),
    "products.view": _ALL,
    "products.write": frozenset({"purchasing", "admin"}),
    # What one customer pays: discounts, prices, the steps behind them.
    "prices.view": frozenset({"sales", "purchasing", "finance", "viewer", "admin"}),
    "cost.view": frozenset({"purchasing", "finance", "admin"}),
    "stock.view": _ALL,
    "quotes.view": frozenset({"sales", "finance", "viewer", "admin"}),
    "quotes.write": frozenset({"sales", "admin"}),
    "orders.view": _ALL,
    "orders.write": frozenset({"sales", "admin"}),
    "invoices.view": frozenset({"sales", "finance", "viewer", "admin"}),
    "invoices.write": frozenset({"finance", "admin"}),
    # What a customer owes, how late, and how much credit there is.
    "balances.view": frozenset({"sales", "finance", "viewer", "admin"}),
    "credit.edit": frozenset({"finance", "admin"}),
    # Sending a document although the customer is blocked, over the limit, or a margin is under the floor.
    "documents.release": frozenset({"finance", "admin"}),
    "mail.send": frozenset({"sales", "finance", "admin"}),
    "deliveries.view": frozenset({"sales", "warehouse", "finance", "viewer", "admin"}),
    "deliveries.plan": frozenset({"warehouse", "admin"}),
    # Own writes; those of everybody need writes.all.
    "writes.view": _ALL - {"viewer"},
    "writes.all": frozenset({"admin"}),
    "writes.decide": _ALL - {"viewer"},
    "audit.view": frozenset({"admin"}),
    "status.view": _ALL,
    "settings.edit": frozenset({"admin"}),
    "search.use": _ALL,
    "lists.export": _ALL - {"viewer"},
    "views.share": frozenset({"admin"}),
    "notes.write": _ALL - {"viewer"},
}


class UnknownPermissionError(LookupError):
    """A permission that the table does not know: a spelling mistake must not look like a refusal."""


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name, holders in PERMISSIONS.items() if holders & roles)


def holds(user: Any, permission: str) -> bool:
    """Whether one of the user's roles holds the permission; a locked user holds none. Raises UnknownPermissionError."""
    if permission not in PERMISSIONS:
        raise UnknownPermissionError(permission)
    return bool(user.is_active and PERMISSIONS[permission] & user.roles)
