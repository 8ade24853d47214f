"""Tells the catalogue, which knows no customers, whose price it shows."""

from django.urls import reverse

from apps.catalogue.customers import PriceCustomer
from apps.relations.selectors import customer_get


def price_customer(customer_id: int) -> PriceCustomer | None:
    customer = customer_get(customer_id)
    if customer is None:
        return None
    url = reverse("relations:customer_detail", args=[customer.pk])
    return PriceCustomer(customer.pk, customer.name, customer.number, url)
