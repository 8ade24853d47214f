"""A product as the card shows it: facts, prices, properties, and the fields that we do not know."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.catalogue.images import Picture, pictures
from apps.catalogue.labels import product_tags
from apps.catalogue.models import Group, Product
from apps.core import dates, money
from apps.erp.codes import vat_percent
from apps.erp.mirror.facts import Fact, unknown_facts
from apps.logictrade.schemas import Product as Received
from apps.logictrade.schemas import parse

LONGEST = 4000


@dataclass(frozen=True)
class ProductCard:
    title: str
    code: str
    barcode: str
    unit: str
    tags: tuple[str | Promise, ...]
    path: tuple[Fact, ...]
    prices: tuple[Fact, ...]
    supplier: tuple[Fact, ...]
    measures: tuple[Fact, ...]
    sale: tuple[Fact, ...]
    properties: tuple[Fact, ...]
    description: str
    unknown: tuple[Fact, ...]
    pictures: tuple[Picture, ...] = ()


def product_card(product: Product, path: Iterable[Group], *, with_cost: bool, supplier_url: str = "") -> ProductCard:
    """The card of a mirrored product. Cost is put in only when ``with_cost``."""
    record = parse(Received, product.raw, "product.list").record
    return ProductCard(
        title=product.name,
        code=product.number,
        barcode=product.barcode,
        unit=product.unit,
        tags=tuple(product_tags(product)),
        path=tuple(Fact(str(g), str(g), f"{reverse('catalogue:product_list')}?group={g.pk}") for g in path),
        prices=_prices(product, record, with_cost=with_cost),
        supplier=_supplier(record, supplier_url, with_cost=with_cost),
        measures=_measures(record),
        sale=_sale(product, record),
        properties=_properties(record),
        description=_description(record),
        unknown=unknown_facts(record.model_extra),
        pictures=pictures(record.images),
    )


def _filled(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.value)


def _prices(product: Product, record: Received, *, with_cost: bool) -> tuple[Fact, ...]:
    vat = (record.vat.description or record.vat.code or "") if record.vat else ""
    percent = vat_percent(product.vat_code)
    if percent is not None:
        vat = f"{vat} {money.quantity(percent)} %"
    facts = [Fact(_("Sales price"), money.price(record.sales_price)), Fact(_("VAT"), vat or money.DASH)]
    if with_cost:
        cost = record.supplier.purchase_price if record.supplier else None
        facts.insert(1, Fact(_("Cost"), money.price(cost)))
    return tuple(facts)


def _supplier(record: Received, url: str, *, with_cost: bool) -> tuple[Fact, ...]:
    article = record.supplier
    if article is None:
        return ()
    weeks = article.lead_time_in_weeks
    return _filled(
        [
            Fact(_("Name"), article.supplier.display_name if article.supplier else "", url),
            Fact(_("Supplier's code"), (article.code or "").strip()),
            Fact(_("Description"), (article.description or "").strip()),
            Fact(_("Purchase price"), _purchase(article.purchase_price) if with_cost else ""),
            Fact(_("Lead time"), ngettext("%(n)d week", "%(n)d weeks", weeks) % {"n": weeks} if weeks else ""),
        ]
    )


def _purchase(price: Decimal | None) -> str:
    return "" if price is None else f"€ {money.price(price)}"


def _measures(record: Received) -> tuple[Fact, ...]:
    """LogicTrade names no units, so neither do we."""

    def shown(value: Decimal | None) -> str:
        return money.quantity(value) if value else ""

    return _filled(
        [
            Fact(_("Height"), shown(record.height)),
            Fact(_("Width"), shown(record.width)),
            Fact(_("Length"), shown(record.length)),
            Fact(_("Depth"), shown(record.depth)),
            Fact(_("Weight"), shown(record.weight)),
            Fact(_("Volume"), shown(record.volume)),
            Fact(_("Packages"), shown(record.packages)),
        ]
    )


def _sale(product: Product, record: Received) -> tuple[Fact, ...]:
    sellable = _("yes") if product.sellable else product.sellable_text or money.DASH
    group = record.sales_group
    return _filled(
        [
            Fact(_("Sellable"), _("no") if sellable.lower() == "no" else sellable),
            Fact(_("Webshop"), _("yes") if product.webshop else _("no")),
            Fact(_("On sale from"), dates.day(record.start_date) if record.start_date else ""),
            Fact(_("On sale until"), dates.day(record.end_date) if record.end_date else ""),
            Fact(_("Configurable"), _("yes") if product.configurable else ""),
            Fact(_("Sales group"), " ".join(part for part in (group.code, group.description) if part) if group else ""),
            Fact(_("Changed"), dates.moment(record.modified_date) if record.modified_date else ""),
        ]
    )


def _properties(record: Received) -> tuple[Fact, ...]:
    found = []
    for attribute in record.attributes:
        values = ", ".join(value.value or value.code or "" for value in attribute.values)
        text = f"{values} {attribute.suffix or ''}".strip()
        found.append(Fact(attribute.name or attribute.code or "", text))
    return _filled(found)


def _description(record: Received) -> str:
    text = (record.description or "").strip()
    return "" if text == (record.name or "").strip() else text[:LONGEST]
