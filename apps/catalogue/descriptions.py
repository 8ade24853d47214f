"""Descriptions of a product side by side, and which products lack a language (contract section 5.6).

Only what somebody opened is known: descriptions are never read in bulk, so what is missing is said of those alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from apps.catalogue.finding import found_or_near
from apps.catalogue.models import Product, ProductTexts
from apps.catalogue.opening import descriptions_of
from apps.catalogue.richtext import Block, blocks
from apps.catalogue.texts import language_key
from apps.core.pages import OrderTerm
from apps.core.paging import RowPage
from apps.erp.mirror.texts import cut

MOST_LANGUAGES = 8
MOST_KINDS = 20
# Languages that are asked for even while nobody saw a text in them.
USUAL = ("nl", "en")


@dataclass(frozen=True)
class TextRow:
    """One kind of text in every language; an empty cell is a missing translation."""

    kind: str
    cells: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class TextsCard:
    """Texts by kind and language. ``missing``: languages that another product has and this one lacks."""

    languages: tuple[str, ...]
    rows: tuple[TextRow, ...]
    missing: tuple[str, ...]
    fetched_at: datetime


def texts_card(row: ProductTexts) -> TextsCard:
    found: dict[str, dict[str, list[Block]]] = {}
    for one in descriptions_of(row):
        words = blocks(one.description or "")
        if words:
            kind = found.setdefault(cut(one.type, 80), {})
            kind.setdefault(language_key(one.language), []).extend(words)
    here = {language for texts in found.values() for language in texts}
    languages = _sorted(here)[:MOST_LANGUAGES]
    return TextsCard(
        languages=languages,
        rows=tuple(
            TextRow(kind, tuple(tuple(texts.get(language, ())) for language in languages))
            for kind, texts in list(found.items())[:MOST_KINDS]
        ),
        missing=tuple(language for language in _sorted({*languages_seen(), *USUAL} - here) if language),
        fetched_at=row.fetched_at,
    )


def _sorted(languages: set[str]) -> tuple[str, ...]:
    """Dutch and English first, a text without a language last."""
    order = {language: place for place, language in enumerate(USUAL)}
    return tuple(sorted(languages, key=lambda one: (not one, order.get(one, len(order)), one)))


def languages_seen() -> list[str]:
    """Every language that any opened product has, the usual ones first: one query."""
    texts = ProductTexts.objects.order_by("languages").values_list("languages", flat=True).distinct()[:200]
    return list(_sorted({language for text in texts for language in text.split()} | set(USUAL)))


@dataclass(frozen=True)
class MissingText:
    """A product whose descriptions were opened, with the languages it has and lacks."""

    product: Product
    languages: str
    missing: str
    fetched_at: datetime


def missing_texts(
    *, language: str = "", query: str = "", order: Sequence[OrderTerm] = (), limit: int = 50, offset: int = 0
) -> RowPage[MissingText]:
    """Opened products that lack a language, or any of those that were seen."""
    seen = languages_seen()
    lacking = Q(pk__in=[])
    for one in [language] if language else seen:
        lacking |= ~Q(languages__contains=f" {one} ")
    opened = ProductTexts.objects.filter(lacking)
    rows = Product.objects.defer("data", "search_key").filter(gone_at=None, pk__in=opened.values("pk"))
    if query:
        rows = rows.filter(pk__in=found_or_near(query).ids)
    page = RowPage.of(rows.order_by(*(order or ("number_key",)), "pk"), limit=limit, offset=offset)
    texts = ProductTexts.objects.in_bulk([row.pk for row in page.rows])
    found = [_missing(row, texts[row.pk], seen) for row in page.rows]
    return RowPage(found, page.number, page.size, page.total, page.as_of)


def _missing(product: Product, texts: ProductTexts, seen: Sequence[str]) -> MissingText:
    there = texts.languages.split()
    lacks = [language for language in seen if language not in there]
    return MissingText(product, ", ".join(there), ", ".join(lacks), texts.fetched_at)


def texts_opened() -> int:
    """Of how many products the descriptions were opened."""
    return ProductTexts.objects.count()
