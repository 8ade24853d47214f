"""The floor of any search here: the trigram index asked directly, 25 rows, no Django."""

import sqlite3
from collections.abc import Callable

from django.conf import settings

from apps.erp.mirror.fold import fold, is_phone, phone_digits
from bench.sides import Side

ROWS = 25


def raw_search(side: Side) -> tuple[Callable[[str], int], str]:
    """A function that asks for one typed text and returns the rows met, and what it is called."""
    if settings.DATABASE.engine == "sqlite":
        return _sqlite(side), "raw FTS5, 25 rows, in-process"
    return _postgresql(side), "raw pg_trgm, 25 rows, own connection"


def statement(engine: str, side: Side, columns: str) -> str:
    """25 rows that hold the one word which `sought` makes of a typed text, in no order."""
    if engine == "sqlite":
        fts = f"{side.table}_fts"
        found = f"id IN (SELECT rowid FROM {fts} WHERE {fts} MATCH %s ORDER BY rowid DESC LIMIT {ROWS})"
    else:
        found = f"search_key LIKE %s LIMIT {ROWS}"
    return f"SELECT {columns} FROM {side.table} WHERE {found}"


def sought(engine: str, text: str) -> str:
    word = phone_digits(text) if is_phone(text) else fold(text).replace(" ", "")
    if engine == "sqlite":
        return '"' + word.replace('"', '""') + '"'
    return "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _sqlite(side: Side) -> Callable[[str], int]:
    connection = sqlite3.connect(settings.DATABASE.name)
    sql = statement("sqlite", side, side.columns).replace("%s", "?")

    def ask(text: str) -> int:
        return len(connection.execute(sql, (sought("sqlite", text),)).fetchall())

    return ask


def _postgresql(side: Side) -> Callable[[str], int]:
    import psycopg

    address = settings.DATABASE
    connection = psycopg.connect(
        dbname=address.name, user=address.user, password=address.password, host=address.host, port=address.port
    )
    connection.autocommit = True
    sql = statement("postgresql", side, side.columns)

    def ask(text: str) -> int:
        return len(connection.execute(sql, (sought("postgresql", text),)).fetchall())

    return ask
