"""What must hold of every merge of two lists of lines (A5.2): nothing of anybody is lost or undone in silence."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apps.sales.writing.lines import Wanted, facts, merge_lines
from apps.sales.writing.reading import line_number

FIELDS = {"quantity": "quantity", "part_price": "partPrice", "discount": "discount", "description": "description"}
CODES = "ABCDEF"


def raw(number: int, code: str, values: dict[str, Any]) -> dict[str, Any]:
    return {
        "lineNumber": number, "code": code, "description": values["description"], "quantity": values["quantity"],
        "partPrice": values["part_price"], "discount": values["discount"], "kleur": f"onbekend {number}",
    }  # fmt: skip


small = st.integers(1, 3).map(Decimal)
some = st.fixed_dictionaries(
    {"quantity": small, "part_price": small, "discount": st.sampled_from([Decimal(0), Decimal("0.1")]),
     "description": st.sampled_from(["x", "y"])}
)  # fmt: skip


@st.composite
def histories(draw: Any) -> tuple[list[Any], list[Any], list[Wanted]]:
    """A list as it was, what others made of it, and what I want."""
    count = draw(st.integers(1, 4))
    base = {(place + 1) * 10: (CODES[place], draw(some)) for place in range(count)}
    theirs = {number: (code, draw(some) if draw(st.booleans()) else values) for number, (code, values) in base.items()}
    for number in list(theirs):
        if draw(st.integers(0, 5)) == 0:
            del theirs[number]
    if draw(st.booleans()):
        theirs[draw(st.sampled_from([15, 50, 60]))] = ("Z", draw(some))
    wanted = []
    for number, (code, values) in base.items():
        if draw(st.integers(0, 5)) == 0:
            continue
        mine = values | (draw(some) if draw(st.booleans()) else {})
        changed = frozenset(name for name in FIELDS if mine[name] != values[name])
        wanted.append(Wanted(number, _full(code, mine), number, changed))
    if draw(st.booleans()):
        wanted.append(Wanted(50, _full("N", draw(some)), None))
    return _rows(base), _rows(dict(sorted(theirs.items()))), wanted


def _full(code: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "comment_intern": "", "comment_extern": "", **values}


def _rows(lines: dict[int, Any]) -> list[dict[str, Any]]:
    return [raw(number, code, values) for number, (code, values) in lines.items()]


@given(histories())
def test_a_merge_without_a_question_undoes_nobodys_change(history: Any) -> None:
    base, theirs, wanted = history
    merged = merge_lines(base, theirs, wanted)
    if merged.clash:
        return
    was, now = ({line_number(line): line for line in side} for side in (base, theirs))
    out = {line_number(line): line for line in merged.lines}
    assert len(out) == len(merged.lines)
    mine = {line.base: line for line in wanted if line.base is not None}
    removed = set(was) - set(mine)
    # Theirs: every line and value that I did not touch stands as they have it, unknown fields and all.
    for number, line in now.items():
        if number in removed:
            assert number not in out or out[number] == line
            continue
        assert number in out
        touched = mine[number].changed if number in mine else frozenset()
        for name, path in FIELDS.items():
            if name not in touched:
                assert out[number][path] == line[path]
        assert out[number]["kleur"] == line["kleur"]
    # Mine: every value that I changed, and every line that I added, is there.
    for line in wanted:
        if line.base is not None and line.changed and line.base in out:
            told = facts(out[line.base])
            assert all(told[name] == line.values[name] for name in line.changed)
    added = [line for line in wanted if line.base is None]
    assert sum(line["code"] == "N" for line in merged.lines) == len(added)


@given(histories())
def test_what_both_changed_differently_is_asked_about(history: Any) -> None:
    base, theirs, wanted = history
    merged = merge_lines(base, theirs, wanted)
    was, now = ({line_number(line): line for line in side} for side in (base, theirs))
    for line in wanted:
        if line.base is None or line.base not in now:
            continue
        for name in line.changed:
            path = FIELDS[name]
            if now[line.base][path] not in (was[line.base][path], line.values[name]):
                assert merged.clash


@given(histories())
def test_sending_again_after_it_arrived_changes_nothing(history: Any) -> None:
    base, theirs, wanted = history
    once = merge_lines(base, theirs, wanted)
    if once.clash:
        return
    again = merge_lines(base, list(once.lines), wanted, again=True)
    assert not again.clash
    assert sum(line["code"] == "N" for line in again.lines) == sum(line["code"] == "N" for line in once.lines)
    kept = {line_number(line): facts(line) for line in again.lines}
    assert kept == {line_number(line): facts(line) for line in once.lines}
