"""Two edits of one list of lines (A5.2), without a database: what is merged, what is asked, what goes out."""

from decimal import Decimal
from typing import Any

import pytest

from apps.logictrade.wire import to_wire
from apps.sales.writing.lines import Wanted, merge_lines
from apps.sales.writing.payload import line_numbers
from apps.sales.writing.reading import line_places, line_values


def line(number: Any, code: str = "A", quantity: Any = 1, **more: Any) -> dict[str, Any]:
    return {
        "id": 7, "lineNumber": number, "code": code, "description": f"Product {code}", "quantity": quantity,
        "partPrice": Decimal("10.00"), "discount": 0, "comment": {"intern": "", "extern": ""}, **more,
    }  # fmt: skip


def values(code: str = "A", **more: Any) -> dict[str, Any]:
    return {
        "code": code, "description": f"Product {code}", "quantity": Decimal(1), "part_price": Decimal("10.00"),
        "discount": Decimal(0), "comment_intern": "", "comment_extern": "", **more,
    }  # fmt: skip


def kept(number: int, code: str = "A", *, as_number: int | None = None, **changes: Any) -> Wanted:
    return Wanted(as_number or number, values(code, **changes), number, frozenset(changes))


def new(number: int, code: str, **more: Any) -> Wanted:
    return Wanted(number, values(code, **more))


BASE = [line(10), line(20, "B"), line(30, "C")]
SAME = [kept(10), kept(20, "B"), kept(30, "C")]


def numbers(lines: Any) -> list[tuple[Any, str]]:
    return [(one["lineNumber"], one["code"]) for one in lines]


def test_what_nobody_changed_goes_out_as_it_was_read() -> None:
    theirs = [line(10, kleur="zand", configuration={"id": 9, "items": [{"x": 1}]}), line(20, "B"), line(30, "C")]
    merged = merge_lines(theirs, theirs, SAME)
    assert not merged.clash
    assert merged.lines == theirs


def test_my_change_goes_over_theirs_and_leaves_the_rest() -> None:
    theirs = [line(10, description="Anders"), line(20, "B", kleur="zand"), line(30, "C")]
    mine = [kept(10), kept(20, "B", quantity=Decimal("2.500"), comment_extern="Zaagmaat"), kept(30, "C")]
    merged = merge_lines(BASE, theirs, mine)
    assert not merged.clash
    first, second, third = merged.lines
    assert (first, third) == (theirs[0], theirs[2])
    assert second == line(20, "B", Decimal("2.5"), kleur="zand", comment={"intern": "", "extern": "Zaagmaat"})


def test_the_same_field_changed_on_both_sides_is_asked_about() -> None:
    theirs = [line(10, quantity=5), line(20, "B"), line(30, "C")]
    merged = merge_lines(BASE, theirs, [kept(10, quantity=Decimal(2)), *SAME[1:]])
    assert (merged.clash.whole, merged.clash.fields) == (False, {10: ["quantity"]})
    assert not merge_lines(BASE, theirs, [kept(10, quantity=Decimal(5)), *SAME[1:]]).clash


def test_price_and_discount_only_make_sense_together() -> None:
    theirs = [line(10, discount=Decimal("0.1")), *BASE[1:]]
    merged = merge_lines(BASE, theirs, [kept(10, part_price=Decimal(9)), *SAME[1:]])
    assert merged.clash.fields == {10: ["part_price"]}
    assert not merge_lines(BASE, theirs, [kept(10, quantity=Decimal(9)), *SAME[1:]]).clash


@pytest.mark.parametrize(
    "mine",
    [
        SAME[1:],
        [kept(10, as_number=20), kept(20, "B", as_number=10), SAME[2]],
    ],
)
@pytest.mark.parametrize("theirs", [[line(10, quantity=5), *BASE[1:]], BASE[:2], [*BASE, line(40, "D")]])
def test_lines_taken_away_or_moved_beside_another_change_are_asked_about(mine: Any, theirs: Any) -> None:
    assert merge_lines(BASE, theirs, mine).clash.whole


def test_lines_they_took_away_are_asked_about_when_i_changed_anything() -> None:
    assert merge_lines(BASE, BASE[1:], [kept(10), kept(20, "B", quantity=Decimal(2)), SAME[2]]).clash.whole
    assert merge_lines(BASE, BASE[1:], SAME).lines == BASE[1:]


def test_lines_may_be_taken_away_and_moved_in_a_list_that_stood_still() -> None:
    assert numbers(merge_lines(BASE, BASE, SAME[1:]).lines) == [(20, "B"), (30, "C")]
    moved = [kept(30, "C", as_number=10), kept(10, as_number=20), kept(20, "B", as_number=30)]
    assert numbers(merge_lines(BASE, BASE, moved).lines) == [(10, "C"), (20, "A"), (30, "B")]


def test_both_may_add_lines() -> None:
    theirs = [*BASE, line(40, "D", kleur="zand")]
    merged = merge_lines(BASE, theirs, [*SAME, new(40, "E", quantity=Decimal(3))])
    assert not merged.clash
    assert numbers(merged.lines) == [(10, "A"), (20, "B"), (30, "C"), (40, "D"), (50, "E")]
    assert merged.lines[3]["kleur"] == "zand"
    assert merged.lines[4] == {
        "lineNumber": 50, "code": "E", "description": "Product E", "quantity": 3, "partPrice": Decimal("10.00"),
        "discount": 0,
    }  # fmt: skip


def test_what_logictrade_shows_already_is_not_done_twice() -> None:
    mine = [kept(10, quantity=Decimal(2)), kept(20, "B"), new(40, "D")]
    theirs = [line(10, quantity=2), line(20, "B"), line(40, "D")]
    merged = merge_lines(BASE, theirs, mine)
    assert (merged.lines, bool(merged.clash)) == (theirs, False)


def test_a_line_that_got_another_number_is_known_again_when_it_is_sent_again() -> None:
    mine = [*SAME, new(40, "E")]
    once = merge_lines(BASE, [*BASE, line(40, "D")], mine)
    assert numbers(once.lines)[3:] == [(40, "D"), (50, "E")]
    assert numbers(merge_lines(BASE, once.lines, mine, again=True).lines)[3:] == [(40, "D"), (50, "E")]
    # Sent for the first time it is somebody else's line that says the same.
    assert numbers(merge_lines(BASE, once.lines, mine).lines)[3:] == [(40, "D"), (50, "E"), (60, "E")]


def test_another_product_at_the_same_number_is_no_line_of_mine() -> None:
    theirs = [line(10, "X"), *BASE[1:]]
    assert merge_lines(BASE, theirs, [kept(10, quantity=Decimal(2)), *SAME[1:]]).clash.fields == {
        10: ["code", "quantity"]
    }


def test_lines_without_numbers_are_changed_only_where_nobody_else_did() -> None:
    base = [line(None), line(None, "B")]
    mine = [kept(10, quantity=Decimal(2)), kept(20, "B")]
    merged = merge_lines(base, base, mine)
    assert [one["quantity"] for one in merged.lines] == [2, 1]
    assert merge_lines(base, [line(None, quantity=4), base[1]], mine).clash.whole
    assert merge_lines(base, base[:1], [kept(10), kept(20, "B")]).lines == base[:1]


def test_a_renumbered_line_keeps_everything_else() -> None:
    theirs = [line(10, kleur="zand"), *BASE[1:]]
    moved = [kept(10, as_number=15), *SAME[1:]]
    assert merge_lines(theirs, theirs, moved).lines[0] == line(15, kleur="zand")


def test_the_lines_of_an_invoice_keep_their_texts_as_numbers() -> None:
    theirs = [line("10", salesGroup={"code": "8010", "description": "Stoelen"}), line("20", "B")]
    merged = merge_lines(theirs, theirs, [kept(10, quantity=Decimal(4)), kept(20, "B"), new(30, "C")])
    body = to_wire("invoice", {"lines": merged.lines})
    assert [(one["lineNumber"], one["quantity"]) for one in body["lines"]] == [("10", 4), ("20", 1), ("30", 1)]
    assert body["lines"][0]["salesGroup"] == {"code": "8010"}


def test_places() -> None:
    assert line_places([line("10"), line(20)]) == [10, 20]
    assert line_places([line(10), line(10)]) == [10, 20]
    assert line_places([line(5), line(None)]) == [10, 20]


def test_values_in_the_precision_of_a_draft() -> None:
    found = line_values(
        line(10, quantity=Decimal("1.23456"), partPrice=Decimal("9.9549"), discount=Decimal("0.12345"), comment=None)
    )
    assert (found["quantity"], found["part_price"], found["discount"]) == (
        Decimal("1.235"),
        Decimal("9.95"),
        Decimal("12.34"),
    )
    assert (found["comment_extern"], found["configuration"]) == ("", "")
    odd = line_values(line(10, quantity="veel", partPrice=None, discount="x"))
    assert (odd["quantity"], odd["part_price"], odd["discount"]) == (1, None, 0)


class Drafted:
    def __init__(self, pk: int, line_number: int | None) -> None:
        self.pk, self.line_number = pk, line_number


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ([10, 20, None], [10, 20, 30]),
        ([10, None, 20], [10, 15, 20]),
        ([10, None, None, 20], [10, 15, 17, 20]),
        ([10, None, 11], [10, 20, 30]),
        ([20, 10], [10, 20]),
        ([None, 10], [5, 10]),
        ([3, None], [3, 10]),
        ([None, None], [10, 20]),
    ],
)
def test_new_lines_get_a_number_between_their_neighbours(known: list[int | None], expected: list[int]) -> None:
    lines = [Drafted(pk, number) for pk, number in enumerate(known)]
    assert list(line_numbers(lines).values()) == expected  # type: ignore[arg-type]
