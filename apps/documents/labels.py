"""Derived states, one function per kind of document (contract section 6.7), and how they look."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.core.labels import Label, unknown

UNKNOWN = "unknown"
_LOST = ("vervallen", "afgewezen", "geannuleerd")
_CANCELLED = ("geannuleerd", "vervallen")
CENT = Decimal("0.01")


def _says(status: str, words: tuple[str, ...]) -> bool:
    return any(word in status for word in words)


def quote_state(status: str | None, *, ordered: bool = False) -> str:
    """draft, final, ordered, lost or unknown. ``ordered``: an order that came from this quote is known."""
    text = (status or "").strip().casefold()
    if ordered:
        return "ordered"
    if text == "niet definitief":
        return "draft"
    if text == "definitief":
        return "final"
    return "lost" if _says(text, _LOST) else UNKNOWN


def order_state(status: str | None, stock: str | None, delivery: str | None, invoice: str | None) -> str:
    """What is next for an order; delivery goes before invoicing, because the two are independent of each other."""
    text = (status or "").strip().casefold()
    if _says(text, _CANCELLED):
        return "cancelled"
    if text == "niet definitief":
        return "draft"
    if text != "definitief":
        return UNKNOWN
    if delivery == "complete":
        return "done" if invoice == "complete" else "delivered"
    if delivery == "partial":
        return "partly_delivered"
    if stock == "complete":
        return "ready"
    return {"complete": "invoiced", "partial": "partly_invoiced"}.get(invoice or "", "open")


def invoice_state(number: str | None, total: Decimal | None, paid: Decimal) -> str:
    """How far an invoice is paid (contract section 6.3): LogicTrade says only what was received.

    Whether it is overdue depends on the day on which somebody looks, and so is no state.
    """
    if not (number or "").strip():
        return "concept"
    if total is None:
        return UNKNOWN
    if total < 0:
        return "credit"
    if abs(total - paid) < CENT:
        return "paid"
    if paid > total:
        return "overpaid"
    return "partial" if paid > 0 else "unpaid"


_DRAFT = Label(_("Not final"), "muted", "dashed-ring")
STATES: dict[str, dict[str, Label]] = {
    "quote": {
        "draft": _DRAFT,
        "final": Label(_("Final"), "ink", "ring"),
        "ordered": Label(_("Became an order"), "ok", "tick"),
        "lost": Label(_("Lost"), "muted", "bar"),
    },
    "order": {
        "draft": _DRAFT,
        "open": Label(_("Open"), "accent", "ring"),
        "ready": Label(_("Ready"), "ok", "tick"),
        "partly_delivered": Label(_("Partly delivered"), "warn", "half"),
        "delivered": Label(_("Delivered"), "ok", "tick"),
        "partly_invoiced": Label(_("Partly invoiced"), "warn", "half"),
        "invoiced": Label(_("Invoiced"), "accent", "ring"),
        "done": Label(_("Done"), "ok", "tick"),
        "cancelled": Label(_("Cancelled"), "muted", "bar"),
    },
    "invoice": {
        "concept": Label(_("Concept"), "muted", "dashed-ring"),
        "unpaid": Label(_("Unpaid"), "accent", "ring"),
        "partial": Label(_("Partly paid"), "warn", "half"),
        "paid": Label(_("Paid"), "ok", "tick"),
        "overpaid": Label(_("Overpaid"), "warn", "half"),
        "credit": Label(_("Credit note"), "ink", "ring"),
    },
    "delivery": {
        "not_ready": Label(_("Not in stock"), "muted", "ring"),
        "partly_ready": Label(_("Partly in stock"), "warn", "half"),
        "ready": Label(_("In stock"), "ok", "tick"),
        "planned": Label(_("Planned"), "accent", "ring"),
        "gone": Label(_("Left the list"), "muted", "bar"),
    },
}

OVERDUE = Label(_("Overdue"), "bad", "triangle")
GONE = Label(_("Removed in LogicTrade"), "muted", "bar")
# States in which nothing more is expected of a document: its row is grey.
CLOSED = frozenset({"lost", "done", "cancelled", "gone", "ordered", "paid"})
# What a customer is still waiting for; of an order in a state that we cannot read the delivery decides.
OPEN_ORDER = frozenset({"draft", "open", "ready", "partly_delivered", "partly_invoiced", "invoiced"})
OPEN_QUOTE = frozenset({"draft", "final"})
# What the customer still has to pay.
OPEN_INVOICE = frozenset({"unpaid", "partial"})


def state_label(kind: str, state: str, status_text: str = "", *, gone: bool = False) -> Label:
    """The look of a derived state; a text that matches nothing is shown as LogicTrade sent it."""
    if gone:
        return GONE
    return STATES.get(kind, {}).get(state) or unknown(status_text)


def state_choices(kind: str) -> list[tuple[str, object]]:
    """States to filter on, the unknown last."""
    return [*((key, label.text) for key, label in STATES[kind].items()), (UNKNOWN, _("Other"))]
