"""Reports as lines for the terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from apps.core import clock
from apps.erp.report import health
from apps.erp.report.check import Report
from apps.erp.report.reads import Asked

SHOWN = 12
WORDS = {"holds": "hold", "differs": "do not hold", "unknown": "could not be told"}


def asked_lines(asked: Asked) -> Iterator[str]:
    """One operation: its verdict, and below it what differs."""
    endpoint = asked.read.endpoint
    place = f"{endpoint.method} {endpoint.path}"
    if asked.answer is None:
        yield f"{asked.verdict:<12} {asked.read.name:<18} {place}  {asked.fault}"
        return
    records = asked.shape.records if asked.shape else 0
    yield f"{'ok':<12} {asked.read.name:<18} {place}  {records} records, {asked.answer.status}"
    if asked.answer.shape != endpoint.shape:
        yield f"    shape: {asked.answer.shape}, declared {endpoint.shape}"
    if asked.shape is None:
        return
    if not records:
        yield "    no records: nothing could be compared"
    for name, paths in (
        ("missing field", asked.shape.missing),
        ("new field", asked.shape.new),
        ("other type", asked.shape.other),
        ("cannot be read", asked.shape.unreadable),
    ):
        if paths:
            yield f"    {name}: {_some(paths)}"


def _some(paths: Sequence[str]) -> str:
    more = len(paths) - SHOWN
    return ", ".join(paths[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def summary_lines(report: Report) -> Iterator[str]:
    """The guesses of contract section 9, and how many hold."""
    if report.stopped:
        yield f"Stopped: {report.stopped}"
        return
    yield ""
    for guess, verdict in report.verdicts:
        yield f"{verdict.word:<8} {guess.number:>4}  {guess.taken}: {verdict.told}"
    yield ""
    for word, text in WORDS.items():
        numbers = [guess.number for guess, verdict in report.verdicts if verdict.word == word]
        yield f"{len(numbers)} guesses {text}: {', '.join(numbers) or 'none'}"
    failed = [name for name, asked in report.survey.asked.items() if asked.failed]
    if failed:
        yield f"Operations that failed: {', '.join(failed)}"


def status_lines() -> Iterator[str]:
    """The status page in one screen."""
    row, worker = health.link_row(), health.worker()
    yield f"LogicTrade  {'answers' if not row.failures else 'fails'}, last answer {_ago(row.last_ok_at)}"
    yield f"key         user {row.username or '-'}, company {row.client_id or '-'}, scope {row.scope or '-'}"
    yield f"rate        {health.rate()} a minute; told {row.rate_remaining} of {row.rate_limit} left"
    yield f"worker      {'silent' if worker.silent else 'at work'}, last sign of life {_ago(worker.beat_at)}"
    writes = ", ".join(f"{state} {count}" for state, count in sorted(health.writes_by_state().items()))
    yield f"writes      {writes or 'none'}"
    lacking = health.missing_triggers()
    yield f"triggers    {'missing: ' + ', '.join(lacking) if lacking else 'all there'}"
    yield ""
    yield f"{'list':<14}{'records':>9}  {'phase':<7}{'page':>11}  {'all read':<14}{'changes read':<14}notes"
    for one in health.resources():
        yield _resource_line(one)


def _resource_line(one: health.ResourceHealth) -> str:
    state = one.state
    page = f"{state.page}/{state.pages}" if one.reading else ""
    notes = [
        "" if one.granted else "not granted",
        "late" if one.late else "",
        f"{state.sweep_waiting} removals wait" if one.waits else "",
        f"{one.quarantined} set aside" if one.quarantined else "",
        state.last_error,
    ]
    told = "; ".join(note for note in notes if note)
    line = f"{one.name:<14}{one.stored:>9}  {state.phase:<7}{page:>11}  {_ago(state.last_full_at):<14}"
    return f"{line}{_ago(state.last_delta_at):<14}{told}".rstrip()


def _ago(moment: datetime | None) -> str:
    if moment is None:
        return "never"
    seconds = max(0, int((clock.now() - moment).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {unit} ago"
    return f"{seconds} s ago"
