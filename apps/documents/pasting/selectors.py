"""What is left of pastes beside a draft, and what was learned of a customer's words. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.catalogue.models import Product
from apps.catalogue.selectors import products_by_id
from apps.catalogue.stock import StockSummary, stock_summaries
from apps.core.paging import RowPage
from apps.documents.models import Draft, LearnedWords, PastedRow
from apps.documents.pasting.matching import By
from apps.documents.unit_prices import piece_price

State = PastedRow.State
# More are drawn once these are dealt with.
MOST_SHOWN = 100
WHY: Mapping[str, str | Promise] = {
    By.CODE: _("code"),
    By.BARCODE: _("barcode"),
    By.CUSTOMER: _("their code"),
    By.SUPPLIER: _("supplier's code"),
    By.LEARNED: _("learned"),
    By.NAME: _("name"),
}


@dataclass(frozen=True)
class Offer:
    """A product that a row may mean; ``key`` is the digit that chooses it."""

    key: int
    product: Product
    stock: StockSummary
    why: str | Promise


@dataclass(frozen=True)
class WaitingRow:
    row: PastedRow
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class PastedView:
    """What stands beside the lines. ``added``: rows of the last paste that became lines; ``priced``: lines of pasted
    rows whose list named another price than they have."""

    waiting: tuple[WaitingRow, ...] = ()
    more: int = 0
    left: tuple[PastedRow, ...] = ()
    added: int = 0
    priced: int = 0

    @property
    def shows(self) -> bool:
        return bool(self.waiting or self.left or self.priced)

    @property
    def count(self) -> int:
        return len(self.waiting) + self.more


def pasted_view(draft: Draft) -> PastedView:
    """One query where nothing was pasted, four where something waits."""
    rows = list(
        PastedRow.objects.filter(paste__draft=draft).select_related("line").order_by("paste__created_at", "place")
    )
    if not rows:
        return PastedView()
    waiting = [row for row in rows if row.state == State.WAITING]
    shown = waiting[:MOST_SHOWN]
    ids = {pk for row in shown for pk, _why in row.candidates}
    products = products_by_id(list(ids)) if ids else {}
    stocks = stock_summaries(ids, with_locations=False)
    last = rows[-1].paste_id
    return PastedView(
        waiting=tuple(WaitingRow(row, _offers(row, products, stocks)) for row in shown),
        more=len(waiting) - len(shown),
        left=tuple(row for row in rows if row.state in (State.PROSE, State.DROPPED)),
        added=sum(row.paste_id == last and row.state == State.ADDED for row in rows),
        priced=sum(_differs(row) for row in rows),
    )


def _differs(row: PastedRow) -> bool:
    line = row.line
    return bool(
        row.price is not None
        and line is not None
        and line.product_id is not None
        and line.price_source != line.Source.PERSON
        and row.price != piece_price(line)
    )


def _offers(row: PastedRow, products: Mapping[int, Product], stocks: Mapping[int, StockSummary]) -> tuple[Offer, ...]:
    there = [(products[pk], why) for pk, why in row.candidates if pk in products and products[pk].gone_at is None]
    return tuple(
        Offer(key, product, stocks[product.pk], WHY.get(why, why)) for key, (product, why) in enumerate(there, 1)
    )


@dataclass(frozen=True)
class Learned:
    row: LearnedWords
    product: Product | None


def learned_list(customer_id: int, *, limit: int = 50, offset: int = 0) -> RowPage[Learned]:
    """What was learned of a customer's words, the last used first: three queries."""
    rows = LearnedWords.objects.filter(customer_id=customer_id).order_by("-last_at", "-pk")
    page = RowPage.of(rows, limit=limit, offset=offset)
    products = products_by_id([row.product_id for row in page.rows])
    found: Sequence[Learned] = [Learned(row, products.get(row.product_id)) for row in page.rows]
    return RowPage(found, page.number, page.size, page.total)


def learned_get(customer_id: int, pk: int) -> LearnedWords | None:
    return LearnedWords.objects.filter(customer_id=customer_id, pk=pk).first()
