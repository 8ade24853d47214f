"""A draft that changes what somebody else changed too (A5.2 step 5): what must be chosen, and the draft after that.

Nothing was sent. The draft is put over LogicTrade's record as it is now, with each choice made, and can be sent again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import money
from apps.documents.drafts import locked, touch
from apps.documents.models import Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.sending import Choice, Conflict
from apps.erp.labels import field_text
from apps.erp.models import Write
from apps.erp.outbox.merge import Clash, merge, pick, read
from apps.erp.outbox.models import CONFLICT, State
from apps.erp.presenters import shown_value
from apps.logictrade import codec
from apps.relations.selectors import customer_get
from apps.sales.discounts import discount_as_percent
from apps.sales.writing.families import Family
from apps.sales.writing.lines import LinesClash, facts, merge_lines, wanted_of
from apps.sales.writing.opening import lines_from
from apps.sales.writing.payload import update_payload
from apps.sales.writing.reading import LINE_FIELDS, head_values, line_places, line_values, lines_of, without_marker

LINES = "lines"
MINE, THEIRS = "mine", "theirs"
SHOWN_LINES = 8
_NUMBERS = frozenset({"quantity", "part_price", "discount"})


@dataclass(frozen=True)
class _Met:
    """Both sides of a conflict."""

    base: Mapping[str, Any]
    theirs: Mapping[str, Any]
    payload: Mapping[str, Any]
    head: Sequence[Clash]
    lines: LinesClash


def is_conflict(write: Write | None) -> bool:
    return write is not None and write.state == State.REJECTED and write.reason == CONFLICT


def conflict_of(family: Family, draft: Draft) -> Conflict | None:
    """See `apps.documents.sending.Sender.conflict`."""
    met = _meet(family, draft)
    return Conflict([*_head_choices(met), *_line_choices(met)], list(_only_theirs(family, met))) if met else None


def _meet(family: Family, draft: Draft) -> _Met | None:
    """None where there is no conflict, or where the draft was put over LogicTrade's record already."""
    write = draft.write
    customer = customer_get(draft.customer_id)
    if write is None or not is_conflict(write) or draft.base == write.answer or customer is None:
        return None
    base, theirs = codec.loads(draft.base), codec.loads(write.answer)
    payload = update_payload(family=family, draft=draft, lines=draft_lines(draft), customer=customer, user=draft.owner)
    head = merge(family.shape, without_marker(base), payload["changes"], without_marker(theirs))
    lines = merge_lines(lines_of(base), lines_of(theirs), wanted_of(payload["lines"]))
    return _Met(base, theirs, payload, head.clashes, lines.clash)


def _head_choices(met: _Met) -> Iterator[Choice]:
    for clash in met.head:
        was, now = _sides(met)
        rows = [
            (capfirst(field_text(path)), shown_value(pick(was, path)), shown_value(pick(now, path)), _mine(met, path))
            for path in clash.paths
        ]
        yield Choice(clash.name, rows)


def _sides(met: _Met) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return without_marker(met.base), without_marker(met.theirs)


def _mine(met: _Met, path: str) -> str:
    return shown_value(met.payload["changes"].get(path, pick(without_marker(met.base), path)))


def _line_choices(met: _Met) -> Iterator[Choice]:
    if met.lines.whole:
        sides = (_told(lines_of(met.base)), _told(lines_of(met.theirs)), _told(met.payload["lines"]))
        yield Choice(LINES, [(_("The lines"), *sides)])
        return
    was, now = (_by_place(side) for side in (met.base, met.theirs))
    mine = {line["base"]: line for line in met.payload["lines"] if line.get("base") is not None}
    for number, names in met.lines.fields.items():
        known = [name for name in names if name in LINE_FIELDS]
        rows = [
            (
                _line_title(mine[number], name),
                _shown(name, facts(was[number])[name]),
                _shown(name, facts(now[number])[name]),
                _shown(name, mine[number][name]),
            )
            for name in known
        ]
        yield Choice(f"line-{number}", rows)


def _line_title(line: Mapping[str, Any], name: str) -> str:
    words = {"code": line["code"], "number": line["base"], "field": field_text(LINE_FIELDS[name].path)}
    return _("%(code)s (line %(number)s), %(field)s") % words


def _shown(name: str, value: Any) -> str:
    """Prices with cents, discounts as the percentage that people type."""
    number = Decimal(value) if name in _NUMBERS and value not in (None, "") else None
    if number is None:
        return shown_value(value)
    if name == "discount":
        return f"{money.quantity(discount_as_percent(number))} %"
    return money.price(number) if name == "part_price" else money.quantity(number)


def _by_place(raw: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    lines = lines_of(raw)
    return dict(zip(line_places(lines), lines, strict=True))


def _told(lines: Sequence[Mapping[str, Any]]) -> str:
    """Lines in one sentence, the first few."""
    words = [f"{money.quantity(line.get('quantity'))} × {line.get('code') or '–'}" for line in lines[:SHOWN_LINES]]
    more = len(lines) - len(words)
    return ", ".join([*words, *([_("%(n)d more") % {"n": more}] if more > 0 else [])])


def _only_theirs(family: Family, met: _Met) -> Iterator[tuple[str, str, str]]:
    """What comes along by itself, so that nobody is surprised."""
    was, now = (read(family.shape, side) for side in _sides(met))
    for path in was:
        if was[path] != now[path] and path not in met.payload["changes"]:
            yield capfirst(field_text(path)), shown_value(was[path]), shown_value(now[path])


def conflict_settle(*, actor: Actor, family: Family, draft: Draft, choices: Mapping[str, str]) -> Draft:
    """See `apps.documents.sending.Sender.settle`."""
    with transaction.atomic():
        row = locked(draft)
        met = _meet(family, row)
        if met is None:
            return row
        head = _settled_head(family, row, met, choices)
        _settle_lines(row, family, met, choices)
        touch(row, **head, base=codec.dumps(met.theirs), head_version=row.head_version + 1)
        record(
            Action.DRAFT_REBASED,
            actor=actor,
            subject=f"draft:{row.pk}",
            label=row.customer_name,
            after={"choices": dict(choices), "record": row.edits_id},
        )
    return row


def _settled_head(family: Family, draft: Draft, met: _Met, choices: Mapping[str, str]) -> dict[str, Any]:
    """LogicTrade's head with what this person changed and kept."""
    given_up = {path for clash in met.head if choices[clash.name] == THEIRS for path in clash.paths}
    kept = set(met.payload["changes"]) - given_up
    found = head_values(family, met.theirs)
    for field in family.head:
        if field.path in kept:
            found[field.name] = getattr(draft, field.name)
    if any(path.startswith(f"{family.address}.") for path in kept):
        found["address"] = draft.address
    return found


def _settle_lines(draft: Draft, family: Family, met: _Met, choices: Mapping[str, str]) -> None:
    mine = draft_lines(draft)
    if met.lines.whole and choices[LINES] == THEIRS:
        DraftLine.objects.filter(pk__in=[line.pk for line in mine]).delete()
        DraftLine.objects.bulk_create(lines_from(draft, family.record(met.theirs), keep=True))
        return
    now = _by_place(met.theirs)
    gone = [line for line in mine if line.line_number is not None and line.line_number not in now]
    for line in mine:
        if line.line_number in now:
            _rebase(line, now[line.line_number], met, choices)
        elif met.lines.whole:
            # They took it away and I keep it: it is made anew.
            line.line_number, line.base = None, ""
    fields = ["line_number", "base", "price_source", "given_price", "given_discount", "given_source", *LINE_FIELDS]
    DraftLine.objects.bulk_update(mine, fields, batch_size=200)
    if not met.lines.whole:
        DraftLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
        _add_theirs(draft, family, met, {line.line_number for line in mine})


def _rebase(line: DraftLine, now: Mapping[str, Any], met: _Met, choices: Mapping[str, str]) -> None:
    """Their line below mine: what I changed stays mine, but for what I gave up."""
    number = line.line_number or 0
    payload: Mapping[str, Any] = next((one for one in met.payload["lines"] if one.get("base") == number), {})
    kept = set(payload.get("changed", ()))
    if met.lines.whole:
        kept = set(LINE_FIELDS)
    elif number in met.lines.fields and choices[f"line-{number}"] == THEIRS:
        kept -= set(met.lines.fields[number])
    theirs = line_values(now)
    for name in LINE_FIELDS:
        if name not in kept:
            setattr(line, name, theirs[name])
    line.given_price, line.given_discount = theirs["part_price"], theirs["discount"]
    line.given_source = DraftLine.Source.AGREED
    if (line.part_price, line.discount) == (line.given_price, line.given_discount):
        line.price_source = line.given_source
    line.base = codec.dumps(dict(now))


def _add_theirs(draft: Draft, family: Family, met: _Met, known: set[int | None]) -> None:
    """Lines that they added stand behind mine."""
    added = [
        line
        for line in lines_from(draft, family.record(met.theirs), keep=True)
        if line.line_number not in known and line.line_number not in _by_place(met.base)
    ]
    last = DraftLine.objects.filter(draft=draft).count()
    for place, line in enumerate(added, 1):
        line.position = last + place
    DraftLine.objects.bulk_create(added)
