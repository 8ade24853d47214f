"""Which products are like a text, for many texts at once: by the words of code, name and description. A few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from apps.catalogue.models import Product
from apps.erp.mirror.fold import fold, spellings
from apps.erp.mirror.pieces import SHORTEST, holding_many
from apps.erp.mirror.texts import whole

HITS = 5
MOST_WORDS = 8
# So many rows are looked at for each text that holds all words, and for each try without one of them.
CANDIDATES, FEWER_CANDIDATES = 200, 40
# Of a text whose words are never found together these are tried without one another.
MOST_TRIED = 5
# A product that shares less than this part of the letters is no candidate.
LEAST = 0.34


@dataclass(frozen=True)
class Like:
    """``score``: the part of the text's letters that the product holds, 1 is all. ``same``: it is its name."""

    product: Product
    score: float
    same: bool = False


@dataclass(frozen=True)
class _Keys:
    number: str
    name: str
    text: str


def products_like(texts: Iterable[str], *, limit: int = HITS) -> dict[str, list[Like]]:
    """The products nearest to each text, best first; those that are gone do not count.

    At most six statements for a hundred texts.
    """
    words = {text: _words(text) for text in dict.fromkeys(texts)}
    asked = [text for text, found in words.items() if found]
    ids = dict(zip(asked, _together(asked, words), strict=True))
    rest = [text for text in asked if not ids[text]]
    ids |= _apart(rest, words)
    keys = _keys({pk for found in ids.values() for pk in found})
    best = {text: _best(text, words[text], ids[text], keys)[:limit] for text in asked}
    products = _products({pk for found in best.values() for pk, _score, _same in found})
    return {
        text: [Like(products[pk], score, same) for pk, score, same in found if pk in products]
        for text, found in best.items()
    }


def _words(text: str) -> list[tuple[str, ...]]:
    """The words of a text, each in its spellings, without those of one letter."""
    found = [tuple(spellings(word)) for word in whole(text)[:200].split() if len(fold(word)) > 1]
    return list(dict.fromkeys(tuple(s.strip(".,;:()'\"") for s in word) for word in found))[:MOST_WORDS]


def _together(asked: Sequence[str], words: Mapping[str, list[tuple[str, ...]]]) -> list[list[int]]:
    return holding_many(Product, [words[text] for text in asked], limit=CANDIDATES)


def _apart(rest: Sequence[str], words: Mapping[str, list[tuple[str, ...]]]) -> dict[str, list[int]]:
    """Rows that hold all words but one, and the longest word alone."""
    tries: list[tuple[str, Sequence[tuple[str, ...]]]] = []
    for text in rest:
        long = sorted((word for word in words[text] if len(word[0]) >= SHORTEST), key=lambda word: -len(word[0]))
        if len(long) > 1:
            tries += [(text, some) for some in combinations(long[:MOST_TRIED], min(len(long), MOST_TRIED) - 1)]
        tries += [(text, [word]) for word in long[:2]]
    found: dict[str, list[int]] = {text: [] for text in rest}
    for (text, _some), ids in zip(
        tries, holding_many(Product, [some for _, some in tries], limit=FEWER_CANDIDATES), strict=True
    ):
        found[text] += ids
    return {text: list(dict.fromkeys(ids)) for text, ids in found.items()}


def _keys(ids: set[int]) -> dict[int, _Keys]:
    rows = Product.objects.filter(pk__in=ids, gone_at=None).exclude(number="")
    return {
        pk: _Keys(number, name, text)
        for pk, number, name, text in rows.values_list("pk", "number_key", "name_key", "search_key")
    }


def _best(
    text: str, words: Sequence[tuple[str, ...]], ids: Sequence[int], keys: Mapping[int, _Keys]
) -> list[tuple[int, float, bool]]:
    total = sum(len(word[0]) for word in words) or 1
    name = fold(whole(text))[:120]
    scored = []
    for pk in ids:
        if pk not in keys:
            continue
        key = keys[pk]
        met = sum(len(word[0]) for word in words if any(s and (s in key.text or s in key.number) for s in word))
        score = met / total
        if score >= LEAST:
            # Among equals the shortest name: the least in it was not asked for.
            scored.append((key.name != name, -score, len(key.name), pk))
    return [(pk, -score, not other) for other, score, _length, pk in sorted(scored)]


def _products(ids: set[int]) -> dict[int, Product]:
    return {row.pk: row for row in Product.objects.defer("data", "search_key").filter(pk__in=ids)}
