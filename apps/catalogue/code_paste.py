"""Many customer's codes at once, as a spreadsheet copies them. What cannot be kept is given back with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor
from apps.catalogue.customer_codes import CodeRefusedError, code_fields, readable, record_codes, taken
from apps.catalogue.customers import PriceCustomer
from apps.catalogue.models import LONGEST_CODE, CustomerCode, Product
from apps.catalogue.selectors import products_by_codes, products_by_id
from apps.catalogue.texts import code_key
from apps.core.pasted import cells_of, pasted_rows
from apps.erp.mirror.texts import whole

MOST_ROWS = 2000


@dataclass(frozen=True)
class RefusedRow:
    row: str
    reason: str


@dataclass(frozen=True)
class _Wanted:
    """A row that can be kept."""

    row: str
    shown: str
    product: Product

    @property
    def key(self) -> str:
        return code_key(self.shown)


@dataclass(frozen=True)
class Pasted:
    """What became of a paste: how many codes are new, how many were there, and the rows that were not kept."""

    added: int
    known: int
    refused: tuple[RefusedRow, ...] = ()

    @property
    def rest(self) -> str:
        return "\n".join(one.row for one in self.refused)


def codes_paste(*, actor: Actor, author: User, customer: PriceCustomer, text: str) -> Pasted:
    """Keep what can be kept of pasted rows "their code, our code or barcode"; the others are given back.

    A few queries however many rows there are, and one audit entry for all that are new.
    """
    rows = [(row, *_cells(row)) for row in pasted_rows(whole(text))]
    products = products_by_codes([ours for _row, _theirs, ours in rows if code_key(ours)])
    refused: list[RefusedRow] = []
    wanted: dict[str, _Wanted] = {}
    with transaction.atomic():
        before = _standing(customer.id, {code_key(theirs) for _row, theirs, _ours in rows})
        standing, known = dict(before), products_by_id(list(before.values()))
        for row, theirs, ours in rows:
            try:
                one = _Wanted(row, *_readable_row(theirs, ours, products))
                other = standing.setdefault(one.key, one.product.pk)
                if other != one.product.pk:
                    earlier = wanted.get(one.key)
                    raise CodeRefusedError(taken(one.shown, earlier.product if earlier else known.get(other)))
            except CodeRefusedError as error:
                refused.append(RefusedRow(row, str(error)))
            else:
                wanted.setdefault(one.key, one)
        new = {key: one for key, one in wanted.items() if key not in before}
        lost = _create(customer.id, author, new)
        refused += [RefusedRow(new[key].row, taken(new[key].shown, product)) for key, product in lost.items()]
        added = {one.shown: str(one.product) for key, one in new.items() if key not in lost}
        if added:
            record_codes(Action.CUSTOMER_CODE_ADDED, actor, customer.id, customer.name, after=added)
    return Pasted(len(added), len(wanted) - len(new), tuple(refused))


def _cells(row: str) -> tuple[str, str]:
    """The first two columns; empty where there is none."""
    cells = cells_of(row)
    return cells[0], cells[1] if len(cells) > 1 else ""


def _readable_row(theirs: str, ours: str, products: Mapping[str, Product]) -> tuple[str, Product]:
    if not theirs or not ours:
        raise CodeRefusedError(_("Two columns are needed: their code, our code."))
    shown, product = readable(theirs), products.get(ours)
    if product is None:
        raise CodeRefusedError(_("No product has the code or barcode %(code)s.") % {"code": ours[:LONGEST_CODE]})
    if product.gone_at is not None:
        raise CodeRefusedError(_("%(product)s was removed in LogicTrade.") % {"product": product})
    return shown, product


def _standing(customer_id: int, keys: Iterable[str]) -> dict[str, int]:
    """Which product each of these codes stands for."""
    rows = CustomerCode.objects.filter(customer_id=customer_id, code_key__in=list(keys))
    return dict(rows.values_list("code_key", "product_id"))


def _create(customer_id: int, author: User, new: Mapping[str, _Wanted]) -> dict[str, Product | None]:
    """Store them; gives those for which somebody was faster, with the product that they stand for now."""
    if not new:
        return {}
    CustomerCode.objects.bulk_create(
        [CustomerCode(**code_fields(customer_id, author, one.shown, one.product)) for one in new.values()],
        ignore_conflicts=True,
    )
    after = _standing(customer_id, new)
    lost = {key: after.get(key, 0) for key, one in new.items() if after.get(key) != one.product.pk}
    known = products_by_id(list(lost.values())) if lost else {}
    return {key: known.get(pk) for key, pk in lost.items()}
