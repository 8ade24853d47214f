"""The purchase orders that the lines of orders wait for, in a chain of documents."""

from collections.abc import Iterator, Sequence
from typing import Any

from apps.documents import chain
from apps.documents.chain import Entry
from apps.sales.line_models import OrderLine


class Purchases:
    """See `apps.documents.chain.Source`: one query. LogicTrade names them on the lines; they have no page here yet."""

    def entries(self, user: Any, order_ids: Sequence[int]) -> Iterator[Entry]:
        rows = OrderLine.objects.filter(order_id__in=list(order_ids)).exclude(waits_for="")
        numbers = dict.fromkeys(
            number.strip() for text in rows.values_list("waits_for", flat=True) for number in text.split(",")
        )
        for number in sorted(filter(None, numbers)):
            yield Entry(stage="purchase_order", number=number, certain=True)


def connect() -> None:
    chain.register(Purchases())
