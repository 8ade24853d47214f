"""What a chain of documents shows of deliveries: the orders that LogicTrade lists as deliverable."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from apps.core.access import may
from apps.core.labels import Label
from apps.delivery.labels import plan_label
from apps.delivery.models import Deliverable
from apps.delivery.resources import DELIVERY_ID_IS_ORDER_ID
from apps.delivery.selectors import plans_current
from apps.documents import chain
from apps.documents.chain import Entry
from apps.documents.labels import state_label

_STATES = {"yes": "ready", "partially": "partly_ready", "no": "not_ready"}


class Deliveries:
    """See `apps.documents.chain.Source`: two queries."""

    def entries(self, user: Any, order_ids: Sequence[int]) -> Iterator[Entry]:
        if not DELIVERY_ID_IS_ORDER_ID or not may(user, "deliveries.view"):
            return
        rows = list(Deliverable.objects.filter(pk__in=list(order_ids), gone_at=None).defer("data", "search_key"))
        plans = plans_current([row.pk for row in rows]) if rows else {}
        for row in rows:
            plan = plans.get(row.pk)
            planned = plan is not None or row.confirmed_date is not None
            yield Entry(
                stage="delivery",
                number=str(row),
                url=reverse("delivery:deliverable_detail", args=[row.pk]),
                label=plan_label(plan, row.confirmed_date) if planned else _stock(row.in_stock),
                date=row.confirmed_date or row.expected_date,
                certain=True,
            )


def _stock(word: str) -> Label:
    return state_label("delivery", _STATES.get(word, ""), word)


def connect() -> None:
    chain.register(Deliveries())
