"""Folding: how texts, telephone numbers and postcodes become keys that two databases compare alike.

The fold runs in Python and never in the database, so SQLite and PostgreSQL find the same records.
"""

import re
import unicodedata
from collections.abc import Iterable

# Letters that do not fall apart under NFKD. Applied after casefold: the other way round misses capitals such as Ø.
LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "ĳ": "ij", "ı": "i"}
)
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Latin digraphs that German spelling uses for an umlaut. "oe" is a plain Dutch vowel, so it is never taken together.
DIGRAPHS = (("ue", "u"), ("ae", "a"))

PHONE = re.compile(r"[+0-9][0-9\s().\-/]*")
POSTCODE = re.compile(r"(?<![0-9a-z])([1-9][0-9]{3})\s?([a-z]{2})(?![a-z])(?:\s*([0-9]+[0-9a-z\-]*))?")


def fold(text: str) -> str:
    """Lower case without accents or control marks, one space between words."""
    if text.isascii() and text.isprintable():
        # Nearly every text, and the same answer: nothing in it falls apart or has a mark.
        return " ".join(text.lower().replace("`", "'").split())
    folded = unicodedata.normalize("NFC", text).casefold().translate(LETTERS).translate(QUOTES)
    decomposed = unicodedata.normalize("NFKD", folded)
    kept = (c for c in decomposed if c.isspace() or not (unicodedata.combining(c) or _is_mark(c)))
    # Taking letters apart can bring capitals out (mathematical letters, say), so the case is folded once more.
    return " ".join("".join(kept).casefold().translate(LETTERS).split())


def _is_mark(character: str) -> bool:
    """Control characters and the marks that turn the direction of text."""
    return unicodedata.category(character) in {"Cf", "Cc"}


def spellings(word: str) -> list[str]:
    """The ways one word may be written: Müller gives muller and mueller; Mueller gives mueller and muller."""
    plain = fold(word)
    found = [plain]
    if not word.isascii():
        spelled_out = fold(unicodedata.normalize("NFC", word).casefold().translate(UMLAUTS))
        if spelled_out not in found:
            found.append(spelled_out)
    for digraph, letter in DIGRAPHS:
        found += [other for other in (known.replace(digraph, letter) for known in found) if other not in found]
    return found


def phone_digits(text: str) -> str:
    """Digits of a telephone number in the national form: +31 6 12 and 0031612 and 06-12 all give 0612."""
    number = text.strip().replace("(0)", "")
    digits = re.sub(r"\D", "", number)
    for prefix in ("0031", "31") if number.startswith("+") else ("0031",):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits


def is_phone(text: str) -> bool:
    """Whether a typed text can be a (part of a) telephone number: digits with the usual marks, at least three."""
    return bool(PHONE.fullmatch(text.strip())) and len(re.sub(r"\D", "", text)) >= 3


def postcodes(text: str) -> list[str]:
    """Every Dutch postcode in a folded text, with its house number when one follows: ``1234ab``, ``1234ab5``."""
    return [f"{digits}{letters}{house or ''}" for digits, letters, house in POSTCODE.findall(text)]


def key_words(
    texts: Iterable[str | None],
    *,
    phones: Iterable[str | None] = (),
    addresses: Iterable[tuple[str | None, str | None]] = (),
) -> str:
    """The search key of a record: every word in its spellings, numbers of telephones, postcodes with house number."""
    words: dict[str, None] = {}
    for text in texts:
        for word in (text or "").split():
            words.update(dict.fromkeys(spelling for spelling in spellings(word) if spelling))
    words.update(dict.fromkeys(digits for phone in phones if (digits := phone_digits(phone or ""))))
    for zip_code, house in addresses:
        compact = fold(zip_code or "").replace(" ", "")
        if compact:
            words[compact] = None
            number = fold(house or "").replace(" ", "")
            if number:
                words[compact + number] = None
    return " ".join(words)
