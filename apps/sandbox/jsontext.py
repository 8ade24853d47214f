"""JSON with exact numbers: Decimal in, the same digits out."""

import json
import re
from decimal import Decimal
from typing import Any

# A Decimal travels through the C encoder as a marked string and gets its quotes taken off afterwards.
_MARK = "\ue0f0"
_MARKED = re.compile(f'"{_MARK}([-+0-9.eE]+){_MARK}"')


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def loads(text: str | bytes) -> Any:
    """Parse; fractions become Decimal, NaN and Infinity are refused with ValueError."""
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


def _mark(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value}{_MARK}"
    raise TypeError(f"not JSON: {type(value).__name__}")


def dumps(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_mark, allow_nan=False)
    return _MARKED.sub(r"\1", text) if _MARK in text else text
