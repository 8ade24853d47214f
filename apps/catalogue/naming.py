"""Which products texts name exactly: by our code, a barcode, a supplier's code or this customer's own. Few queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Q

from apps.catalogue.models import CustomerCode, Product
from apps.catalogue.texts import code_key
from apps.erp.mirror.texts import whole

BATCH = 2000
EAN = 13


class How(IntEnum):
    """By what a text names a product; the lower, the nearer to a word of ours."""

    CODE = 0
    BARCODE = 1
    CUSTOMER = 2
    SUPPLIER = 3


@dataclass(frozen=True)
class Named:
    product: Product
    how: How


def products_named(texts: Iterable[str], *, customer_id: int | None = None) -> dict[str, list[Named]]:
    """For each text that names something the products it may mean, the nearest first; what is gone names nothing.

    Three queries for two thousand texts, however many products there are.
    """
    asked = {text: whole(text).strip() for text in dict.fromkeys(texts)}
    asked = {text: clean for text, clean in asked.items() if code_key(clean)}
    found: dict[str, list[Named]] = {}
    for part in _parts(list(asked)):
        _find(found, {text: asked[text] for text in part}, customer_id)
    return found


def _parts(texts: Sequence[str]) -> Iterable[Sequence[str]]:
    return (texts[start : start + BATCH] for start in range(0, len(texts), BATCH))


def _find(found: dict[str, list[Named]], asked: Mapping[str, str], customer_id: int | None) -> None:
    keys = {text: code_key(clean) for text, clean in asked.items()}
    bars = {text: _barcodes(clean) for text, clean in asked.items()}
    suppliers = {text: {clean, clean.upper(), clean.lower()} for text, clean in asked.items()}
    theirs = _customer_codes(customer_id, set(keys.values()))
    where = (
        Q(number_key__in=set(keys.values()))
        | Q(barcode__in=set().union(*bars.values()))
        | Q(supplier_code__in=set().union(*suppliers.values()))
        | Q(pk__in=set(theirs.values()))
    )
    products = list(Product.objects.defer("data", "search_key").filter(where, gone_at=None).order_by("pk"))
    by_key: dict[str, list[Product]] = {}
    by_bar: dict[str, list[Product]] = {}
    by_supplier: dict[str, list[Product]] = {}
    by_id = {product.pk: product for product in products}
    for product in products:
        if not product.number:
            continue
        by_key.setdefault(product.number_key, []).append(product)
        by_bar.setdefault(product.barcode, []).append(product)
        by_supplier.setdefault(product.supplier_code.lower(), []).append(product)
    for text, key in keys.items():
        met = [Named(product, How.CODE) for product in _nearest(by_key.get(key, []), asked[text])]
        met += [Named(one, How.BARCODE) for bar in bars[text] if bar for one in by_bar.get(bar, [])]
        if (own := by_id.get(theirs.get(key, 0))) is not None:
            met.append(Named(own, How.CUSTOMER))
        met += [Named(one, How.SUPPLIER) for one in by_supplier.get(asked[text].lower(), [])]
        if met:
            found[text] = _once(met)


def _nearest(products: Sequence[Product], text: str) -> Sequence[Product]:
    """Of products whose codes fold alike the one that is written so, or all of them."""
    return [one for one in products if one.number.casefold() == text.casefold()] or products


def _barcodes(text: str) -> set[str]:
    """A twelve-digit code of a scanner is the thirteen-digit one without its zero."""
    if not (text.isascii() and text.isdecimal()):
        return {text}
    short = text.removeprefix("0") if len(text) == EAN else text
    return {text, short, f"0{text}" if len(text) == EAN - 1 else text}


def _customer_codes(customer_id: int | None, keys: set[str]) -> dict[str, int]:
    if customer_id is None:
        return {}
    rows = CustomerCode.objects.filter(customer_id=customer_id, code_key__in=keys)
    return dict(rows.values_list("code_key", "product_id"))


def _once(met: Sequence[Named]) -> list[Named]:
    """Every product at its best place."""
    best: dict[int, Named] = {}
    for one in met:
        best.setdefault(one.product.pk, one)
    return list(best.values())
