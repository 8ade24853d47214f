"""The floor of any search here: the trigram index asked directly, 25 rows, no Django."""

import sqlite3
from collections.abc import Callable

from django.conf import settings

from apps.erp.mirror.fold import fold, is_phone, phone_digits

ROWS = 25
TABLE = "relations_customer"
COLUMNS = "id, number, name, city, phone, email"


def key_of(text: str) -> str:
    """The one word that the index is asked for."""
    return phone_digits(text) if is_phone(text) else fold(text).replace(" ", "")


def raw_search() -> tuple[Callable[[str], int], str]:
    """A function that asks for one typed text and returns the rows met, and what it is called."""
    if settings.DATABASE.engine == "sqlite":
        return _sqlite(), "raw FTS5, 25 rows, in-process"
    return _postgresql(), "raw pg_trgm, 25 rows, own connection"


def _sqlite() -> Callable[[str], int]:
    connection = sqlite3.connect(settings.DATABASE.name)
    fts = f"{TABLE}_fts"
    sql = (
        f"SELECT {COLUMNS} FROM {TABLE} WHERE id IN "
        f"(SELECT rowid FROM {fts} WHERE {fts} MATCH ? ORDER BY rowid DESC LIMIT {ROWS})"
    )

    def ask(text: str) -> int:
        word = key_of(text).replace('"', '""')
        return len(connection.execute(sql, (f'"{word}"',)).fetchall())

    return ask


def _postgresql() -> Callable[[str], int]:
    import psycopg

    address = settings.DATABASE
    connection = psycopg.connect(
        dbname=address.name, user=address.user, password=address.password, host=address.host, port=address.port
    )
    connection.autocommit = True
    sql = f"SELECT {COLUMNS} FROM {TABLE} WHERE search_key LIKE %s LIMIT {ROWS}"

    def ask(text: str) -> int:
        word = key_of(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return len(connection.execute(sql, (f"%{word}%",)).fetchall())

    return ask
