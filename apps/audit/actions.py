"""The closed vocabulary of the audit log: one "subject:verb" for everything that is ever recorded."""

from enum import StrEnum


class Action(StrEnum):
    SESSION_SIGNED_IN = "session:signed_in"
    SESSION_SIGNED_OUT = "session:signed_out"
    SESSION_FAILED = "session:failed"

    USER_CREATED = "user:created"
    USER_LOCKED = "user:locked"
    USER_UNLOCKED = "user:unlocked"
    USER_ROLES_CHANGED = "user:roles_changed"
    USER_PASSWORD_SET = "user:password_set"  # noqa: S105 (the name of an action)

    WRITE_INTENT = "write:intent"
    WRITE_ATTEMPT = "write:attempt"
    WRITE_CONFIRMED = "write:confirmed"
    WRITE_REJECTED = "write:rejected"
    WRITE_UNKNOWN = "write:unknown"
    WRITE_POSTPONED = "write:postponed"
    WRITE_HELD = "write:held"
    WRITE_RELEASED = "write:released"
    WRITE_CANCELLED = "write:cancelled"
    WRITE_NEEDS_HUMAN = "write:needs_human"
    WRITE_ANSWERED = "write:answered"
    WRITE_MARKER_LOST = "write:marker_lost"
    WRITE_LINKED = "write:linked"

    NOTE_ADDED = "note:added"
    NOTE_REMOVED = "note:removed"
    CUSTOMER_CODE_ADDED = "customer_code:added"
    CUSTOMER_CODE_REMOVED = "customer_code:removed"
    LEARNED_WORDS_REMOVED = "learned_words:removed"
    DRAFT_RELEASED = "draft:released"
    DRAFT_DISCARDED = "draft:discarded"
    DRAFT_PRICE_REASONED = "draft:price_reasoned"
    DRAFT_REBASED = "draft:rebased"
    QUOTE_DATED = "quote:dated"
    QUOTE_FOLLOWED_UP = "quote:followed_up"
    QUOTE_OUTCOME_SET = "quote:outcome_set"
    CREDIT_LIMIT_SET = "credit:limit_set"
    PROMISE_ADDED = "promise:added"
    PROMISE_REMOVED = "promise:removed"
    CODE_CHANGED = "code:changed"
    SYNC_GONE_APPROVED = "sync:gone_approved"
    SYNC_READ_AGAIN = "sync:read_again"
    ERP_KEY_REFUSED = "erp:key_refused"
    LETTERHEAD_CHANGED = "letterhead:changed"
    MAIL_QUEUED = "mail:queued"
    MAIL_SENT = "mail:sent"
    MAIL_FAILED = "mail:failed"
    MAIL_UNKNOWN = "mail:unknown"
    MAIL_CANCELLED = "mail:cancelled"
    MAIL_ANSWERED = "mail:answered"
    EXPORT_MADE = "export:made"
    AUDIT_ERASED = "audit:erased"

    @property
    def group(self) -> str:
        """The part before the colon, by which the page filters."""
        return self.value.partition(":")[0]
