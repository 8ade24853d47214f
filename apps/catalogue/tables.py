"""The tables of products, stock, sets, discount rules, prices and missing texts."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.catalogue.discounts import Scope
from apps.catalogue.labels import KINDS, period, product_tags, rule_name
from apps.catalogue.models import DiscountRule, StockPlace
from apps.catalogue.rules import as_rule
from apps.catalogue.selectors import ProductRow
from apps.core import money
from apps.core.marks import glyph_html
from apps.core.tables import (
    NONE,
    Column,
    DateColumn,
    MomentColumn,
    PercentColumn,
    PriceColumn,
    QuantityColumn,
    Table,
    TextColumn,
    UnitColumn,
)


class FreeColumn(QuantityColumn):
    """The figure that decides; below zero it is marked by shape and colour."""

    kind = "c-num c-key"

    def render(self, value: Any) -> Any:
        if not self.plain and value < 0:
            return format_html('<span class="v-bad">{} {}</span>', glyph_html("triangle", "bad"), money.quantity(value))
        return super().render(value)


class PlaceColumn(QuantityColumn):
    """Pieces in one place."""

    def __init__(self, code: str, verbose_name: str, **kwargs: Any) -> None:
        super().__init__(verbose_name, accessor="stock", **kwargs)
        self.code = code

    def render(self, value: Any) -> Any:
        pieces = next((place.stock for place in value.locations if place.code == self.code), Decimal(0))
        return super().render(pieces)


class CommittedColumn(QuantityColumn):
    """Pieces that open lines reserve or bring: the number leads to the documents behind it."""

    def __init__(self, anchor: str, verbose_name: Any, **kwargs: Any) -> None:
        super().__init__(verbose_name, calculated=True, **kwargs)
        self.anchor = anchor

    def render(self, value: Any, record: ProductRow) -> Any:  # type: ignore[override]
        shown = super().render(value)
        if self.plain or not value:
            return shown
        url = reverse("catalogue:product_commitments", args=[record.product.pk])
        return format_html('<a href="{}#{}">{}</a>', url, self.anchor, shown)


class YesColumn(Column):
    """A word where something is so, nothing where it is not."""

    def render(self, value: Any) -> Any:
        return _("yes") if value else ""


class _ProductTable(Table):
    link = "name"

    def row_href(self, record: ProductRow) -> str:
        return reverse("catalogue:product_detail", args=[record.product.pk])

    def row_state(self, record: ProductRow) -> str:
        return "done" if record.product.gone_at else ""

    def row_key(self, record: ProductRow) -> str:
        return str(record.product.pk)

    def render_name(self, value: str, record: ProductRow, column: Column) -> str | SafeString:
        if column.plain:
            return value
        tags = format_html_join("", ' <span class="tag warn">{}</span>', ((t,) for t in product_tags(record.product)))
        return format_html('<span title="{}">{}</span>{}', value, value, tags)

    def render_number(self, value: str, record: ProductRow, column: Column) -> str | SafeString:
        """Our code, and the customer's by which the product was found."""
        hit = record.product.found_by
        return format_html("{} <small>{}</small>", value, hit.words) if hit and not column.plain else value


class ProductTable(_ProductTable):
    caption = _("Products")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, long=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    unit = UnitColumn(_("Unit"), accessor="product__unit")
    total = QuantityColumn(_("On hand"), accessor="stock__total")
    saleable = QuantityColumn(_("Saleable"), accessor="stock__saleable")
    reserved = CommittedColumn("reserved", _("Reserved"), accessor="stock__reserved")
    free = FreeColumn(_("Free"), accessor="stock__free", calculated=True, phone="side", phone_label=True)
    expected = CommittedColumn("expected", _("On order"), accessor="stock__expected")
    expected_date = DateColumn(_("Arrives"), accessor="stock__expected_date", calculated=True)
    sales_price = PriceColumn(_("Price"), accessor="product__sales_price", sort="price", phone="amount")
    cost = PriceColumn(
        _("Cost"), accessor="product__purchase_price", sort="cost", optional=True, permission="cost.view"
    )
    group = Column(_("Group"), accessor="product__group_name", sort="group", optional=True, soft=True)
    barcode = Column(_("Barcode"), accessor="product__barcode", optional=True, soft=True)
    supplier = Column(_("Supplier"), accessor="product__supplier_name", sort="supplier", optional=True)
    supplier_code = Column(_("Supplier's code"), accessor="product__supplier_code", optional=True, soft=True)
    lead_time = QuantityColumn(_("Lead time, weeks"), accessor="facts__lead_time", optional=True)
    size = Column(_("Size"), accessor="facts__size", optional=True)
    weight = QuantityColumn(_("Weight"), accessor="facts__weight", optional=True)
    volume = QuantityColumn(_("Volume"), accessor="facts__volume", optional=True)
    packages = QuantityColumn(_("Packages"), accessor="facts__packages", optional=True)
    configurable = YesColumn(_("Configurable"), accessor="product__configurable", optional=True)
    start_date = DateColumn(_("On sale from"), accessor="product__start_date", sort="start", optional=True)
    end_date = DateColumn(_("On sale until"), accessor="product__end_date", sort="end", optional=True)
    webshop = YesColumn(_("Webshop"), accessor="product__webshop", optional=True)
    changed = MomentColumn(_("Changed"), accessor="product__remote_modified", sort="changed", optional=True)

    # Columns that stand only in the record as received.
    FROM_DATA = ("lead_time", "size", "weight", "volume", "packages")


class StockTable(_ProductTable):
    """Stock per place; the columns of the places are made for the request."""

    caption = _("Stock")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, long=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    total = QuantityColumn(_("On hand"), accessor="stock__total", phone="amount")
    reserved = CommittedColumn("reserved", _("Reserved"), accessor="stock__reserved")
    free = FreeColumn(_("Free"), accessor="stock__free", calculated=True, phone="side", phone_label=True)
    expected = CommittedColumn("expected", _("On order"), accessor="stock__expected")
    expected_date = DateColumn(_("Arrives"), accessor="stock__expected_date", calculated=True)

    def __init__(self, *args: Any, places: Sequence[StockPlace] = (), **kwargs: Any) -> None:
        columns = [
            (f"place_{place.pk}", PlaceColumn(place.code, place.description or place.code, soft=not place.saleable))
            for place in places
        ]
        sequence = ("number", "name", *(name for name, _column in columns), "...")
        super().__init__(*args, extra_columns=columns, sequence=sequence, **kwargs)


class SetTable(_ProductTable):
    """Sets and what their parts give."""

    caption = _("Compositions")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, long=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    unit = UnitColumn(_("Unit"), accessor="product__unit")
    parts = QuantityColumn(_("Parts"), phone="foot", phone_label=True)
    free = FreeColumn(_("Free"), accessor="stock__free", calculated=True, phone="side", phone_label=True)
    can_make = QuantityColumn(_("Can make"), calculated=True, phone="amount", phone_label=True)
    sales_price = PriceColumn(_("Price"), accessor="product__sales_price", sort="price")


class RuleTable(Table):
    """Discount rules, one of one kind a row."""

    caption = _("Discount rules")
    link = "about"

    customer = TextColumn(_("For"), empty_values=(), sort="customer", long=True, phone="sub")
    about = TextColumn(_("On"), empty_values=(), strong=True, long=True, phone="title")
    kind = Column(_("Kind"), optional=True)
    terms = Column(_("Gives"), empty_values=(), phone="amount")
    description = TextColumn(_("Rule"), long=True, soft=True, phone="foot")
    valid = Column(_("Valid"), empty_values=(), sort="start", soft=True, phone="end")

    def row_href(self, record: DiscountRule) -> str:
        if record.product_id is not None:
            return reverse("catalogue:product_detail", args=[record.product_id])
        return ""

    def render_customer(self, record: DiscountRule) -> Any:
        if record.customer_id is None:
            return gettext("everybody")
        return record.customer_name or f"#{record.customer_id}"

    def render_about(self, record: DiscountRule) -> str:
        if record.product_id is not None:
            return record.product_name or f"#{record.product_id}"
        if record.group_name or record.group_code:
            return gettext("Group %(name)s") % {"name": record.group_name or record.group_code}
        return gettext("Everything")

    def render_kind(self, value: str) -> Any:
        return KINDS.get(value, value)

    def render_terms(self, record: DiscountRule) -> str:
        return rule_name(replace(as_rule(record), scope=Scope.PRODUCT))

    def render_valid(self, record: DiscountRule) -> str:
        return period(record.start_date, record.end_date) or gettext("always")


class ResolvedTable(_ProductTable):
    """Products with what one customer pays by our reading of the rules."""

    caption = _("Prices by the rules")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, long=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    unit = UnitColumn(_("Unit"), accessor="product__unit")
    list_price = PriceColumn(_("Sales price"), accessor="resolution__list_price", sort="price")
    rule = TextColumn(_("Rule that wins"), empty_values=(), long=True, soft=True, phone="foot")
    percent = PercentColumn(
        _("Discount"), accessor="resolution__percent", calculated=True, phone="end", phone_label=True
    )
    price = PriceColumn(_("By the rules"), accessor="resolution__price", calculated=True, phone="amount")

    def render_rule(self, record: Any) -> Any:
        winner = record.resolution.winner
        return rule_name(winner.rule) if winner else NONE


class MissingTextTable(_ProductTable):
    """Products whose descriptions were opened and that lack a language."""

    caption = _("Missing translations")

    number = Column(_("Code"), accessor="product__number", sort="code", soft=True, long=True, phone="sub")
    name = TextColumn(_("Name"), accessor="product__name", sort="name", strong=True, long=True, phone="title")
    languages = Column(_("Has"), phone="foot", phone_label=True)
    missing = Column(_("Lacks"), phone="side", phone_label=True)
    fetched_at = MomentColumn(_("Read"), phone="end")
