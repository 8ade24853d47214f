"""Tells the catalogue, which knows no customers, whose prices and codes it shows."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import OuterRef, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse

from apps.catalogue.customers import PriceCustomer
from apps.relations.models import Customer
from apps.relations.selectors import customer_search, customers_by_id


class Customers:
    """The `apps.catalogue.customers.Directory` of this product."""

    def named(self, ids: Iterable[int]) -> Mapping[int, PriceCustomer]:
        return {pk: _shown(row) for pk, row in customers_by_id(list(ids)).items()}

    def found(self, query: str, limit: int) -> Sequence[PriceCustomer]:
        rows, _total = customer_search(query, limit, with_gone=False)
        return [_shown(row) for row in rows]

    def name_of(self, field: str) -> Combinable:
        return Coalesce(Subquery(Customer.objects.filter(pk=OuterRef(field)).values("name")[:1]), Value(""))


def _shown(row: Customer) -> PriceCustomer:
    url = reverse("relations:customer_detail", args=[row.pk])
    return PriceCustomer(row.pk, row.name, row.number, url, row.gone_at is not None)
