"""What a pasted text asks for: lines with a quantity and the words that name a product, and the prose between. Pure."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.core.pasted import Row, table
from apps.documents.pasting.columns import Columns, columns_seen, header_of
from apps.documents.pasting.numbers import NUMBER, UNIT, price_of, quantity_of
from apps.erp.mirror.fold import fold

MOST_ROWS = 500
# A cell that names a product is no essay.
LONGEST_NAME = 200
# Fewer characters than this are a code only where they are a whole cell.
SHORTEST_TOKEN = 4
# Of a row of running text no more words are looked at.
MOST_WORDS = 40
_BULLET = re.compile(r"^(?:[-–—*•·▪>]+|\(?\d{1,2}[.)])\s+")
_FIRST = re.compile(
    rf"(?P<n>{NUMBER})\s*(?P<unit>{UNIT}(?![a-z0-9]))?\s*(?:à|a|van|of|:|-)?\s+(?P<rest>\D.*|\S*\D.*|\d.*)",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"(?P<n>{NUMBER})(?P<unit>x|×|\*)\s*(?P<rest>.+)", re.IGNORECASE)
_LAST = re.compile(
    rf"(?P<rest>.+?)(?:\s*[:=]\s*|\s+[-–—]\s+|\s+|,\s*)(?:x|×|\*)?\s*(?P<n>{NUMBER})\s*(?P<unit>{UNIT})?\.?",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"^(?:met (?:vriendelijke|hartelijke) groet|vriendelijke groet|hartelijke groet|groet(?:en|jes)?\b|m\.?v\.?g\b|"
    r"(?:kind|best|warm) regards|regards\b|sincerely|thanks,|bedankt,|--\s*$|verzonden v|sent from)"
)
_CONTACT = re.compile(r"@|www\.|https?:|\b(?:tel|telefoon|phone|mob|mobiel|fax|kvk|btw|iban|postbus)\b")
_TOKEN = re.compile(r"[^\s,;()\[\]]+")
# What an order form has where nothing is wanted.
NOTHING = frozenset({"", "0", "-", "–", "0,00", "0.00"})
_SUMS = frozenset({"totaal", "total", "subtotaal", "subtotal", "totaal incl. btw", "totaal excl. btw"})
_EDGES = " ,;:-–()"
_AROUND = ".!?:\"'“”‘’"


@dataclass(frozen=True)
class Asked:
    """One line that was asked for. ``code``: the text that must be a product's code; else ``words`` name it.

    ``sure``: the quantity was written, not supposed. ``odd``: what stands where the quantity should be and is none.
    """

    place: int
    row: str
    code: str
    words: str
    quantity: Decimal
    price: Decimal | None = None
    sure: bool = True
    odd: str = ""

    @property
    def named(self) -> str:
        """What names the product for a search: words say more than a code that nobody knows."""
        return self.words or self.code

    @property
    def told(self) -> str:
        """By what the customer will name it the next time too."""
        return self.code or self.words


@dataclass(frozen=True)
class Read:
    """``prose``: rows that ask for nothing, with their places."""

    asked: tuple[Asked, ...]
    prose: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Text:
    """A text taken apart; ``tokens`` is all that may be a product's code in it."""

    rows: tuple[Row, ...]
    header: tuple[int, Columns] | None = None

    @property
    def tokens(self) -> list[str]:
        found = (token for row in self.body for token in tokens_of(row))
        return list(dict.fromkeys(found))

    @property
    def body(self) -> tuple[Row, ...]:
        return self.rows[self.header[0] :] if self.header else self.rows

    @property
    def head(self) -> tuple[Row, ...]:
        return self.rows[: self.header[0]] if self.header else ()


def take_apart(text: str) -> Text:
    rows = tuple(table(text))
    return Text(rows, header_of(rows))


def tokens_of(row: Row) -> Iterator[str]:
    """What may be a product's code: the cells, and in running text its words, pairs of words with a digit, and what
    is left of it without its quantity."""
    yield from (cell for cell in row.cells if 0 < len(cell) <= LONGEST_NAME)
    if len(row.cells) > 1:
        return
    text = _BULLET.sub("", row.text).strip()
    _quantity, rest = _quantity_in(text, alone=True)
    if 0 < len(rest) <= LONGEST_NAME:
        yield rest
    words = [word.strip(_AROUND) or word for word in _TOKEN.findall(text)][:MOST_WORDS]
    for at, word in enumerate(words):
        if _like_a_code(word):
            yield word
        pair = " ".join(words[at : at + 2])
        if at + 1 < len(words) and any(letter.isdigit() for letter in pair):
            yield pair


def _like_a_code(word: str) -> bool:
    """Whether a word of running text may be a code: long enough, with a digit, a mark inside, or in capitals."""
    return len(word) >= SHORTEST_TOKEN and (
        word.isupper() or any(letter.isdigit() or not letter.isalnum() for letter in word)
    )


def understand(text: Text, known: Collection[str]) -> Read:
    """What each row asks for. ``known``: those of the text's tokens that are the code of a product."""
    many = [row for row in text.body if len(row.cells) > 1]
    columns = text.header[1] if text.header else columns_seen(many, known)
    asked: list[Asked] = []
    prose = list(text.head)
    signed = False
    for row in text.body:
        if len(row.cells) > 1:
            one = _of_cells(row, columns, known, headed=text.header is not None)
        else:
            signed = signed or bool(_SIGN_OFF.match(fold(row.text)))
            one = _of_words(row, known, signed=signed)
        if one is None:
            prose.append(row)
        else:
            asked.append(one)
    if asked and any(one.sure for one in asked):
        # Among lines with quantities, running text without one is a sentence.
        prose += [Row(one.place, one.row, (one.row,)) for one in asked if not one.sure and not one.code]
        asked = [one for one in asked if one.sure or one.code]
    return Read(tuple(asked), tuple(sorted(prose, key=lambda row: row.place)))


def _of_cells(row: Row, columns: Columns, known: Collection[str], *, headed: bool) -> Asked | None:
    """A row of a table. Under a head a row without a quantity is not wanted: an order form lists all there is."""
    code = _cell(row, columns.code)
    if not code or code not in known:
        # Rows of another order than most: any cell may be the code.
        other = next((cell for at, cell in enumerate(row.cells) if cell in known and at != columns.quantity), "")
        code = other or code
    names = " ".join(cell for at in columns.names if (cell := _cell(row, at)) and cell != code)
    typed = _cell(row, columns.quantity)
    if typed == code and quantity_of(typed) is not None:
        typed = ""
    if not typed and not headed:
        others = (cell for at, cell in enumerate(row.cells) if cell != code and at != columns.price)
        typed = next((cell for cell in others if quantity_of(cell) is not None), "")
    quantity = quantity_of(typed) if typed else None
    unwanted = typed in NOTHING and columns.quantity is not None and (headed or typed)
    if not (code or names) or unwanted or fold(row.cells[0] or names) in _SUMS:
        return None
    return Asked(
        place=row.place,
        row=row.text,
        code=code,
        words=names[:LONGEST_NAME],
        quantity=quantity or Decimal(1),
        price=price_of(_cell(row, columns.price)),
        sure=quantity is not None or columns.quantity is None,
        odd=typed if typed and quantity is None else "",
    )


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at] if at is not None and at < len(row.cells) else ""


def _of_words(row: Row, known: Collection[str], *, signed: bool) -> Asked | None:
    """A row of running text: a quantity before or after what is asked for, and maybe a code somewhere in it."""
    text = _BULLET.sub("", row.text).strip()
    code = _longest(token for token in tokens_of(Row(row.place, text, (text,))) if token in known)
    if not code and (signed or _CONTACT.search(fold(text))):
        return None
    rest = text.replace(code, " ", 1).strip(_EDGES) if code else text
    quantity, words = _quantity_in(rest, alone=bool(code))
    if quantity is None and not code and _is_sentence(text):
        return None
    odd = ""
    if quantity is None and code and any(letter.isdigit() for letter in rest):
        # A number stands there, and nobody knows whether it is the quantity.
        quantity, odd = _only_number(rest), rest
    words = "" if code and words == code else words
    return Asked(
        row.place,
        row.text,
        code,
        words[:LONGEST_NAME],
        quantity or Decimal(1),
        sure=quantity is not None,
        odd="" if quantity is not None else odd,
    )


def _only_number(text: str) -> Decimal | None:
    """The one number that stands alone in a text: "graag 3 van de". None where there are more."""
    found = [number for word in text.split() if (number := quantity_of(word.strip(_AROUND + "()"))) is not None]
    return found[0] if len(found) == 1 else None


def _quantity_in(text: str, *, alone: bool) -> tuple[Decimal | None, str]:
    """(quantity, what is left). ``alone``: the code is known, so that the rest may be the quantity and nothing else."""
    if alone and (whole := quantity_of(text)) is not None:
        return whole, ""
    for pattern in (_GLUED, _FIRST, _LAST):
        found = pattern.fullmatch(text)
        if not found:
            continue
        number = quantity_of(found["n"])
        rest = found["rest"].strip(" ,;:-–")
        if number is not None and any(letter.isalpha() for letter in rest) | alone:
            return number, rest
    return None, text


def _is_sentence(text: str) -> bool:
    """Whether a row without a quantity and without a code is somebody talking."""
    return len(text.split()) > 7 or text[-1] in ".,:!?" or not any(letter.isalpha() for letter in text)


def _longest(tokens: Iterable[str]) -> str:
    return max(tokens, key=len, default="")


def many_rows(text: str) -> bool:
    """Whether the text has more rows than can be read at once."""
    return len(text.splitlines()) > MOST_ROWS
