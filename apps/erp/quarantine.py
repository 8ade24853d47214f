"""Records in quarantine as their pages print them."""

from dataclasses import dataclass

from django.urls import reverse

from apps.audit.subjects import url_of
from apps.core.paging import RowPage
from apps.erp import labels
from apps.erp.mirror import registry
from apps.erp.mirror.models import Quarantined
from apps.erp.sync.retry import can_ask
from apps.logictrade import codec

# Of a record as received no more is printed than this.
LONGEST = 100_000
INDENT = "  "


@dataclass(frozen=True)
class ShownRecord:
    """One record; ``url`` leads to its page here."""

    row: Quarantined
    name: labels.Text
    number: str
    url: str
    waits: bool


def records(limit: int, offset: int) -> RowPage[ShownRecord]:
    """One page, last seen first."""
    found = RowPage.of(Quarantined.objects.order_by("-last_seen_at", "-pk"), limit=limit, offset=offset)
    return RowPage([shown(row) for row in found.rows], found.number, found.size, found.total)


def waiting() -> int:
    """How many the worker is going to read again."""
    return Quarantined.objects.filter(retry_at__isnull=False).count()


def shown(row: Quarantined) -> ShownRecord:
    return ShownRecord(
        row=row,
        name=labels.resource_text(row.resource),
        number=row.remote_id,
        url=reverse("erp:status_quarantined", args=[row.pk]),
        waits=row.retry_at is not None,
    )


@dataclass(frozen=True)
class Received:
    """A record as LogicTrade sent it, set out in lines; ``cut`` when there is more.

    ``card_url`` leads to what the mirror has of it from before.
    """

    text: str
    cut: bool
    can_ask: bool
    card_url: str


def received(row: Quarantined) -> Received:
    try:
        text = pretty(codec.loads(row.data))
    except codec.CodecError:
        text = row.data
    return Received(text[:LONGEST], len(text) > LONGEST, can_ask(row), _card_url(row))


def _card_url(row: Quarantined) -> str:
    resource = registry.find(row.resource)
    if resource is None or not (row.remote_id.isascii() and row.remote_id.isdecimal()):
        return ""
    known = resource.model._default_manager.filter(pk=int(row.remote_id)).exists()
    return url_of(f"{row.resource}:{row.remote_id}") if known else ""


def pretty(value: object, indent: str = "") -> str:
    """JSON on several lines, numbers digit by digit as they came."""
    deeper = indent + INDENT
    if len(deeper) > 64 * len(INDENT):
        return codec.dumps(value)
    if isinstance(value, dict) and value:
        lines = [f"{deeper}{codec.dumps(name)}: {pretty(item, deeper)}" for name, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"{deeper}{pretty(item, deeper)}" for item in value) + f"\n{indent}]"
    return codec.dumps(value)
