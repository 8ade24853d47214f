"""Which products a typed text finds: by the mirror's search, and by what customers call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.catalogue.customers import customer_name_of
from apps.catalogue.models import CustomerCode, Product
from apps.catalogue.texts import code_key
from apps.erp.mirror.near import search_near
from apps.erp.mirror.search import EXACT, INSIDE, LAST, NUMBER_PREFIX, Hits, in_order, search

# The beginning of a code says something from so many characters on; fewer must be the whole code.
SHORTEST_BEGINNING = 3
MOST_CODES = 50


@dataclass(frozen=True)
class CodeHit:
    """A customer's code that the query is, or begins (``exact`` False)."""

    product_id: int
    code: str
    customer_name: str
    exact: bool

    @property
    def words(self) -> str:
        """Why a product was found: "KL-88 at Jansen BV"."""
        if not self.customer_name:
            return self.code
        return _("%(code)s at %(customer)s") % {"code": self.code, "customer": self.customer_name}


@dataclass(frozen=True)
class Found:
    """Ids of products, best first; ``codes``: the customer's code by which a product was found."""

    ids: tuple[int, ...]
    capped: bool = False
    codes: Mapping[int, CodeHit] = field(default_factory=dict)

    def products(self, ids: Sequence[int], *, with_data: bool = False) -> list[Product]:
        """The products with these ids, in their order and with how they were found: one query."""
        hidden = ("search_key",) if with_data else ("data", "search_key")
        return self.told(in_order(Product.objects.defer(*hidden), ids))

    def told(self, rows: list[Product]) -> list[Product]:
        """The same rows, each with the customer's code by which it was found."""
        for row in rows:
            row.found_by = self.codes.get(row.pk)
        return rows


def found_or_near(
    query: str,
    where: Q | None = None,
    *,
    customer_id: int | None = None,
    wanted: int | None = None,
) -> Found:
    """What a query finds; when that is nothing, what it would find without one typing error.

    ``customer_id`` and ``wanted`` are those of `products_found`.
    """
    hits = products_found(query, where, customer_id=customer_id, wanted=wanted)
    return hits if hits.ids else products_near(query, where)


def products_near(query: str, where: Q | None = None) -> Found:
    """What a query would find without one typing error."""
    return Found(search_near(Product, query, where=where))


def products_found(
    query: str, where: Q | None = None, *, customer_id: int | None = None, wanted: int | None = None
) -> Found:
    """What a query finds, and nothing that is only like it.

    Our own code or barcode goes before a customer's code, that before whatever else the query hits. With a customer
    only that customer's codes count, also where the query is but their beginning. One query more than the search, and
    one more where there is such a code. ``wanted``: how many hits will be shown.
    """
    own = search(Product, query, where=where, wanted=wanted)
    codes = code_hits(query, where, customer_id=customer_id)
    return Found(
        _together(own, codes, theirs_first=customer_id is not None),
        own.capped or len(codes) == MOST_CODES,
        # Of a product with several such codes the best one tells.
        {hit.product_id: hit for hit in reversed(codes)},
    )


def code_hits(query: str, where: Q | None = None, *, customer_id: int | None = None) -> list[CodeHit]:
    """The customers' codes that a query is, then those that it begins, of products that ``where`` leaves.

    One query, and one more where there are such codes.
    """
    key = code_key(query)
    if not key:
        return []
    begins = Q(code_key__gte=key, code_key__lt=key + LAST)
    rows = CustomerCode.objects.filter(begins if len(key) >= SHORTEST_BEGINNING else Q(code_key=key))
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    # Most texts are nobody's code: only where there is one are its customer and its product asked for.
    met = dict(rows.order_by("code_key", "pk").values_list("pk", "product_id")[:MOST_CODES])
    if not met:
        return []
    there = Product.objects.filter(where or Q(), pk__in=set(met.values())).values("pk")
    found = (
        CustomerCode.objects.filter(pk__in=list(met), product_id__in=there)
        .annotate(customer_name=customer_name_of("customer_id"))
        .order_by("code_key", "pk")
        .values_list("product_id", "code", "customer_name", "code_key")
    )
    return [CodeHit(product_id, code, name, folded == key) for product_id, code, name, folded in found]


def products_called(code: str) -> list[Product]:
    """The products that any customer calls exactly so, each with whose code it is: two queries."""
    codes = {hit.product_id: hit for hit in reversed(code_hits(code)) if hit.exact}
    return Found(tuple(sorted(codes)), codes=codes).products(sorted(codes))


def _together(own: Hits, codes: Sequence[CodeHit], *, theirs_first: bool) -> tuple[int, ...]:
    """One list of the two, every product at its best place."""
    begun = [hit.product_id for hit in codes if not hit.exact]
    ids = [
        *_upto(own, EXACT),
        *(hit.product_id for hit in codes if hit.exact),
        *(begun if theirs_first else ()),
        *_upto(own, NUMBER_PREFIX),
        *begun,
        *_upto(own, INSIDE),
    ]
    return tuple(dict.fromkeys(ids))


def _upto(own: Hits, worst: int) -> list[int]:
    return [pk for pk, rank in zip(own.ids, own.ranks, strict=True) if rank <= worst]
