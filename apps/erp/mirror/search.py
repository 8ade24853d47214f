"""One search over any searchable table, the same ids on both engines.

Exact number first, then number and name prefixes (B-tree), then word starts, then any piece (trigram index). At most
`CANDIDATES` rows are ever taken, newest first, and only those are ranked: ranking every hit costs seconds on a large
table. Words of one or two characters cannot use trigrams: alone they search prefixes, beside longer words they sift.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connections
from django.db.models import Q

from apps.erp.mirror.fold import POSTCODE, fold, is_phone, phone_digits, postcodes, spellings
from apps.erp.mirror.index import fts_table
from apps.erp.mirror.models import Searchable

CANDIDATES = 1000
TRIGRAM = 3
LONGEST_QUERY = 200
MOST_WORDS = 8
LAST = "\U0010ffff"

type Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Plan:
    """A typed query taken apart: alternatives, each a list of words, each word in its spellings."""

    whole: str
    alternatives: tuple[Words, ...]

    @property
    def empty(self) -> bool:
        return not self.alternatives


@dataclass(frozen=True)
class Hits:
    """Ids found, best first. ``capped``: there were more than the candidates that were looked at."""

    ids: tuple[int, ...]
    capped: bool = False


def plan(query: str) -> Plan:
    """Read a typed query: telephone notations, postcode with house number, words with their spellings."""
    clean = query.replace("\x00", " ")[:LONGEST_QUERY]
    whole = fold(clean)
    if not whole:
        return Plan("", ())
    # Umlauts are gone from the folded text, so the spellings come from what was typed.
    typed = [word for word in clean.split()[:MOST_WORDS] if fold(word)]
    alternatives: list[Words] = [tuple(tuple(spellings(word)) for word in typed)]
    if is_phone(whole):
        alternatives.append(((phone_digits(whole),),))
    found = postcodes(whole)
    if found:
        rest = POSTCODE.sub(" ", whole).split()
        alternatives.append(tuple((code,) for code in found) + tuple((word,) for word in rest[:MOST_WORDS]))
    unique = tuple(dict.fromkeys(words for words in alternatives if words))
    return Plan(whole, unique)


def search(model: type[Searchable], query: str, *, using: str = "default", where: Q | None = None) -> Hits:
    """Ids of the rows that the query finds, best first.

    ``where`` narrows the rows (it is applied to the candidates). Raises nothing for odd input: an empty or
    meaningless query finds nothing.
    """
    asked = plan(query)
    if asked.empty:
        return Hits(())
    candidates, capped = _candidates(model, asked, using)
    if not candidates:
        return Hits(())
    rows = model._default_manager.using(using).filter(pk__in=candidates)  # type: ignore[attr-defined]
    if where is not None:
        rows = rows.filter(where)
    ranked = [
        (rank, -pk)
        for pk, number, name, text in rows.values_list("pk", "number_key", "name_key", "search_key")
        if (rank := _rank(asked, number, name, text)) is not None
    ]
    ranked.sort()
    return Hits(tuple(-negative for _, negative in ranked), capped)


def _candidates(model: type[Searchable], asked: Plan, using: str) -> tuple[list[int], bool]:
    found: dict[int, None] = {}
    capped = False
    for prefix in _prefixes(asked):
        found.update(dict.fromkeys(_by_prefix(model, prefix, using)))
    for words in asked.alternatives:
        long = [[s for s in word if len(s) >= TRIGRAM] for word in words]
        needed = [word for word in long if word]
        if needed:
            ids = _by_trigram(model, needed, using)
            capped = capped or len(ids) >= CANDIDATES
            found.update(dict.fromkeys(ids))
    return list(found)[: 2 * CANDIDATES], capped or len(found) > CANDIDATES


def _prefixes(asked: Plan) -> list[str]:
    """What may stand at the start of a number or a name: the whole query, with and without its blanks."""
    first = [words[0] for words in asked.alternatives if len(words) == 1]
    starts = [asked.whole, asked.whole.replace(" ", ""), *(spelling for word in first for spelling in word)]
    return list(dict.fromkeys(start for start in starts if start))


def _by_prefix(model: type[Searchable], prefix: str, using: str) -> list[int]:
    rows = model._default_manager.using(using)  # type: ignore[attr-defined]
    limit = CANDIDATES // 4
    number = rows.filter(number_key__gte=prefix, number_key__lt=prefix + LAST).order_by("number_key", "pk")
    name = rows.filter(name_key__gte=prefix, name_key__lt=prefix + LAST).order_by("name_key", "pk")
    return [
        *number.values_list("pk", flat=True)[:limit],
        *name.values_list("pk", flat=True)[:limit],
    ]


def _by_trigram(model: type[Searchable], words: Sequence[Sequence[str]], using: str) -> list[int]:
    connection = connections[using]
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        fts = fts_table(table)
        match = " AND ".join("(" + " OR ".join(_quoted(s) for s in word) + ")" for word in words)
        sql = f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
        values: list[object] = [match, CANDIDATES]
    else:
        clause = " AND ".join("(" + " OR ".join(["search_key LIKE %s"] * len(word)) + ")" for word in words)
        # Materialised, because with a LIMIT in sight the planner sometimes leaves the trigram index.
        sql = (
            f"WITH hits AS MATERIALIZED (SELECT id FROM {table} WHERE {clause}) "  # noqa: S608
            "SELECT id FROM hits ORDER BY id DESC LIMIT %s"
        )
        values = [f"%{_escaped(s)}%" for word in words for s in word] + [CANDIDATES]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]


def _quoted(word: str) -> str:
    """A word as an FTS5 string: nothing inside it is syntax."""
    return '"' + word.replace('"', '""') + '"'


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


EXACT, NUMBER_PREFIX, NAME_PREFIX, WORD_START, INSIDE = range(5)


def _rank(asked: Plan, number: str, name: str, text: str) -> int | None:
    """0 is best; None when the row does not hold every word of any alternative."""
    compact = asked.whole.replace(" ", "")
    best: int | None = None
    for words in asked.alternatives:
        rank = _rank_words(words, number, name, text)
        if rank is not None and (best is None or rank < best):
            best = rank
    if number and number in (asked.whole, compact):
        return EXACT
    if best is not None and number and number.startswith(compact):
        return NUMBER_PREFIX
    if best is not None and name.startswith(asked.whole):
        return NAME_PREFIX
    return best


def _rank_words(words: Words, number: str, name: str, text: str) -> int | None:
    padded = " " + text
    worst = WORD_START
    for word in words:
        if any(_starts_word(spelling, padded) for spelling in word):
            continue
        if number and any(number.startswith(spelling) for spelling in word):
            continue
        if any(name.startswith(spelling) for spelling in word):
            continue
        if any(len(spelling) >= TRIGRAM and spelling in text for spelling in word):
            worst = INSIDE
            continue
        return None
    return worst


def _starts_word(spelling: str, padded: str) -> bool:
    return f" {spelling}" in padded or any(mark + spelling in padded for mark in ("-", "/", "(", "'", '"', "."))
