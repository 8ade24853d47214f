"""What is typed: pieces of what is there, one in ten of what is not, telephone numbers and postcodes."""

from dataclasses import dataclass
from random import Random

from bench.company import Company, Record

TERMS = 240
MISSES = 0.1
SPECIAL = 30
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Term:
    text: str
    kind: str


def make_terms(customers: int, count: int = TERMS, seed: int = 7) -> list[Term]:
    """``count`` pieces of 3 to 7 characters, then `SPECIAL` telephone numbers and as many postcodes, shuffled.

    The same for the same arguments.
    """
    rng = Random(seed)
    known = list(Company().customers(min(customers, 20_000)))
    terms = [_miss(rng) if place < count * MISSES else _piece(rng, rng.choice(known)) for place in range(count)]
    terms += [_phone(rng, rng.choice(known)) for _ in range(SPECIAL)]
    terms += [_post_code(rng, rng.choice(known)) for _ in range(SPECIAL)]
    rng.shuffle(terms)
    return terms


def _piece(rng: Random, record: Record) -> Term:
    """A piece of a word as one types it: the start of a name twice in three, else from the middle."""
    texts = [record["lastName"], record["companyName"], record["address"]["city"], record["number"], record["email"]]
    words = [word for text in texts for word in (text or "").split() if len(word) >= 3]
    word = rng.choice(words)
    length = rng.randint(3, min(7, len(word)))
    start = 0 if rng.random() < 0.67 and word[0] != "R" else rng.randint(0, len(word) - length)
    return Term(word[start : start + length].lower(), "piece")


def _miss(rng: Random) -> Term:
    return Term("".join(rng.choices(_LETTERS, k=rng.randint(2, 6))) + "qx", "miss")


def _phone(rng: Random, record: Record) -> Term:
    """The whole number as it was written, or its first half."""
    number = record["mobileNumber"] or record["phoneNumber"] or "0612345678"
    return Term(number if rng.random() < 0.5 else number[: max(5, len(number) // 2)].strip(), "phone")


def _post_code(rng: Random, record: Record) -> Term:
    code, house = record["address"]["zipCode"], record["address"]["houseNumber"].split()[0]
    return Term(f"{code} {house}" if rng.random() < 0.5 else code, "postcode")
