"""Whose paper it is: the letterhead as plain values, and the texts that stand around the lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

DEFAULT_COLOUR = "#1b5b9a"


@dataclass(frozen=True)
class Logo:
    """A checked picture; ``format`` is png, jpg or svg."""

    format: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class House:
    """The company that writes. Nothing is printed of what is empty."""

    company: str = ""
    address: Sequence[str] = ()
    phone: str = ""
    email: str = ""
    website: str = ""
    coc_number: str = ""
    vat_number: str = ""
    iban: str = ""
    bic: str = ""
    colour: str = DEFAULT_COLOUR
    footer: str = ""
    logo: Logo | None = None


@dataclass(frozen=True)
class Wording:
    """Texts of one kind in one language, with the blanks filled in."""

    intro: str = ""
    closing: str = ""
