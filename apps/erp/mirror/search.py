"""One search over any searchable table, the same ids on both engines.

Exact number first (a barcode or a telephone number typed whole is one too), number and name prefixes (B-tree), then
word starts, then any piece (trigram index). At most `CANDIDATES` rows are ever taken, newest first, and only those are
ranked: ranking every hit costs seconds on a large table. Words of one or two characters cannot use trigrams: alone they
search prefixes, beside longer words they sift.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, Q, QuerySet

from apps.erp.mirror.fold import POSTCODE, fold, is_phone, phone_digits, postcodes, spellings
from apps.erp.mirror.index import fts_table
from apps.erp.mirror.models import Searchable

CANDIDATES = 1000
# Who shows no more than so many hits has them chosen from fewer rows: a popup is asked at every key.
SHOWS_FEW, FEW_CANDIDATES = 12, 300
TRIGRAM = 3
LONGEST_QUERY = 200
MOST_WORDS = 8
# So many digits, standing whole in a record, are a number of its own: a barcode, a telephone.
LONG_NUMBER = 8
LAST = "\U0010ffff"
# What a word may follow to count as the start of one.
BEFORE = frozenset(" -/('\".")

type Words = tuple[tuple[str, ...], ...]
# Id, number key, name key and search key of a row.
type Keys = tuple[int, str, str, str]


@dataclass(frozen=True)
class Plan:
    """A typed query taken apart: alternatives, each a list of words, each word in its spellings."""

    whole: str
    alternatives: tuple[Words, ...]
    # The whole without its blanks, as numbers are kept; once more if it is a long number, else empty.
    compact: str = ""
    long_number: str = ""

    @property
    def empty(self) -> bool:
        return not self.alternatives


@dataclass(frozen=True)
class Hits:
    """Ids found, best first. ``capped``: there were more than the candidates that were looked at.

    ``ranks``: how well each answers (`EXACT` to `INSIDE`), beside its id; empty where nobody ranked them.
    """

    ids: tuple[int, ...]
    capped: bool = False
    ranks: tuple[int, ...] = ()


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
        # Blanks inside a number part no words: 0612 34 is 06-1234, not a 0612 with a 34 somewhere else.
        alternatives = [*(alternatives if len(typed) == 1 else ()), ((phone_digits(whole),),)]
    found = postcodes(whole)
    if found:
        rest = POSTCODE.sub(" ", whole).split()
        alternatives.append(tuple((code,) for code in found) + tuple((word,) for word in rest[:MOST_WORDS]))
    unique = tuple(dict.fromkeys(words for words in alternatives if words))
    compact = whole.replace(" ", "")
    is_long = len(compact) >= LONG_NUMBER and compact.isascii() and compact.isdecimal()
    return Plan(whole, unique, compact, compact if is_long else "")


def search(
    model: type[Searchable],
    query: str,
    *,
    using: str = "default",
    where: Q | None = None,
    wanted: int | None = None,
) -> Hits:
    """Ids of the rows that the query finds, best first: one statement, whatever is typed.

    ``where`` narrows the rows (it is applied to the candidates); ``wanted`` says how many hits will be shown. Raises
    nothing for odd input: an empty or meaningless query finds nothing.
    """
    asked = plan(query)
    if asked.empty:
        return Hits(())
    most = FEW_CANDIDATES if wanted is not None and wanted <= SHOWS_FEW else CANDIDATES
    candidates, capped = _candidates(model, asked, where, using, most)
    ranked = [
        (rank, -pk) for pk, number, name, text in candidates if (rank := _rank(asked, number, name, text)) is not None
    ]
    ranked.sort()
    return Hits(tuple(-negative for _, negative in ranked), capped, tuple(rank for rank, _ in ranked))


def in_order[R: Model](rows: QuerySet[R], ids: Sequence[int]) -> list[R]:
    """The rows with these ids, in their order: one query."""
    found = {row.pk: row for row in rows.filter(pk__in=ids)}
    return [found[pk] for pk in ids if pk in found]


# Candidates -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Part:
    """One way to candidates: a SELECT of ids and its values."""

    sql: str
    values: Sequence[str | int]
    by_trigram: bool = False


def _candidates(
    model: type[Searchable], asked: Plan, where: Q | None, using: str, most: int
) -> tuple[list[Keys], bool]:
    """The candidates that ``where`` leaves, and whether there are more than were looked at: one statement.

    The candidates lead: asked for ``id IN (…) AND kind = …`` SQLite reads every row of that kind instead. They are
    counted before they are narrowed, because a part that is full has left rows out.
    """
    connection = connections[using]
    rows = model._default_manager.using(using).filter(where or Q())
    try:
        inner, narrowed = rows.values("pk", "number_key", "name_key", "search_key").query.get_compiler(using).as_sql()
    except EmptyResultSet:
        return [], False
    parts = _parts(model._meta.db_table, asked, connection.vendor, most)
    union = " UNION ALL ".join(f"SELECT {place}, id FROM ({part.sql}) AS p{place}" for place, part in enumerate(parts))  # noqa: S608
    # CROSS JOIN is how SQLite is told the order; the condition makes it an inner join on both engines.
    sql = (
        f"WITH wanted (place, id) AS MATERIALIZED ({union}) "  # noqa: S608
        f"SELECT wanted.place, found.* FROM wanted CROSS JOIN ({inner}) AS found WHERE found.pk = wanted.id "
        "UNION ALL SELECT -1 - place, count(*), '', '', '' FROM wanted GROUP BY place"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(value for part in parts for value in part.values), *narrowed])
        read: list[tuple[int, int, str, str, str]] = cursor.fetchall()
    counts = {-1 - place: count for place, count, *_keys in read if place < 0}
    found: dict[int, Keys] = {}
    for place, pk, number, name, text in sorted(read, key=itemgetter(0)):
        if place >= 0:
            found.setdefault(pk, (pk, number, name, text))
    # What starts with the words also holds them: prefixes leave nothing out that a trigram part takes.
    by_trigram = any(part.by_trigram for part in parts)
    full = any(
        count >= most if parts[place].by_trigram else not by_trigram and count >= most // 4
        for place, count in counts.items()
    )
    return list(found.values())[:most], full or len(found) > most


def _parts(table: str, asked: Plan, vendor: str, most: int) -> list[_Part]:
    parts = [part for prefix in _prefixes(asked) for part in _by_prefix(table, prefix, most)]
    # The longest word first: a whole postcode stands in few rows, its four digits may fill all places there are.
    for words in sorted(asked.alternatives, key=_longest, reverse=True):
        long = [[s for s in word if len(s) >= TRIGRAM] for word in words]
        needed = [word for word in long if word]
        if needed:
            parts.append(_by_trigram(table, needed, vendor, most))
    return parts


def _longest(words: Words) -> int:
    return max(len(spelling) for word in words for spelling in word)


def _prefixes(asked: Plan) -> list[str]:
    """What may stand at the start of a number or a name: the whole query, with and without its blanks."""
    first = [words[0] for words in asked.alternatives if len(words) == 1]
    starts = [asked.whole, asked.whole.replace(" ", ""), *(spelling for word in first for spelling in word)]
    return list(dict.fromkeys(start for start in starts if start))


def _by_prefix(table: str, prefix: str, most: int) -> list[_Part]:
    values = (prefix, prefix + LAST, most // 4)
    return [
        _Part(f"SELECT id FROM {table} WHERE {key} >= %s AND {key} < %s ORDER BY {key}, id LIMIT %s", values)  # noqa: S608
        for key in ("number_key", "name_key")
    ]


def _by_trigram(table: str, words: Sequence[Sequence[str]], vendor: str, most: int) -> _Part:
    if vendor == "sqlite":
        fts = fts_table(table)
        match = " AND ".join("(" + " OR ".join(_quoted(s) for s in word) + ")" for word in words)
        sql = f"SELECT rowid AS id FROM {fts} WHERE {fts} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
        return _Part(sql, (match, most), by_trigram=True)
    clause = " AND ".join("(" + " OR ".join(["search_key LIKE %s"] * len(word)) + ")" for word in words)
    # The planner knows how common a piece is (`index.py` has it look closely): a common one it finds by walking back
    # from the newest row, a rare one by the trigram index. To read all hits before the newest are taken costs more.
    sql = f"SELECT id FROM {table} WHERE {clause} ORDER BY id DESC LIMIT %s"  # noqa: S608
    return _Part(sql, (*(f"%{_escaped(s)}%" for word in words for s in word), most), by_trigram=True)


def _quoted(word: str) -> str:
    """A word as an FTS5 string: nothing inside it is syntax."""
    return '"' + word.replace('"', '""') + '"'


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# Ranking: up to a thousand rows per search, so each row does the least that decides ------------------------------

EXACT, NUMBER_PREFIX, NAME_PREFIX, WORD_START, INSIDE = range(5)


def _rank(asked: Plan, number: str, name: str, text: str) -> int | None:
    """0 is best; None when the row does not hold every word of any alternative."""
    best: int | None = None
    for words in asked.alternatives:
        rank = _rank_words(words, number, name, text)
        if rank is not None and (best is None or rank < best):
            best = rank
    if number and number in (asked.whole, asked.compact):
        return EXACT
    if best is None:
        return None
    if asked.long_number and f" {asked.long_number} " in f" {text} ":
        return EXACT
    if number and number.startswith(asked.compact):
        return NUMBER_PREFIX
    return NAME_PREFIX if name.startswith(asked.whole) else best


def _rank_words(words: Words, number: str, name: str, text: str) -> int | None:
    worst = WORD_START
    for word in words:
        rank = _rank_word(word, number, name, text)
        if rank is None:
            return None
        if rank > worst:
            worst = rank
    return worst


def _rank_word(word: Sequence[str], number: str, name: str, text: str) -> int | None:
    inside = False
    for spelling in word:
        at = text.find(spelling)
        inside = inside or (at >= 0 and len(spelling) >= TRIGRAM)
        while at > 0 and text[at - 1] not in BEFORE:
            at = text.find(spelling, at + 1)
        if at >= 0 or (number and number.startswith(spelling)) or name.startswith(spelling):
            return WORD_START
    return INSIDE if inside else None
