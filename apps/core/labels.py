"""How a state looks: a word, a tone and a glyph (shape first, colour third)."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Tone = Literal["ink", "muted", "accent", "ok", "warn", "bad"]
type Glyph = Literal[
    "dashed-ring",
    "ring",
    "half",
    "tick",
    "triangle",
    "octagon",
    "diamond",
    "clock",
    "sent",
    "person",
    "bar",
    "dashed-square",
]
type Text = str | Promise

GLYPHS: tuple[str, ...] = (
    "dashed-ring",
    "ring",
    "half",
    "tick",
    "triangle",
    "octagon",
    "diamond",
    "clock",
    "sent",
    "person",
    "bar",
    "dashed-square",
)
TONES: tuple[str, ...] = ("ink", "muted", "accent", "ok", "warn", "bad")


@dataclass(frozen=True)
class Label:
    """One state as shown: the word is in ink, the glyph in the tone."""

    text: Text
    tone: Tone = "muted"
    glyph: Glyph = "ring"


def unknown(text: str) -> Label:
    """A text of LogicTrade that matches nothing we know: shown as it came."""
    return Label(text or "–", "muted", "dashed-square")


type Lamp = Literal["none", "partial", "complete"]

LAMPS: dict[str, Label] = {
    "none": Label(_("none"), "muted", "ring"),
    "partial": Label(_("partial"), "warn", "half"),
    "complete": Label(_("complete"), "ok", "tick"),
}
# Always in this order: what is in stock, what was delivered, what was invoiced.
LAMP_NAMES: tuple[Text, ...] = (_("Stock"), _("Delivery"), _("Invoice"))


def lamp(value: str | None) -> Label:
    """The look of one lamp; what is not known shows as not known."""
    return LAMPS.get(value or "", Label(_("unknown"), "muted", "dashed-square"))
