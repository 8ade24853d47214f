"""The tables of products and of stock."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.catalogue.labels import product_tags
from apps.catalogue.models import StockPlace
from apps.catalogue.selectors import ProductRow
from apps.core import money
from apps.core.marks import glyph_html
from apps.core.tables import Column, DateColumn, PriceColumn, QuantityColumn, Table, TextColumn, UnitColumn


class FreeColumn(QuantityColumn):
    """The figure that decides; below zero it is marked by shape and colour."""

    kind = "c-num c-key"

    def render(self, value: Any) -> str | SafeString:
        if value < 0:
            return format_html('<span class="v-bad">{} {}</span>', glyph_html("triangle", "bad"), money.quantity(value))
        return super().render(value)


class PlaceColumn(QuantityColumn):
    """Pieces in one place."""

    def __init__(self, code: str, verbose_name: str, **kwargs: Any) -> None:
        super().__init__(verbose_name, accessor="stock", **kwargs)
        self.code = code

    def render(self, value: Any) -> str | SafeString:
        pieces = next((place.stock for place in value.locations if place.code == self.code), Decimal(0))
        return super().render(pieces)


class _ProductTable(Table):
    link = "name"

    def row_href(self, record: ProductRow) -> str:
        return reverse("catalogue:product_detail", args=[record.product.pk])

    def row_state(self, record: ProductRow) -> str:
        return "done" if record.product.gone_at else ""

    def render_name(self, value: str, record: ProductRow) -> SafeString:
        tags = format_html_join("", ' <span class="tag warn">{}</span>', ((t,) for t in product_tags(record.product)))
        return format_html('<span title="{}">{}</span>{}', value, value, tags)


class ProductTable(_ProductTable):
    caption = _("Products")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    unit = UnitColumn(_("Unit"), accessor="product__unit")
    total = QuantityColumn(_("On hand"), accessor="stock__total")
    saleable = QuantityColumn(_("Saleable"), accessor="stock__saleable")
    reserved = QuantityColumn(_("Reserved"), accessor="stock__reserved", calculated=True)
    free = FreeColumn(_("Free"), accessor="stock__free", calculated=True, phone="side", phone_label=True)
    expected = QuantityColumn(_("On order"), accessor="stock__expected", calculated=True)
    expected_date = DateColumn(_("Arrives"), accessor="stock__expected_date", calculated=True)
    sales_price = PriceColumn(_("Price"), accessor="product__sales_price", sort="price", phone="amount")


class StockTable(_ProductTable):
    """Stock per place; the columns of the places are made for the request."""

    caption = _("Stock")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    total = QuantityColumn(_("On hand"), accessor="stock__total", phone="amount")
    reserved = QuantityColumn(_("Reserved"), accessor="stock__reserved", calculated=True)
    free = FreeColumn(_("Free"), accessor="stock__free", calculated=True, phone="side", phone_label=True)
    expected = QuantityColumn(_("On order"), accessor="stock__expected", calculated=True)
    expected_date = DateColumn(_("Arrives"), accessor="stock__expected_date", calculated=True)

    def __init__(self, *args: Any, places: Sequence[StockPlace] = (), **kwargs: Any) -> None:
        columns = [
            (f"place_{place.pk}", PlaceColumn(place.code, place.description or place.code, soft=not place.saleable))
            for place in places
        ]
        sequence = ("number", "name", *(name for name, _column in columns), "...")
        super().__init__(*args, extra_columns=columns, sequence=sequence, **kwargs)
