"""The arithmetic of the chain, without a database: canonical texts, salted hashes, signatures and keys."""

import hashlib
import hmac
import json
from datetime import UTC
from typing import Any, Protocol

import simplejson
from django.conf import settings

from apps.audit.models import AuditDetails, AuditEntry

FORMAT = 1
GENESIS = "0" * 64


class Keys(Protocol):
    """Key id to key."""

    def get(self, key_id: str, /) -> bytes | None: ...


def key_id_of(key: bytes) -> str:
    """A short name of a key that does not give it away."""
    return hmac.new(key, b"audit key id", hashlib.sha256).hexdigest()[:16]


def signing_key() -> bytes:
    return str(settings.AUDIT_KEY).encode()


def known_keys() -> dict[str, bytes]:
    """The present key and the retired ones, by key id: rows signed before a change of key still verify."""
    keys = [signing_key(), *(key.encode() for key in settings.AUDIT_OLD_KEYS)]
    return {key_id_of(key): key for key in keys}


def dumps(value: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, ASCII; Decimal as a number with exactly its own digits.

    Dates, uuids and lazy texts become text. Floats are refused: nothing that is recorded may be one.
    """
    return str(
        simplejson.dumps(
            _plain(value), use_decimal=True, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str
        )
    )


def loads(text: str) -> Any:
    """The value of `dumps`, with every number that has a fraction as Decimal."""
    return simplejson.loads(text, use_decimal=True)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("the audit log takes Decimal, never float")
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    return value


def details_hash(details: AuditDetails) -> str:
    """SHA-256 over the salt and every column of the details, exactly as stored."""
    parts = [details.salt, details.before, details.after, details.answer, details.request_id, details.address]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def canonical(entry: AuditEntry, previous_mac: str) -> bytes:
    """The text that is signed: every column of the row and the signature of the row before."""
    return json.dumps(
        [
            "backoffice audit",
            entry.format,
            entry.seq,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.actor_id,
            entry.actor_name,
            entry.action,
            entry.subject,
            entry.label,
            entry.details_hash,
            entry.key_id,
            previous_mac,
        ]
    ).encode()


def sign(entry: AuditEntry, previous_mac: str, key: bytes) -> str:
    return hmac.new(key, canonical(entry, previous_mac), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Equal, in constant time, whatever characters a tampered column may hold."""
    return hmac.compare_digest(one.encode(), other.encode())
