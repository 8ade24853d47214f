"""The figures of the status page in Prometheus' text form."""

from collections.abc import Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from apps.core import clock
from apps.erp.outbox.models import State
from apps.erp.report import health


class _Figures:
    """Reads everything anew at each scrape, so that every web process tells the same."""

    def collect(self) -> Iterator[Metric]:
        yield from _link()
        yield from _lists()
        writes = GaugeMetricFamily("backoffice_writes", "Writes per state", labels=["state"])
        counts = health.writes_by_state()
        for state in State:
            writes.add_metric([str(state)], counts.get(str(state), 0))
        yield writes
        beat = health.worker().beat_at
        if beat is not None:
            age = (clock.now() - beat).total_seconds()
            yield GaugeMetricFamily("backoffice_worker_silent_seconds", "Seconds since the worker's sign of life", age)


def _link() -> Iterator[Metric]:
    row = health.link_row()
    yield GaugeMetricFamily("backoffice_logictrade_failures", "Transport failures in a row", row.failures)
    yield GaugeMetricFamily("backoffice_logictrade_clock_offset_seconds", "LogicTrade's clock ahead", row.clock_offset)
    yield GaugeMetricFamily("backoffice_rate_per_minute", "Requests a minute allowed to ourselves", health.rate())
    if row.last_ok_at is not None:
        age = (clock.now() - row.last_ok_at).total_seconds()
        yield GaugeMetricFamily("backoffice_logictrade_silent_seconds", "Seconds since LogicTrade's last answer", age)
    if row.rate_remaining is not None:
        yield GaugeMetricFamily("backoffice_rate_remaining", "Requests left, as last told", row.rate_remaining)


def _lists() -> Iterator[Metric]:
    records = GaugeMetricFamily("backoffice_records", "Records in the mirror", labels=["resource"])
    age = GaugeMetricFamily("backoffice_list_age_seconds", "Seconds since the last reading", labels=["resource"])
    aside = GaugeMetricFamily("backoffice_quarantined", "Records that could not be read", labels=["resource"])
    for one in health.resources():
        records.add_metric([one.name], one.stored)
        aside.add_metric([one.name], one.quarantined)
        if one.age is not None:
            age.add_metric([one.name], one.age.total_seconds())
    yield from (records, age, aside)


def exposition() -> tuple[bytes, str]:
    """The text and its content type."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    return generate_latest(registry), CONTENT_TYPE_LATEST
