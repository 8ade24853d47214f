"""Words and marks for what a product is."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Product
from apps.core import dates

GONE = _("removed in LogicTrade")
NOT_SELLABLE = _("not sellable")
PHASING_OUT = _("phasing out")
DISCONTINUED = _("discontinued")
NOT_YET = _("not yet on sale")
NOT_SALEABLE_PLACE = _("not saleable")


def product_tags(product: Product, today: date | None = None) -> list[str | Promise]:
    """Short facts that decide whether a product can be promised; the gravest first."""
    today = today or dates.today()
    if product.gone_at:
        return [GONE]
    tags: list[str | Promise] = []
    if product.end_date:
        tags.append(DISCONTINUED if product.end_date < today else PHASING_OUT)
    if product.start_date and product.start_date > today:
        tags.append(NOT_YET)
    if not product.sellable:
        tags.append(NOT_SELLABLE)
    return tags
