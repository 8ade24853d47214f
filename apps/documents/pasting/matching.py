"""Which product each pasted line means: surely, or which it may be. A bounded number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.catalogue.likeness import Like, products_like
from apps.catalogue.models import Product
from apps.catalogue.naming import How, Named, products_named
from apps.documents.pasting.learning import key_of, learned_for
from apps.documents.pasting.reading import Asked, Read, Text, take_apart, understand
from apps.erp.mirror.texts import whole

MOST_CANDIDATES = 5


class By(StrEnum):
    """Why a product is thought to be meant."""

    CODE = "code"
    BARCODE = "barcode"
    CUSTOMER = "customer"
    SUPPLIER = "supplier"
    LEARNED = "learned"
    NAME = "name"


_BY = {How.CODE: By.CODE, How.BARCODE: By.BARCODE, How.CUSTOMER: By.CUSTOMER, How.SUPPLIER: By.SUPPLIER}


@dataclass(frozen=True)
class Candidate:
    product: Product
    by: By
    score: float = 1.0


@dataclass(frozen=True)
class Match:
    """A line and what it may mean, best first. ``sure``: the first is meant, nobody needs to look."""

    asked: Asked
    candidates: tuple[Candidate, ...] = ()
    sure: bool = False

    @property
    def product(self) -> Product | None:
        return self.candidates[0].product if self.sure else None


@dataclass(frozen=True)
class Matched:
    matches: tuple[Match, ...]
    read: Read


def match_text(text: str, *, customer_id: int | None) -> Matched:
    """Read a pasted text and find what each of its lines means."""
    apart: Text = take_apart(whole(text))
    named = products_named(apart.tokens, customer_id=customer_id)
    read = understand(apart, named.keys())
    learned = learned_for(customer_id, [one.told for one in read.asked])
    unsettled = [one.named for one in read.asked if one.code not in named and key_of(one.told) not in learned]
    like = products_like(unsettled)
    return Matched(tuple(_match(one, named, learned, like) for one in read.asked), read)


def _match(
    one: Asked, named: Mapping[str, Sequence[Named]], learned: Mapping[str, Product], like: Mapping[str, Sequence[Like]]
) -> Match:
    met = [Candidate(found.product, _BY[found.how]) for found in named.get(one.code, ())]
    remembered = learned.get(key_of(one.told))
    if remembered is not None:
        met.append(Candidate(remembered, By.LEARNED))
    near = like.get(one.named, ())
    met += [Candidate(found.product, By.NAME, found.score) for found in near]
    candidates = _once(met)
    return Match(
        one, candidates[:MOST_CANDIDATES], sure=not one.odd and _is_sure(named.get(one.code, ()), candidates, near)
    )


def _is_sure(named: Sequence[Named], candidates: Sequence[Candidate], near: Sequence[Like]) -> bool:
    """Our own code or barcode is enough; another's code only where it can mean one product; a name only in full."""
    if not candidates:
        return False
    first = candidates[0]
    if first.by == By.NAME:
        return near[0].same and not any(other.same for other in near[1:])
    if first.by == By.LEARNED:
        return True
    nearest = [one for one in named if one.how == named[0].how]
    if len(nearest) > 1:
        return False
    # What the customer said before about these very words counts more than a supplier's code that looks like them.
    return first.by in (By.CODE, By.BARCODE) or len(named) == 1


def _once(met: Collection[Candidate]) -> tuple[Candidate, ...]:
    best: dict[int, Candidate] = {}
    for one in met:
        best.setdefault(one.product.pk, one)
    return tuple(best.values())
