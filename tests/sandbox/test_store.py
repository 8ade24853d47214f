"""The store: nothing it does for a list grows with the number of records behind an index, and writes are whole."""

import sqlite3

import pytest

from apps.sandbox.store import Row, Store


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "state.sqlite")
    opened.fill(Row("product", number, number * 10, {"id": number, "code": f"C{number}"}) for number in range(1, 301))
    yield opened
    opened.close()


def plans(store, monkeypatch, call):
    """How SQLite means to answer each statement of a call."""
    seen: list[str] = []
    execute = store.execute

    def explain(statement, values=()):
        values = tuple(values)
        seen.extend(row[3] for row in execute("EXPLAIN QUERY PLAN " + statement, values))
        return execute(statement, values)

    monkeypatch.setattr(store, "execute", explain)
    call()
    return seen


def test_lists_and_filters_use_an_index(store, monkeypatch):
    def call():
        store.texts("product", [5, 4, 3])
        store.ids_modified("product", 100, inclusive=True)
        store.ids_with("product", "code", "c7")
        store.get("product", 3)

    found = plans(store, monkeypatch, call)
    assert len(found) == 4
    assert all("SEARCH" in plan and "INDEX" in plan for plan in found)


def test_ids_are_read_once_and_kept_in_step(store, monkeypatch):
    assert store.ids("product")[-1] == 300
    store.put(Row("product", 301, 1, {"id": 301}))
    store.put(Row("product", 301, 2, {"id": 301, "name": "again"}))
    store.delete("product", 7)
    assert plans(store, monkeypatch, lambda: store.ids("product")) == []
    assert store.ids("product") == [*range(1, 7), *range(8, 302)]


def test_texts_come_in_the_order_asked_without_what_is_gone(store):
    assert store.texts("product", [3, 999, 1]) == ['{"id":3,"code":"C3"}', '{"id":1,"code":"C1"}']


def test_a_change_replaces_what_a_record_is_found_by(store):
    store.put(Row("product", 1, 5, {"id": 1, "code": "NEW"}))
    assert store.ids_with("product", "code", "c1") == set()
    assert store.ids_with("product", "code", "new") == {1}
    assert store.ids_with("product", "code", "ew", contains=True) == {1}


def test_a_transaction_is_all_or_nothing(store):
    def half() -> None:
        with store.transaction():
            store.put(Row("product", 400, 1, {"id": 400}))
            store.next_number("line")
            raise RuntimeError

    store.ids("product")
    with pytest.raises(RuntimeError):
        half()
    assert not store.has("product", 400)
    assert 400 not in store.ids("product")
    assert store.next_number("line") == 1


def test_numbers_go_on_after_the_highest_known(store):
    store.raise_number("quote", 20)
    store.raise_number("quote", 5)
    assert [store.next_number("quote"), store.next_number("quote")] == [21, 22]


def test_a_closed_store_answers_nothing(store):
    store.close()
    with pytest.raises(sqlite3.ProgrammingError):
        store.get("product", 1)
