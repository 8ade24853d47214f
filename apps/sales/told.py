"""Documents that LogicTrade copied from one of ours: our marker in an internal comment tells from which."""

from collections.abc import Iterator, Sequence

from apps.erp.models import Write
from apps.erp.outbox.models import State
from apps.logictrade import markers
from apps.sales.models import Invoice, Order
from apps.sales.writing.families import FAMILIES

# Where a marker is looked for: an order's own stands elsewhere, one in its comment came along from a quote.
COMMENT = "quote"


def told_links(kind: str, rows: Sequence[Order | Invoice]) -> Iterator[tuple[str, int, str, int]]:
    """(from kind, from id, to kind, to id) of rows with a marker of another kind of document (A5.1 step 11)."""
    carried = {row.pk: marker for row in rows if (marker := markers.find(COMMENT, row.raw))}
    if not carried:
        return
    made = {family.create: family.key for family in FAMILIES.values() if family.key != kind}
    writes = Write.objects.filter(marker__in=carried.values(), kind__in=made, state=State.CONFIRMED)
    known = {marker: (made[name], pk) for marker, name, pk in writes.values_list("marker", "kind", "remote_id") if pk}
    for pk, marker in carried.items():
        if marker in known:
            yield (*known[marker], kind, pk)
