"""Merging two edits field by field (A5.2): nothing of theirs is lost, nothing disputed leaves without a choice."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.erp.outbox.merge import (
    Along,
    Field,
    Kind,
    Shape,
    changed,
    choose,
    differing,
    lost,
    merge,
    normal,
    put_back,
    read,
)
from apps.logictrade import codec
from apps.logictrade.wire.records import put

ADDRESS = frozenset({"address.street", "address.houseNumber", "address.zipCode", "address.city"})
SHAPE = Shape(
    fields=(
        Field("name"),
        Field("remark"),
        Field("strict", blank=False),
        *(Field(path) for path in ("address.street", "address.houseNumber", "address.zipCode", "address.city")),
        Field("price", Kind.NUMBER),
        Field("webshop", Kind.FLAG),
        Field("startDate", Kind.DAY),
        Field("vat", Kind.CODE),
        Field("supplier", Kind.REF),
        Field("groups", Kind.REFS),
    ),
    groups=(ADDRESS,),
)
BASE = {
    "id": 14,
    "name": "Piet",
    "address": {"street": "Dorpsstraat", "houseNumber": "2B", "zipCode": "1234 AB", "city": "Utrecht"},
    "price": Decimal("1.50"),
    "unknown": {"kept": [1, None]},
}


def wire(field: Field, value: Any) -> Any:
    """A value in the form in which LogicTrade answers it."""
    if field.kind is Kind.REFS:
        return [{"id": one} for one in value]
    if field.kind is Kind.CODE:
        return {"code": value} if value else None
    if field.kind is Kind.REF:
        return {"id": value} if value else None
    return value


def written(theirs: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """What LogicTrade holds after the write: theirs with the changes on top, as the body of the PUT has them."""
    body = deepcopy(theirs)
    for path, value in changes.items():
        put(body, tuple(path.split(".")), wire(SHAPE.field(path), value))
    return codec.loads(codec.dumps(body))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.TEXT, None, ""),
        (Kind.TEXT, "a\r\nb", "a\nb"),
        (Kind.TEXT, 12, "12"),
        (Kind.NUMBER, Decimal("1.50"), "1.5"),
        (Kind.NUMBER, None, ""),
        (Kind.FLAG, "Ja", True),
        (Kind.DAY, "2024-05-05T00:00:00", "2024-05-05"),
        (Kind.DAY, None, ""),
        (Kind.CODE, {"id": 2, "code": "8010", "description": "Stoelen"}, "8010"),
        (Kind.REF, {"id": 3, "companyName": "Voorbeeld"}, 3),
        (Kind.REF, 0, None),
        (Kind.REFS, [{"id": 12}, {"id": 3}, {"id": 12}], [3, 12]),
        (Kind.REFS, None, []),
    ],
)
def test_what_means_the_same_is_the_same(kind, one, other):
    assert normal(Field("x", kind), one) == normal(Field("x", kind), other)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        (Field("x"), "Piet", "Piet "),
        (Field("x"), "piet", "Piet"),
        (Field("x", blank=False), None, ""),
        (Field("x", Kind.FLAG), None, False),
        (Field("x", Kind.NUMBER), None, Decimal(0)),
    ],
)
def test_what_nobody_proved_to_be_the_same_differs(field, one, other):
    assert normal(field, one) != normal(field, other)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("odd", [[1], {"a": 1}, "x", "2024-99-99", True, Decimal("NaN"), ["a"], [[{}]], -1])
def test_odd_values_are_compared_and_never_raise(kind, odd):
    assert normal(Field("x", kind), odd) == normal(Field("x", kind), deepcopy(odd)) or odd != odd


def test_only_what_was_changed_counts_as_mine():
    mine = read(SHAPE, BASE) | {"name": "Pieter", "price": Decimal("1.500"), "remark": ""}
    assert changed(SHAPE, BASE, mine) == {"name": "Pieter"}


def test_different_fields_merge():
    theirs = BASE | {"remark": "belt graag"}
    merged = merge(SHAPE, BASE, {"name": "Pieter"}, theirs)
    assert (merged.changes, merged.clashes) == ({"name": "Pieter"}, ())


def test_the_same_field_is_a_clash_unless_both_wrote_the_same():
    theirs = BASE | {"name": "Peter"}
    [clash] = merge(SHAPE, BASE, {"name": "Pieter"}, theirs).clashes
    assert clash.paths == ("name",)
    assert merge(SHAPE, BASE, {"name": "Peter"}, theirs) == merge(SHAPE, BASE, {}, theirs)


def test_an_address_is_one_choice():
    theirs = BASE | {"address": BASE["address"] | {"street": "Kerkstraat"}}
    changes = {"address.houseNumber": "4", "name": "Pieter"}
    [clash] = merge(SHAPE, BASE, changes, theirs).clashes
    assert clash.paths == ("address.street", "address.houseNumber")
    mine = choose(SHAPE, BASE, changes, theirs, {clash.name: "mine"})
    assert mine == {"name": "Pieter", "address.street": "Dorpsstraat", "address.houseNumber": "4"}
    assert choose(SHAPE, BASE, changes, theirs, {clash.name: "theirs"}) == {"name": "Pieter"}


def test_without_a_choice_nothing_is_settled():
    with pytest.raises(KeyError):
        choose(SHAPE, BASE, {"name": "Pieter"}, BASE | {"name": "Peter"}, {})


def test_what_logictrade_keeps_differently():
    assert differing(SHAPE, {"name": "Pieter", "price": Decimal("2")}, BASE | {"name": "PIETER", "price": 2}) == [
        ("name", "Pieter", "PIETER")
    ]


IMAGES = Along("images", "url", ("name",))
ATTRIBUTES = Along("attributes", "code", ("name",), inner=Along("values", "code", ("value",)))


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (["http://x.nl/1.png"], [{"id": 5, "url": "http://x.nl/1.png"}], []),
        ([{"id": 5, "url": "http://x.nl/1.png"}], [{"id": 6, "url": "http://x.nl/1.png", "sequence": 20}], []),
        ([{"id": 5, "url": "http://x.nl/1.png"}], [{"id": 5, "url": None}], []),
        ([{"id": 5, "name": "a"}, {"id": 6, "name": "a"}], [{"id": 8, "name": "a"}], ["a"]),
        ([{"id": 5, "url": None}, None, {}, {"id": 0, "url": ""}], None, ["#5"]),
        ([{"name": "a", "url": "http://x.nl/1.png"}, "http://x.nl/2.png"], [], ["a", "http://x.nl/2.png"]),
        ("x.jpg", [], []),
    ],
)
def test_an_image_that_went_along_and_is_gone_is_named(before, after, names):
    assert lost(IMAGES, {"images": before}, {"images": after}) == names


def test_a_property_and_a_value_that_went_along_and_are_gone_are_named():
    kept = {"code": "K", "name": "Kleur", "values": [{"id": 1, "code": "R", "value": "Rood"}, {"id": 2, "value": "?"}]}
    before = {"attributes": [kept, {"id": 9, "name": "Los", "values": [{"value": "x"}]}]}
    assert lost(ATTRIBUTES, before, before) == []
    after = {"attributes": [kept | {"values": [{"code": "R"}]}]}
    assert lost(ATTRIBUTES, before, after) == ["Kleur ?", "Los"]


def test_a_possible_overwrite_is_what_our_write_put_back():
    between = BASE | {"remark": "nieuw", "name": "Peter"}
    assert put_back(SHAPE, {"name": "Pieter"}, BASE, between, BASE | {"name": "Pieter"}) == ["remark"]
    assert put_back(SHAPE, {"name": "Pieter"}, BASE, between, between | {"name": "Pieter"}) == []


texts = st.sampled_from([None, "", "a", "b", "a\r\n", "a\n"])
VALUES = {
    Kind.TEXT: texts,
    Kind.NUMBER: st.sampled_from([None, Decimal("1"), Decimal("1.0"), 2, "2"]),
    Kind.FLAG: st.sampled_from([None, True, False, "ja"]),
    Kind.DAY: st.sampled_from([None, "2024-05-05", "2024-05-05T00:00:00", "2024-05-06"]),
    Kind.CODE: st.sampled_from([None, {"code": "1"}, {"id": 1, "code": "1", "description": "x"}, {"code": "2"}]),
    Kind.REF: st.sampled_from([None, {"id": 1}, {"id": 1, "name": "x"}, {"id": 2}]),
    Kind.REFS: st.lists(st.sampled_from([{"id": 1}, {"id": 2}, {"id": 3, "code": "c"}]), max_size=3),
}


@st.composite
def records(draw: Any) -> dict[str, Any]:
    record: dict[str, Any] = {"id": 14, "unknown": draw(texts)}
    for field in SHAPE.fields:
        if draw(st.booleans()):
            put(record, tuple(field.path.split(".")), draw(VALUES[field.kind]))
    return record


@st.composite
def edits(draw: Any) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(base, my changes, theirs): theirs differs from base in some fields, mine in some others or the same."""
    base, theirs = draw(records()), draw(records())
    for field in SHAPE.fields:
        if draw(st.booleans()):
            put(theirs, tuple(field.path.split(".")), wire(field, read(SHAPE, base)[field.path]))
    typed = read(SHAPE, draw(records()))
    mine = {path: value for path, value in typed.items() if draw(st.booleans())}
    return base, changed(SHAPE, base, mine), theirs


@given(edits())
def test_reading_back_gives_theirs_on_every_field_outside_changed(edit):
    base, changes, theirs = edit
    merged = merge(SHAPE, base, changes, theirs)
    if merged.clashes:
        return
    after = written(theirs, merged.changes)
    was, now = read(SHAPE, theirs), read(SHAPE, after)
    assert {path: now[path] for path in now if path not in changes} == {
        path: was[path] for path in was if path not in changes
    }
    assert {path: now[path] for path in changes} == changes
    assert after["unknown"] == theirs["unknown"]


@given(edits())
def test_no_field_that_both_changed_is_settled_without_a_choice(edit):
    base, changes, theirs = edit
    merged = merge(SHAPE, base, changes, theirs)
    was, now = read(SHAPE, base), read(SHAPE, theirs)
    disputed = {path for path in changes if was[path] != now[path] != changes[path]}
    offered = {path for clash in merged.clashes for path in clash.paths}
    assert disputed <= offered
    assert len([path for clash in merged.clashes for path in clash.paths]) == len(offered)
    if changes.keys() & ADDRESS and any(changes[p] != now[p] for p in changes.keys() & ADDRESS):
        foreign = {path for path in ADDRESS if was[path] != now[path]}
        # A part of an address that they changed is offered with mine, unless mine leaves it where they put it.
        assert foreign <= offered | {path for path in foreign if changes.get(path) == now[path]}


@given(edits(), st.data())
def test_each_choice_is_what_is_written(edit, data):
    base, changes, theirs = edit
    merged = merge(SHAPE, base, changes, theirs)
    choices = {clash.name: data.draw(st.sampled_from(["mine", "theirs"])) for clash in merged.clashes}
    after = read(SHAPE, written(theirs, choose(SHAPE, base, changes, theirs, choices)))
    was, now = read(SHAPE, base), read(SHAPE, theirs)
    for clash in merged.clashes:
        for path in clash.paths:
            mine = changes.get(path, was[path])
            assert after[path] == (mine if choices[clash.name] == "mine" else now[path])
    offered = {path for clash in merged.clashes for path in clash.paths}
    for path in after.keys() - offered:
        assert after[path] == changes.get(path, now[path])


@given(edits())
def test_after_a_choice_for_mine_the_same_write_meets_no_second_question(edit):
    base, changes, theirs = edit
    merged = merge(SHAPE, base, changes, theirs)
    chosen = choose(SHAPE, base, changes, theirs, {clash.name: "mine" for clash in merged.clashes})
    again = merge(SHAPE, theirs, chosen, theirs)
    assert (again.changes, again.clashes) == (chosen, ())
