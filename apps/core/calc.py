"""Arithmetic in a field: a grammar of our own, read token by token. Nothing is ever evaluated as code.

    sum     = product { ("+" | "-") product }
    product = factor { ("*" | "x" | "×" | "/" | ":") factor }
    factor  = [ "+" | "-" ] ( number | "(" sum ")" ) [ "%" ]

A percentage after ``+`` or ``-`` is of what stands before it, as on a calculator: 100+21% is 121. Elsewhere it is a
hundredth: 200*10% is 20. Numbers take either decimal mark (`core.money`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext

from apps.core.money import MINUS, parse_decimal

HUNDRED = Decimal(100)
LONGEST = 120
DEEPEST = 20
_BIGGEST = Decimal(10) ** 18
_TOKEN = re.compile(r"\s*(?:(\d[\d.,]*|[.,]\d+)|([-+*/%()]))")
_SIGNS = str.maketrans(
    {"×": "*", "x": "*", "X": "*", ":": "/", "÷": "/", MINUS: "-", "–": "-", "\u00a0": " ", "€": " "}
)


class CalcError(ValueError):
    """What was typed is no sum that can be worked out."""


@dataclass(frozen=True)
class _Value:
    """A number, and whether a percent sign stands behind it."""

    number: Decimal
    percent: bool = False

    @property
    def plain(self) -> Decimal:
        return self.number / HUNDRED if self.percent else self.number


def is_sum(text: str) -> bool:
    """Whether there is something to work out: a plain number is none."""
    try:
        parse_decimal(text)
    except ValueError:
        return any(sign in text.translate(_SIGNS) for sign in "+-*/%(")
    return False


def evaluate(text: str) -> Decimal:
    """The value of a sum: ``12*4``, ``3+2``, ``(1,5+2)/2``, ``100+21%``. Raises `CalcError`."""
    return _reading(text, _Reader.whole)


def is_change(text: str) -> bool:
    """Whether a text begins with an operator that works on what stood there."""
    typed = text.translate(_SIGNS).strip()
    return typed[:1] in ("*", "/") or (typed[:1] in ("+", "-") and typed.endswith("%"))


def change(text: str, base: Decimal) -> Decimal | None:
    """What a beginning operator makes of what stood there: ``-15%``, ``+5%``, ``*1,1``, ``/2``; None for no such text.

    A sign before a plain number makes that number, it changes nothing: ``-15`` is minus fifteen.
    Raises `CalcError`.
    """
    if not is_change(text):
        return None
    return _reading(text, lambda reader: reader.after(base))


def percentage(text: str) -> Decimal | None:
    """The percentage that was typed alone, without a sign: 22 for ``22%``; None for anything else."""
    typed = text.translate(_SIGNS).strip()
    if not typed.endswith("%") or not typed[:1].isdigit():
        return None
    try:
        return parse_decimal(typed[:-1])
    except ValueError:
        return None


def rounded(value: Decimal, places: int) -> Decimal:
    """Halves away from zero, as everywhere."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _reading(text: str, read: "Callable[[_Reader], Decimal]") -> Decimal:
    with localcontext(Context(prec=40)):
        try:
            found = read(_Reader(text))
        except DecimalException as error:
            raise CalcError(text) from error
        if abs(found) > _BIGGEST:
            raise CalcError(text)
        return found


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text))
        self._at = 0
        self._depth = 0

    def whole(self) -> Decimal:
        found = self._sum().plain
        if self._at != len(self._tokens):
            raise CalcError(self._text)
        return found

    def after(self, base: Decimal) -> Decimal:
        found = self._more(self._products(_Value(base)))
        if self._at != len(self._tokens):
            raise CalcError(self._text)
        return found.plain

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str) -> str:
        part = self._peek()
        if not part or part not in wanted:
            return ""
        self._at += 1
        return part

    def _sum(self) -> _Value:
        return self._more(self._product())

    def _more(self, left: _Value) -> _Value:
        while sign := self._take("+-"):
            right = self._product()
            step = left.plain * right.plain if right.percent else right.number
            left = _Value(left.plain + step if sign == "+" else left.plain - step)
        return left

    def _product(self) -> _Value:
        return self._products(self._factor())

    def _products(self, left: _Value) -> _Value:
        while sign := self._take("*/"):
            right = self._factor().plain
            left = _Value(left.plain * right if sign == "*" else left.plain / right)
        return left

    def _factor(self) -> _Value:
        sign = self._take("+-")
        if self._take("("):
            self._depth += 1
            if self._depth > DEEPEST:
                raise CalcError(self._text)
            number = self._sum().plain
            if not self._take(")"):
                raise CalcError(self._text)
            self._depth -= 1
        else:
            number = self._number()
        return _Value(-number if sign == "-" else number, percent=bool(self._take("%")))

    def _number(self) -> Decimal:
        part = self._peek()
        if not part or part in "+-*/%()":
            raise CalcError(self._text)
        self._at += 1
        try:
            return parse_decimal(part)
        except ValueError as error:
            raise CalcError(self._text) from error


def _tokens(text: str) -> "list[str]":
    typed = text.translate(_SIGNS).strip()
    if not typed or len(typed) > LONGEST or not typed.isascii():
        raise CalcError(text)
    found, at = [], 0
    while at < len(typed):
        match = _TOKEN.match(typed, at)
        if match is None:
            raise CalcError(text)
        found.append(match[1] or match[2])
        at = match.end()
    return found
