"""Rows whose search key holds exact pieces: a telephone number, a VAT number, an address, parts of a name."""

from collections.abc import Collection, Sequence

from django.db import connections

from apps.erp.mirror.index import fts_table
from apps.erp.mirror.models import Searchable
from apps.erp.mirror.search import CANDIDATES, TRIGRAM

# Shorter ones cannot use the trigram index, and would say little.
SHORTEST = TRIGRAM
# SQLite joins no more than five hundred SELECTs.
TOGETHER = 100


def holding(
    model: type[Searchable], groups: Sequence[Collection[str]], *, limit: int = CANDIDATES, using: str = "default"
) -> list[int]:
    """Ids of the rows that hold a piece of every group, newest first: one statement through the trigram index.

    Pieces are folded already (`fold`, `phone_digits`), and are found wherever they stand: the caller compares the
    fields themselves. A group without a piece of three characters or more is passed over.
    """
    wanted = [found for group in groups if (found := [piece for piece in dict.fromkeys(group) if _usable(piece)])]
    if not wanted:
        return []
    connection = connections[using]
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    sql, values = make(model._meta.db_table, wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, limit])
        return [pk for (pk,) in cursor.fetchall()]


def holding_many(
    model: type[Searchable],
    asked: Sequence[Sequence[Collection[str]]],
    *,
    limit: int,
    using: str = "default",
) -> list[list[int]]:
    """The same for many questions at once, ``limit`` ids each: one statement for a hundred questions."""
    found: list[list[int]] = [[] for _ in asked]
    wanted = [
        (place, groups)
        for place, question in enumerate(asked)
        if (groups := [some for group in question if (some := [one for one in dict.fromkeys(group) if _usable(one)])])
    ]
    connection = connections[using]
    make = _sqlite if connection.vendor == "sqlite" else _postgresql
    for start in range(0, len(wanted), TOGETHER):
        parts: list[str] = []
        values: list[str | int] = []
        for place, groups in wanted[start : start + TOGETHER]:
            sql, words = make(model._meta.db_table, groups)
            parts.append(f"SELECT {place} AS place, part{place}.* FROM ({sql}) AS part{place}")  # noqa: S608
            values += [*words, limit]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), values)
            for place, pk in cursor.fetchall():
                found[place].append(pk)
    return found


def _usable(piece: str) -> bool:
    return len(piece) >= SHORTEST and "\x00" not in piece


def _sqlite(table: str, groups: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    fts = fts_table(table)
    quoted = [" OR ".join('"' + piece.replace('"', '""') + '"' for piece in group) for group in groups]
    match = " AND ".join(f"({group})" for group in quoted)
    return f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s ORDER BY rowid DESC LIMIT %s", [match]  # noqa: S608


def _postgresql(table: str, groups: Sequence[Sequence[str]]) -> tuple[str, list[str]]:
    clause = " AND ".join("(" + " OR ".join(["search_key LIKE %s"] * len(group)) + ")" for group in groups)
    # Materialised, because with a LIMIT in sight the planner sometimes leaves the trigram index.
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT id FROM {table} WHERE {clause}) "  # noqa: S608
        "SELECT id FROM hits ORDER BY id DESC LIMIT %s"
    )
    return sql, [f"%{_escaped(piece)}%" for group in groups for piece in group]


def _escaped(piece: str) -> str:
    return piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
