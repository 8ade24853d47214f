"""Products that resemble one that is being typed: the same code, barcode or name, removed ones too."""

from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.catalogue.models import Product
from apps.erp.master_results import Twin
from apps.erp.mirror.fold import fold

MOST = 5
KEY = 80
NAME_KEY = 120


def product_twins(texts: Mapping[str, str], pk: int | None) -> Sequence[Twin]:
    """At most five, in one query."""
    code, barcode, name = (texts[one].strip() for one in ("code", "barcode", "name"))
    where = Q()
    if code:
        where |= Q(number_key=fold(code)[:KEY])
    if barcode:
        where |= Q(barcode=barcode)
    if name:
        where |= Q(name_key=fold(name)[:NAME_KEY])
    if not where:
        return ()
    others = Product.objects.filter(where) if pk is None else Product.objects.filter(where).exclude(pk=pk)
    rows = others.only("pk", "number", "name", "barcode", "name_key", "gone_at")
    return [_twin(row, code, barcode, name) for row in rows.order_by("gone_at", "pk")[:MOST]]


def _twin(row: Product, code: str, barcode: str, name: str) -> Twin:
    reasons = [
        text
        for text, same in (
            (_("same code"), bool(code) and fold(row.number) == fold(code)),
            (_("same barcode"), bool(barcode) and row.barcode == barcode),
            (_("same name"), bool(name) and row.name_key == fold(name)[:NAME_KEY]),
        )
        if same
    ]
    url = reverse("catalogue:product_detail", args=[row.pk])
    return Twin(row.name, row.number, ", ".join(reasons), url, row.gone_at is not None)
