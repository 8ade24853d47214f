"""The writes that change a document: a person's changes over what LogicTrade has when they are sent (A5.2)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic.alias_generators import to_camel

from apps.core import clock
from apps.erp.mirror import registry
from apps.erp.mirror.upsert import mark_gone
from apps.erp.models import CodeEntry
from apps.erp.outbox.kinds import ConflictError, Difference, ForbiddenError, Message, Raw
from apps.erp.outbox.merge import differing, merge, pick, put_back
from apps.erp.outbox.models import EditBase, Write
from apps.erp.outbox.turns import pass_turn
from apps.logictrade import markers, schemas
from apps.logictrade.wire import is_nothing, to_wire
from apps.sales.writing.create import DocumentDomain
from apps.sales.writing.differences import Line, line_differences, number_of
from apps.sales.writing.lines import merge_lines, wanted_of
from apps.sales.writing.reading import lines_of, without_marker

IN_PROGRESS = "in_progress"
LAMPS = ("deliveryStatus", "invoiceStatus")


def is_under_way(raw: Raw) -> bool:
    """Whether something of an order is delivered or invoiced: then a PUT might undo it (contract section 6.2)."""
    return any(one.get(lamp) not in (None, "", "none") for one in (raw, *lines_of(raw)) for lamp in LAMPS)


def wire_codes() -> dict[str, dict[str, str]]:
    """The code tables as the client's tables name them."""
    found: dict[str, dict[str, str]] = {}
    for table, text, code in CodeEntry.objects.values_list("table", "text", "code"):
        found.setdefault(table.replace("delivery_", "delivery."), {})[text] = code
    return found


class Update(DocumentDomain):
    """See `apps.erp.outbox.kinds.MergingDomain`."""

    def message(self, write: Write) -> Message:
        return Message(None, path={"id": write.content["id"]})

    def merged(self, write: Write, theirs: Raw) -> Message:
        content = write.content
        path = {"id": content["id"]}
        if self.family.fixed_once_under_way and is_under_way(theirs):
            raise ForbiddenError(IN_PROGRESS)
        base = EditBase.objects.get(pk=write.pk).raw
        head = merge(self.family.shape, without_marker(base), content["changes"], without_marker(theirs))
        lines = merge_lines(lines_of(base), lines_of(theirs), wanted_of(content["lines"]), again=write.sends > 0)
        if head.clashes or lines.clash:
            raise ConflictError
        if not head.changes and list(lines.lines) == list(lines_of(theirs)):
            return Message(None, path=path)
        changes = dict(self._written(content, head.changes, theirs))
        return Message(to_wire(self.family.key, {**theirs, "lines": lines.lines}, changes, wire_codes()), path=path)

    def _written(
        self, content: Mapping[str, Any], changes: Mapping[str, Any], theirs: Raw
    ) -> Iterator[tuple[str, Any]]:
        """My changes as they are written: codes for texts, the marker back in its place."""
        for path, value in changes.items():
            if path in content["codes"]:
                yield path, content["codes"][path]
            elif path == "origin":
                yield path, {"code": value} if value else None
            elif path == "comment.intern":
                marker = markers.find("quote", theirs)
                yield path, markers.put_text(value, marker) if marker else value
            else:
                yield path, value
        if any(path.startswith("comment.") for path in changes) and not isinstance(theirs.get("comment"), Mapping):
            # Both or none (contract section 6.3).
            yield from ((path, "") for path in ("comment.intern", "comment.extern") if path not in changes)
        if self.family.schema is schemas.Order:
            yield from self._asked_for(content, changes, theirs)

    def _asked_for(self, content: Raw, changes: Raw, theirs: Raw) -> Iterator[tuple[str, Any]]:
        """What LogicTrade wants of an order that is written back and may not have shown (contract section 6.2)."""
        if not theirs.get("salesManUserName"):
            # Whose order it is was not told: the one who changes it, a guess.
            yield "salesManUserName", content["salesman"]
        known = pick(theirs, "delivery.address")
        if is_nothing(known) and not any(path.startswith("delivery.address") for path in changes):
            address = {to_camel(name): text for name, text in content["address"].items() if text}
            if address:
                yield "delivery.address", address

    def wanted(self, write: Write, theirs: Raw) -> Raw:
        """For the audit log, which keeps every line that leaves."""
        content = write.content
        base = EditBase.objects.get(pk=write.pk).raw
        lines = merge_lines(lines_of(base), lines_of(theirs), wanted_of(content["lines"]), again=write.sends > 0)
        return {**theirs, "lines": lines.lines, "changes": content["changes"]}

    def put_back(self, write: Write, before: Raw, between: Raw, after: Raw) -> Sequence[str]:
        sides = [without_marker(side) for side in (before, between, after)]
        return put_back(self.family.shape, write.content["changes"], *sides)

    def lost(self, before: Raw, after: Raw) -> Sequence[Difference]:
        return ()

    def fingerprint_matches(self, write: Write, raw: Raw) -> bool:
        return self.is_candidate(write, raw) and not self.differences(write, raw)

    def is_candidate(self, write: Write, raw: Raw) -> bool:
        return bool(raw.get("id") == write.content["id"])

    def differences(self, write: Write, raw: Raw) -> Sequence[Difference]:
        content = write.content
        found = differing(self.family.shape, content["changes"], without_marker(raw))
        head = [Difference(path, _told(sent), _told(value)) for path, sent, value in found]
        return [*head, *self._line_differences(content, raw)]

    def _line_differences(self, content: Mapping[str, Any], raw: Raw) -> Iterator[Difference]:
        """Each line that I changed or made, by its number or else by what it says: LogicTrade may number anew."""
        record = self.record(raw)
        if record is None:
            return
        there: list[Line] = list(record.lines)
        for sent in content["lines"]:
            theirs = _same_line(sent, there)
            if theirs is None:
                yield Difference(f"lines.{sent['line_number']}", sent["code"], "")
                continue
            there.remove(theirs)
            if sent.get("base") is None or sent["changed"]:
                yield from line_differences(sent, theirs)
        for line in there:
            if number_of(line) in content["removed"]:
                yield Difference(f"lines.{number_of(line)}", "", line.code or "")

    def confirmed(self, write: Write, raw: Raw | None) -> None:
        super().confirmed(write, raw)
        pass_turn(write)

    def rejected(self, write: Write) -> None:
        super().rejected(write)
        if write.error_status == 404:
            mark_gone(registry.get(self.family.key), write.content["id"], at=clock.now())
        pass_turn(write)

    def shown(self, write: Write) -> Mapping[str, Any]:
        """What the write's page prints of its content."""
        content = write.content
        changed = [line for line in content["lines"] if line.get("base") is None or line["changed"]]
        return {"customer": content["customer"], "number": content["number"], **content["changes"], "lines": changed}


def _same_line(sent: Mapping[str, Any], there: Sequence[Line]) -> Line | None:
    by_number = [line for line in there if number_of(line) == sent["line_number"] and line.code == sent["code"]]
    by_words = [line for line in there if line.code == sent["code"] and line.quantity == sent["quantity"]]
    return next(iter([*by_number, *by_words]), None)


def _told(value: Any) -> str:
    return "" if value is None else str(value)
