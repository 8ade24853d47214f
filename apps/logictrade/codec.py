"""JSON of LogicTrade in one place: strict on reading, canonical on writing, money always Decimal."""

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

import simplejson

BOM = "\ufeff"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")  # JSON may escape half a character, UTF-8 cannot hold one


class CodecError(ValueError):
    """The text is not the JSON we accept, or the value may not be written."""


def loads(text: str | bytes) -> Any:
    """Strict JSON: UTF-8, no byte order mark, no NaN, no key twice; numbers with a point or exponent become Decimal.

    Raises CodecError.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as exc:
            raise CodecError("not UTF-8") from exc
    if text.startswith(BOM):
        raise CodecError("byte order mark")
    try:
        return simplejson.loads(text, use_decimal=True, parse_constant=_refuse_constant, object_pairs_hook=_unique)
    except CodecError:
        raise
    except (ValueError, ArithmeticError, RecursionError) as exc:
        raise CodecError(f"not JSON: {type(exc).__name__}") from exc


def dumps(obj: Any) -> str:
    """Canonical JSON: sorted keys, no spaces, the scale of a Decimal kept. Raises CodecError for a float, NaN or key
    that is no text, so that money cannot pass through a float unseen."""
    try:
        _check(obj)
        text = simplejson.dumps(
            obj, use_decimal=True, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
    except (TypeError, RecursionError) as exc:
        raise CodecError(f"cannot be written: {type(exc).__name__}") from exc
    return _HALF_CHARACTER.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def digest(obj: Any) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return digest_of(dumps(obj))


def digest_of(text: str) -> str:
    """SHA-256, in hexadecimal, of a text that `dumps` made."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CodecError("a key stands twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise CodecError(f"{name} is no number")


def _check(obj: Any) -> None:
    kind = type(obj)
    if kind is str or kind is int or kind is bool or obj is None:
        return
    if isinstance(obj, float):
        raise CodecError("a float may not be written")
    if isinstance(obj, Decimal) and not obj.is_finite():
        raise CodecError("a number must be finite")
    # A dict is told at once; asking whether something is a Mapping costs more than all the rest.
    if kind is dict or isinstance(obj, Mapping):
        for key, value in obj.items():
            if not isinstance(key, str):
                raise CodecError("a key must be text")
            _check(value)
    elif isinstance(obj, list | tuple):
        for value in obj:
            _check(value)
