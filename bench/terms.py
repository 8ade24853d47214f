"""What is typed: pieces of what is there, one in ten of what is not, and what is typed or scanned whole."""

from dataclasses import dataclass
from random import Random

from bench.company import Company, Record
from bench.sides import CUSTOMERS, Side

TERMS = 240
MISSES = 0.1
SPECIAL = 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Term:
    text: str
    kind: str


def make_terms(side: Side, rows: int, count: int = TERMS, seed: int = 7) -> list[Term]:
    """``count`` pieces of 3 to 7 characters, then `SPECIAL` of two kinds that name one record, shuffled.

    Those are telephone numbers and postcodes of customers, barcodes and codes of products. The same for the same
    arguments.
    """
    rng = Random(seed)
    known = list(side.records(Company(), min(rows, 20_000)))
    terms = [_miss(rng) if place < count * MISSES else _piece(rng, rng.choice(known)) for place in range(count)]
    for special in (_phone, _post_code) if side is CUSTOMERS else (_barcode, _code):
        terms += [special(rng, rng.choice(known)) for _ in range(SPECIAL)]
    rng.shuffle(terms)
    return terms


def _piece(rng: Random, record: Record) -> Term:
    """A piece of a word as one types it: the start of a name twice in three, else from the middle."""
    if "lastName" in record:
        texts = [record[name] for name in ("lastName", "companyName", "number", "email")] + [record["address"]["city"]]
    else:
        texts = [record["name"], record["name"], record["code"]]
    words = [word for text in texts for word in (text or "").split() if len(word) >= 3]
    word = rng.choice(words)
    length = rng.randint(3, min(7, len(word)))
    start = 0 if rng.random() < 0.67 and word[0] not in "RL" else rng.randint(0, len(word) - length)
    return Term(word[start : start + length].lower(), "piece")


def _miss(rng: Random) -> Term:
    return Term("".join(rng.choices(_LETTERS, k=rng.randint(2, 6))) + "qx", "miss")


def _phone(rng: Random, record: Record) -> Term:
    """The whole number as it was written, or its first half."""
    number = record["mobileNumber"] or record["phoneNumber"] or "0612345678"
    return Term(number if rng.random() < 0.5 else number[: max(5, len(number) // 2)].strip(), "phone")


def _barcode(rng: Random, record: Record) -> Term:
    """The whole barcode as a scanner sends it, or its last digits as a person reads them out."""
    barcode = record["barcode"] or record["code"]
    return Term(barcode if rng.random() < 0.5 else barcode[-6:], "barcode")


def _code(rng: Random, record: Record) -> Term:
    """The code in capitals or small, whole or without its end."""
    code = record["code"] if rng.random() < 0.5 else record["code"].lower()
    return Term(code if rng.random() < 0.5 else code[:-2], "code")


def _post_code(rng: Random, record: Record) -> Term:
    code, house = record["address"]["zipCode"], record["address"]["houseNumber"].split()[0]
    return Term(f"{code} {house}" if rng.random() < 0.5 else code, "postcode")
