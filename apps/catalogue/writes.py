"""What may be written of products, and what of it belongs together (contract 5.1; A5.2)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.catalogue.models import Commitment, Composition, Product
from apps.erp import hanging
from apps.erp.hanging import Hanging
from apps.erp.outbox.master import Master, register
from apps.erp.outbox.merge import Along, Field, Kind, Shape

MEASURES = ("height", "width", "length", "depth", "weight", "volume", "packages")
SUPPLIER = (
    Field("supplier.supplier", Kind.REF),
    Field("supplier.code"),
    Field("supplier.purchasePrice", Kind.NUMBER),
    Field("supplier.leadTimeInWeeks", Kind.NUMBER),
)

PRODUCT_SHAPE = Shape(
    fields=(
        Field("code"),
        Field("name"),
        Field("description"),
        Field("barcode"),
        Field("unit"),
        Field("groups", Kind.REFS),
        Field("salesPrice", Kind.NUMBER),
        Field("vat", Kind.CODE),
        Field("salesGroup", Kind.CODE),
        *SUPPLIER,
        Field("startDate", Kind.DAY),
        Field("endDate", Kind.DAY),
        Field("webshop", Kind.FLAG),
        Field("webshopStartDate", Kind.DAY),
        Field("webshopEndDate", Kind.DAY),
        *(Field(name, Kind.NUMBER) for name in MEASURES),
    ),
    # A supplier's code and price are that supplier's; a price is meant with its VAT and its unit.
    groups=(
        frozenset(field.path for field in SUPPLIER),
        frozenset({"salesPrice", "vat", "unit"}),
        frozenset({"startDate", "endDate"}),
        frozenset({"webshopStartDate", "webshopEndDate"}),
    ),
)

# No field is meant for a marker: found again by all that was sent (contract section 8).
PRODUCT = Master(
    name="product",
    permission="products.write",
    shape=PRODUCT_SHAPE,
    same=(("code",), ("barcode",), ("name",)),
    create_title=_("New product"),
    update_title=_("Change product"),
    remove_title=_("Remove product"),
    page="catalogue:product_saving",
    number_field="code",
    along=(
        (Along("images", "url", ("name",)), _("Images")),
        (Along("attributes", "code", ("name",), inner=Along("values", "code", ("value",))), _("Properties")),
    ),
)


def product_name(raw: Mapping[str, Any]) -> str:
    """What a product is called, from a record or from the flat values of a new one."""
    return " ".join(str(raw[name]).strip() for name in ("code", "name") if raw.get(name))


def what_hangs(_user: Any, record_id: int) -> Sequence[Hanging]:
    """Open lines of documents, and the sets that it is part of or made of: two queries."""
    found = []
    if n := Commitment.objects.filter(product_id=record_id).count():
        text = ngettext("%(n)d open line of documents", "%(n)d open lines of documents", n) % {"n": n}
        found.append(Hanging(text, reverse("catalogue:product_commitments", args=[record_id])))
    sets = Composition.objects.filter(gone_at=None).filter(Q(parent_id=record_id) | Q(child_id=record_id))
    if n := sets.count():
        found.append(Hanging(ngettext("%(n)d composition", "%(n)d compositions", n) % {"n": n}))
    return found


def supplied(_user: Any, record_id: int) -> Sequence[Hanging]:
    """The products of a supplier."""
    n = Product.objects.filter(supplier_id=record_id, gone_at=None).count()
    if not n:
        return ()
    url = f"{reverse('catalogue:product_list')}?supplier={record_id}"
    return (Hanging(ngettext("%(n)d product", "%(n)d products", n) % {"n": n}, url),)


def connect() -> None:
    register(PRODUCT)
    hanging.register("product", "catalogue", what_hangs)
    hanging.register("supplier", "catalogue", supplied)
