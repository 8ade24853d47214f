"""Measuring LogicTrade's clock: the zone of its times, and what `modifiedAfter` does at its very edge.

A record is asked for with `modifiedAfter` just before, at and just after its own time, and the same a zone's offset
later. Which of them bring it back tells how LogicTrade reads the parameter.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

from apps.erp.gateway import erp
from apps.erp.report.reads import PAGE_SIZE, Survey
from apps.erp.report.verdicts import Verdict, differs, holds, unknown
from apps.logictrade.schemas.fields import NAIVE_TZ, to_moment

SECOND = timedelta(seconds=1)
MOST_PAGES = 5
_ZONED = re.compile(r"(?:Z|z|[+-]\d\d:?\d\d)$")
_WHOLE = re.compile(r"T\d\d:\d\d:\d\d(?:\.0+)?(?:Z|z|[+-]\d\d:?\d\d)?$")


@dataclass(frozen=True)
class Sample:
    """The newest record of a list that knows `modifiedAfter`, its time as we read it, and LogicTrade's clock."""

    endpoint: str
    record_id: int
    moment: datetime
    text: str
    server_time: datetime | None

    @property
    def has_zone(self) -> bool:
        return bool(_ZONED.search(self.text))

    @property
    def offset(self) -> timedelta:
        return self.moment.astimezone(NAIVE_TZ).utcoffset() or timedelta()


def _samples(survey: Survey) -> list[Sample]:
    found = []
    for name, asked in survey.asked.items():
        if not asked.read.endpoint.delta or asked.answer is None:
            continue
        for row in survey.rows(name):
            sample = _sample(name, row, asked.answer.server_time)
            if sample is not None:
                found.append(sample)
    return found


def _sample(name: str, row: Mapping[str, Any], server_time: datetime | None) -> Sample | None:
    text = row.get("modifiedDate")
    if not isinstance(text, str) or type(row.get("id")) is not int:
        return None
    try:
        moment = to_moment(text)
    except ValueError:
        return None
    return Sample(name, row["id"], moment, text, server_time) if moment else None


def zone(survey: Survey) -> Verdict:
    """The zone of times that carry none: a reading that lies in the future cannot be right."""
    samples = _samples(survey)
    if not samples:
        return unknown("no record with a modification time was seen")
    naive = [sample for sample in samples if not sample.has_zone]
    if not naive:
        return holds("times carry their zone")
    newest = max(naive, key=lambda sample: sample.moment)
    if newest.server_time is None:
        return unknown("no Date header to compare with")
    ahead = newest.moment - newest.server_time
    if ahead > SECOND * 60:
        return differs(f"read as Amsterdam's the newest time lies {ahead} in the future")
    as_utc = newest.moment + newest.offset
    if newest.offset and as_utc - newest.server_time > SECOND * 60:
        return holds("read as UTC the newest time would lie in the future")
    return unknown(f"the newest time, {newest.text}, fits Amsterdam and UTC; ask again just after a change")


def inclusive(survey: Survey) -> Verdict:
    """What `modifiedAfter` does at the edge of a record's own time."""
    whole = [sample for sample in _samples(survey) if _WHOLE.search(sample.text)]
    if not whole:
        return unknown("no record with a modification time in whole seconds was seen")
    # A time without zone shows more: how LogicTrade reads our zone, and in which one it tells its own.
    sample = max(whole, key=lambda one: (not one.has_zone, one.moment))
    if not _brings(sample, sample.moment - SECOND):
        if sample.offset and _brings(sample, sample.moment - sample.offset - SECOND):
            return differs(f"LogicTrade reads modifiedAfter {sample.offset} later than we mean it{_covered(sample)}")
        return differs("modifiedAfter does not bring a record that changed after it: changes would be missed")
    if not _brings(sample, sample.moment + SECOND):
        if _brings(sample, sample.moment):
            return holds("inclusive, and it fits the times that are shown")
        return differs("exclusive, but it fits the times that are shown; the overlap covers it")
    if sample.offset and not _brings(sample, sample.moment + sample.offset + SECOND):
        return differs(
            f"LogicTrade reads modifiedAfter {sample.offset} earlier than we mean it: more is read than needed"
        )
    return differs("modifiedAfter brings records that did not change after it: more is read than needed")


def _covered(sample: Sample) -> str:
    if sample.offset < settings.OUTBOX_OVERLAP:
        return f"; the overlap of {settings.OUTBOX_OVERLAP} covers it"
    return ": changes would be missed"


def _brings(sample: Sample, after: datetime) -> bool:
    """Whether the list with `modifiedAfter` shows the record; a long list is looked through five pages deep."""
    for number in range(1, MOST_PAGES + 1):
        page = erp().page(sample.endpoint, number, PAGE_SIZE, query={"modifiedAfter": after.astimezone(UTC)})
        if any(isinstance(row, Mapping) and row.get("id") == sample.record_id for row in page.records):
            return True
        if page.is_last:
            return False
    return False
