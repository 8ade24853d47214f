"""Which column of a pasted table is what: by its header in Dutch or English, else by what stands in it. Pure."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from apps.core.pasted import Row
from apps.documents.pasting.numbers import has_unit, looks_like_money, price_of, quantity_of
from apps.erp.mirror.fold import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CODE, _QUANTITY, _PRICE, _NAME, _OTHER = "code", "quantity", "price", "name", "other"
# What people write above their columns, without blanks and marks.
_HEADS: dict[str, frozenset[str]] = {
    _CODE: _words(
        "code artikelcode artikelnummer artikelnr artnr art itemno itemnumber item sku productcode productnummer "
        "productnr productno productnumber partnumber partno onzecode ourcode uwcode yourcode ean eancode barcode gtin "
        "bestelnummer bestelcode bestelnr leverancierscode levcode modelnr modelnummer model referentie ref nummer no "
        "nr artcode"
    ),
    _QUANTITY: _words(
        "aantal aant aantallen qty quantity quantities hoeveelheid stuks stuk st pcs pieces besteld televeren "
        "aantalstuks ordered orderqty bestelaantal"
    ),
    _PRICE: _words(
        "prijs stuksprijs stukprijs eenheidsprijs nettoprijs netto verkoopprijs prijsperstuk prijsst price unitprice "
        "netprice eachprice each priceeach adviesprijs inkoopprijs brutoprijs"
    ),
    _NAME: _words(
        "omschrijving description naam name product artikel artikelomschrijving benaming producten artikelnaam "
        "productnaam productname productomschrijving title titel"
    ),
    _OTHER: _words(
        "eenheid unit uom korting discount kortingpct disc btw vat totaal total bedrag amount regel line pos positie "
        "lijn levertijd leverdatum datum date voorraad stock opmerking remark subtotaal merk brand kleur color"
    ),
}


@dataclass(frozen=True)
class Columns:
    """Places of the columns in a row; None where there is no such column. ``names``: what else may name a product."""

    code: int | None = None
    quantity: int | None = None
    price: int | None = None
    names: tuple[int, ...] = ()


def header_of(rows: Sequence[Row]) -> tuple[int, Columns] | None:
    """The first row that is a header (how many rows it ends, and what its columns are); among the first five."""
    for at, row in enumerate(rows[:5]):
        roles = [_role(cell) for cell in row.cells]
        met = [role for role in roles if role]
        if len(row.cells) > 1 and len(met) >= 2 and any(role in met for role in (_CODE, _NAME)):
            return at + 1, _columns(roles)
    return None


def _role(cell: str) -> str:
    """What a head calls its column, by all of it or by its first word: "Prijs excl. btw" is a price."""
    words = ["".join(letter for letter in word if letter.isalnum()) for word in fold(cell).split()]
    for word in ("".join(words), next(iter(words), "")):
        if role := next((role for role, known in _HEADS.items() if word in known), ""):
            return role
    return ""


def _columns(roles: Sequence[str]) -> Columns:
    first = {role: at for at, role in reversed(list(enumerate(roles)))}
    names = tuple(at for at, role in enumerate(roles) if role == _NAME)
    # A column that calls itself "artikel" is the code where nothing else is.
    return Columns(first.get(_CODE), first.get(_QUANTITY), first.get(_PRICE), names)


def columns_seen(rows: Sequence[Row], known: Collection[str]) -> Columns:
    """The columns of rows without a header. ``known``: cells that are the code of a product.

    The code is the column with most known cells; of the numbers that are left the first with a unit, or the first
    that is no money, is the quantity; money is the price.
    """
    width = max((len(row.cells) for row in rows), default=0)
    share = {at: _share(rows, at, lambda cell: cell in known) for at in range(width)}
    best = max(share, key=lambda at: (share[at], -at), default=None)
    code = best if best is not None and share[best] > 0 else None
    found = Columns(code=code)
    numbers = [at for at in range(width) if at != code and _share(rows, at, _is_number) >= 0.6]
    united = [at for at in numbers if _share(rows, at, has_unit) > 0.5]
    plain = [at for at in numbers if _share(rows, at, looks_like_money) <= 0.5]
    asked = united or [at for at in plain if not _counts_rows(rows, at)] or plain
    if asked:
        found = replace(found, quantity=asked[0])
    money = [at for at in numbers if at != found.quantity and _share(rows, at, lambda cell: price_of(cell) is not None)]
    marked = [at for at in money if _share(rows, at, looks_like_money) > 0.5]
    if marked:
        found = replace(found, price=marked[0])
    used = {found.code, found.quantity, found.price}
    names = tuple(at for at in range(width) if at not in used and _share(rows, at, _is_number) < 0.6)
    return replace(found, names=names)


def _counts_rows(rows: Sequence[Row], at: int) -> bool:
    """Whether a column only numbers its rows: 1, 2, 3."""
    cells = [row.cells[at].rstrip(".") for row in rows if at < len(row.cells)]
    return len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]


def _is_number(cell: str) -> bool:
    return quantity_of(cell) is not None or price_of(cell) is not None


def _share(rows: Sequence[Row], at: int, test: Callable[[str], bool]) -> float:
    cells = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]]
    return sum(map(test, cells)) / len(cells) if cells else 0.0
