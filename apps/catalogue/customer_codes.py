"""What customers call our products: kept here and never sent. With one customer a code stands for one product."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.catalogue.customers import PriceCustomer, customer_name_of, customer_named, customers_named
from apps.catalogue.finding import found_or_near
from apps.catalogue.labels import product_tags
from apps.catalogue.models import LONGEST_CODE, CustomerCode, Product
from apps.catalogue.selectors import product_get, products_by_id
from apps.catalogue.texts import code_key
from apps.core import clock
from apps.core.access import may
from apps.core.pages import OrderTerm
from apps.core.paging import RowPage
from apps.erp.mirror.texts import whole

PERMISSION = "notes.write"
# A code belongs to a customer and to a product: who changes one may see both.
_SEES = ("customers.view", "products.view")


class CodeRefusedError(Exception):
    """The code cannot be kept; the text says why, in one sentence for people."""


@dataclass(frozen=True)
class OwnCode:
    """A code beside its customer and its product; None for one that the mirror does not know."""

    row: CustomerCode
    customer: PriceCustomer | None
    product: Product | None

    @property
    def tags(self) -> Sequence[str | Promise]:
        return product_tags(self.product) if self.product else ()


# Reads ------------------------------------------------------------------------------------------------------------


def may_change(user: object) -> bool:
    return may(user, PERMISSION) and all(may(user, permission) for permission in _SEES)


def code_list(
    *,
    query: str = "",
    customer: int | None = None,
    product: int | None = None,
    order: Sequence[OrderTerm] = (),
    limit: int = 50,
    offset: int = 0,
) -> RowPage[OwnCode]:
    """One page of codes, of a customer, of a product or of all: four queries, with a text as many as a search more.

    ``order`` may name ``customer_name``. A text is a piece of the code, or what finds the product.
    """
    rows = CustomerCode.objects.annotate(customer_name=customer_name_of("customer_id"))
    rows = rows.filter(customer_id=customer) if customer is not None else rows
    rows = rows.filter(product_id=product) if product is not None else rows
    if query:
        found = Q(product_id__in=found_or_near(query, customer_id=customer).ids)
        rows = rows.filter(found | Q(code_key__contains=key) if (key := code_key(query)) else found)
    page = RowPage.of(rows.order_by(*(order or ("code_key",)), "pk"), limit=limit, offset=offset)
    customers = customers_named({row.customer_id for row in page.rows})
    products = products_by_id([row.product_id for row in page.rows])
    shown = [OwnCode(row, customers.get(row.customer_id), products.get(row.product_id)) for row in page.rows]
    return RowPage(shown, page.number, page.size, page.total)


def code_get(pk: int, *, customer: int | None = None, product: int | None = None) -> CustomerCode | None:
    """A code of this customer, or of this product."""
    return CustomerCode.objects.filter(Q(customer_id=customer) | Q(product_id=product), pk=pk).first()


def product_of_code(customer_id: int, code: str) -> Product | None:
    """The product that this customer calls so, whatever the letter case and the blanks; gone ones too."""
    key = code_key(code)
    found = CustomerCode.objects.filter(customer_id=customer_id, code_key=key).first() if key else None
    return product_get(found.product_id) if found else None


# Writes -----------------------------------------------------------------------------------------------------------


def code_add(*, actor: Actor, author: User, customer: PriceCustomer, product: Product, code: str) -> CustomerCode:
    """Keep a code; one that is kept already is given back, and nothing is written. Raises `CodeRefusedError`."""
    shown = readable(code)
    with transaction.atomic():
        fields = code_fields(customer.id, author, shown, product)
        row, made = CustomerCode.objects.get_or_create(
            customer_id=customer.id, code_key=fields["code_key"], defaults=fields
        )
        if row.product_id != product.pk:
            raise CodeRefusedError(taken(row.code, product_get(row.product_id)))
        if made:
            record_codes(Action.CUSTOMER_CODE_ADDED, actor, customer.id, customer.name, after={shown: str(product)})
    return row


def code_remove(*, actor: Actor, row: CustomerCode) -> None:
    """Take a code away; what it stood for stays in the audit log. One that is gone already is nothing to do."""
    customer, product = customer_named(row.customer_id), product_get(row.product_id)
    with transaction.atomic():
        if not CustomerCode.objects.filter(pk=row.pk).delete()[0]:
            return
        before = {row.code: str(product or row.product_id)}
        name = customer.name if customer else ""
        record_codes(Action.CUSTOMER_CODE_REMOVED, actor, row.customer_id, name, before=before)


def readable(code: str) -> str:
    """The code as it is shown: whole characters, one blank between words."""
    shown = " ".join(whole(code).split())
    if not code_key(shown):
        raise CodeRefusedError(_("A code needs a letter or a digit."))
    if len(shown) > LONGEST_CODE:
        raise CodeRefusedError(_("A code has at most %(n)d characters.") % {"n": LONGEST_CODE})
    return shown


def taken(code: str, product: Product | None) -> str:
    named = product or _("a product that is not known here")
    return _("%(code)s already stands for %(product)s with this customer.") % {"code": code, "product": named}


def code_fields(customer_id: int, author: User, shown: str, product: Product) -> dict[str, Any]:
    """The columns of a new code."""
    return {
        "customer_id": customer_id,
        "product_id": product.pk,
        "code": shown,
        "code_key": code_key(shown),
        "author": author,
        "author_name": author.shown_name,
        "created_at": clock.now(),
    }


def record_codes(action: Action, actor: Actor, customer_id: int, name: str, **values: Mapping[str, str]) -> None:
    """In the customer's name: on that card the history shows it."""
    subject = f"customer:{customer_id}"
    record(action, actor=actor, subject=subject, label=name or f"#{customer_id}", **values)
