"""How actions read on the page, where the fact came from, and the state it left."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.audit.actions import Action
from apps.core.labels import Label

type Text = str | Promise

ACTIONS: dict[str, Text] = {
    Action.SESSION_SIGNED_IN: _("signed in"),
    Action.SESSION_SIGNED_OUT: _("signed out"),
    Action.SESSION_FAILED: _("sign-in refused"),
    Action.USER_CREATED: _("user added"),
    Action.USER_LOCKED: _("user locked"),
    Action.USER_UNLOCKED: _("user unlocked"),
    Action.USER_ROLES_CHANGED: _("roles changed"),
    Action.USER_PASSWORD_SET: _("password changed"),
    Action.WRITE_INTENT: _("write ordered"),
    Action.WRITE_ATTEMPT: _("write sent"),
    Action.WRITE_CONFIRMED: _("write confirmed"),
    Action.WRITE_REJECTED: _("write refused"),
    Action.WRITE_UNKNOWN: _("answer lost"),
    Action.WRITE_POSTPONED: _("write postponed"),
    Action.WRITE_HELD: _("write held"),
    Action.WRITE_RELEASED: _("write released"),
    Action.WRITE_CANCELLED: _("write taken back"),
    Action.WRITE_NEEDS_HUMAN: _("write needs a decision"),
    Action.WRITE_ANSWERED: _("decision taken"),
    Action.WRITE_MARKER_LOST: _("reference lost"),
    Action.WRITE_LINKED: _("write linked"),
    Action.NOTE_ADDED: _("note added"),
    Action.NOTE_REMOVED: _("note removed"),
    Action.CUSTOMER_CODE_ADDED: _("customer's own product code added"),
    Action.CUSTOMER_CODE_REMOVED: _("customer's own product code removed"),
    Action.LEARNED_WORDS_REMOVED: _("learned words removed"),
    Action.DRAFT_RELEASED: _("concept released"),
    Action.DRAFT_DISCARDED: _("draft discarded"),
    Action.DRAFT_PRICE_REASONED: _("price explained"),
    Action.DRAFT_REBASED: _("conflict settled"),
    Action.QUOTE_DATED: _("validity or follow-up of a quote changed"),
    Action.QUOTE_FOLLOWED_UP: _("quote followed up"),
    Action.QUOTE_OUTCOME_SET: _("outcome of a quote set"),
    Action.CREDIT_LIMIT_SET: _("credit limit set"),
    Action.PROMISE_ADDED: _("promise to pay noted"),
    Action.PROMISE_REMOVED: _("promise to pay removed"),
    Action.CODE_CHANGED: _("code changed"),
    Action.SYNC_GONE_APPROVED: _("removals approved"),
    Action.SYNC_READ_AGAIN: _("record read again"),
    Action.ERP_KEY_REFUSED: _("key refused"),
    Action.LETTERHEAD_CHANGED: _("letterhead changed"),
    Action.MAIL_QUEUED: _("mail ordered"),
    Action.MAIL_SENT: _("mail sent"),
    Action.MAIL_FAILED: _("mail not sent"),
    Action.MAIL_UNKNOWN: _("mail in doubt"),
    Action.MAIL_CANCELLED: _("mail taken back"),
    Action.MAIL_ANSWERED: _("decision about a mail"),
    Action.EXPORT_MADE: _("export made"),
    Action.AUDIT_ERASED: _("details erased"),
}

GROUPS: dict[str, Text] = {
    "session": _("Sign-in"),
    "user": _("Users"),
    "write": _("Writes to LogicTrade"),
    "note": _("Notes"),
    "customer_code": _("Customers' codes"),
    "draft": _("Drafts"),
    "quote": _("Quotes"),
    "credit": _("Credit limits"),
    "promise": _("Promises to pay"),
    "code": _("Codes"),
    "sync": _("Sync"),
    "erp": _("Link with LogicTrade"),
    "letterhead": _("Letterhead"),
    "mail": _("Mail"),
    "export": _("Exports"),
    "audit": _("Audit log"),
}

# LogicTrade's own word; everything else was seen by Backoffice.
_FROM_LOGICTRADE = frozenset({Action.WRITE_CONFIRMED, Action.WRITE_REJECTED, Action.ERP_KEY_REFUSED})

RECORDED = Label(_("Recorded"), "ok", "tick")
_STATES: dict[str, Label] = {
    Action.SESSION_FAILED: Label(_("Refused"), "bad", "octagon"),
    Action.WRITE_INTENT: Label(_("Waiting"), "muted", "clock"),
    Action.WRITE_ATTEMPT: Label(_("Sent"), "accent", "sent"),
    Action.WRITE_CONFIRMED: Label(_("Confirmed"), "ok", "tick"),
    Action.WRITE_REJECTED: Label(_("Rejected"), "bad", "octagon"),
    Action.WRITE_UNKNOWN: Label(_("Unknown"), "warn", "diamond"),
    Action.WRITE_POSTPONED: Label(_("Waiting"), "muted", "clock"),
    Action.WRITE_HELD: Label(_("Held"), "bad", "bar"),
    Action.WRITE_RELEASED: Label(_("Waiting"), "muted", "clock"),
    Action.WRITE_CANCELLED: Label(_("Taken back"), "muted", "ring"),
    Action.WRITE_NEEDS_HUMAN: Label(_("You decide"), "bad", "person"),
    Action.WRITE_MARKER_LOST: Label(_("Attention"), "warn", "triangle"),
    Action.MAIL_QUEUED: Label(_("Waiting"), "muted", "clock"),
    Action.MAIL_SENT: Label(_("Sent"), "ok", "tick"),
    Action.MAIL_FAILED: Label(_("Not sent"), "bad", "octagon"),
    Action.MAIL_UNKNOWN: Label(_("You decide"), "bad", "person"),
    Action.MAIL_CANCELLED: Label(_("Taken back"), "muted", "ring"),
    Action.ERP_KEY_REFUSED: Label(_("Refused"), "bad", "octagon"),
}


def action_text(action: str) -> Text:
    """The words for an action; one that this version does not know reads as it is stored."""
    return ACTIONS.get(action, action)


def source(action: str) -> str:
    return "LogicTrade" if action in _FROM_LOGICTRADE else "Backoffice"


def state(action: str) -> Label:
    return _STATES.get(action, RECORDED)
