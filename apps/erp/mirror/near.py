"""The last resort of a search: rows that hold a word with one typing error. Asked only when nothing else was found.

One error is a letter too many, too few, another one, or two that changed places. Numbers are never guessed at: the
product with nearly the same barcode is another product.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Q

from apps.erp.mirror.fold import fold
from apps.erp.mirror.models import Searchable
from apps.erp.mirror.pieces import SHORTEST, holding
from apps.erp.mirror.search import LONGEST_QUERY, MOST_WORDS

# Shorter words are nearly like everything.
LEAST = 4
MOST_HITS = 100
# Of a text of many words these many are tried as the wrong one.
MOST_TRIES = 4


def search_near(
    model: type[Searchable], query: str, *, using: str = "default", where: Q | None = None
) -> tuple[int, ...]:
    """Ids of rows that hold every word of the query, one of them with one typing error; the likeliest first.

    Bounded: at most a thousand rows are looked at for each word that may be the wrong one, the same on both engines.
    """
    words = fold(query.replace("\x00", " ")[:LONGEST_QUERY]).split()[:MOST_WORDS]
    found: dict[int, tuple[int, str, int]] = {}
    for place in [at for at, word in enumerate(words) if _may_be_wrong(word)][:MOST_TRIES]:
        others = words[:place] + words[place + 1 :]
        ids = holding(model, [list(_pieces(words[place])), *([other] for other in others)], using=using)
        rows = model._default_manager.using(using).filter(where or Q(), pk__in=ids)
        for pk, name, text in rows.values_list("pk", "name_key", "search_key"):
            likeness = _likeness(words[place], text.split())
            if likeness is not None and pk not in found and all(other in text for other in others):
                found[pk] = (likeness, name, -pk)
    return tuple(sorted(found, key=lambda pk: found[pk]))[:MOST_HITS]


def _may_be_wrong(word: str) -> bool:
    return len(word) >= LEAST and sum(letter.isdigit() for letter in word) * 2 < len(word)


def _pieces(word: str) -> Iterator[str]:
    """Pieces of which one error leaves at least one whole: the two halves, and the two ends beside the middle."""
    middle = len(word) // 2
    for piece in (
        word[:middle],
        word[middle:],
        word[: middle - 1],
        word[middle + 1 :],
        word[:SHORTEST],
        word[-SHORTEST:],
    ):
        if len(piece) >= SHORTEST:
            yield piece


def _likeness(word: str, texts: Iterable[str]) -> int | None:
    """0 for a whole word with one error, 1 for the beginning of a longer one, None for neither."""
    best: int | None = None
    for text in texts:
        if one_error(word, text):
            return 0
        if (
            best is None
            and len(text) > len(word)
            and any(one_error(word, text[:length]) for length in range(len(word) - 1, len(word) + 2))
        ):
            best = 1
    return best


def one_error(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether one letter more, less or other, or one exchange of neighbours makes the one into the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    short, long = sorted((first, second), key=len)
    at = next((n for n, letter in enumerate(short) if letter != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    if short[at + 1 :] == long[at + 1 :]:
        return True
    swapped = short[at : at + 2] == long[at : at + 2][::-1]
    return swapped and short[at + 2 :] == long[at + 2 :]
