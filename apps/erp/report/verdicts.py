"""Whether a guess of the contract holds on this LogicTrade."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """``word``: holds, differs or unknown; ``told``: what was seen."""

    word: str
    told: str


def holds(told: str) -> Verdict:
    return Verdict("holds", told)


def differs(told: str) -> Verdict:
    return Verdict("differs", told)


def unknown(told: str) -> Verdict:
    return Verdict("unknown", told)
