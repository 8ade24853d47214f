"""The table of customers' codes."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.catalogue.customer_codes import OwnCode
from apps.core.tables import Column, MomentColumn, Table, TextColumn


class CodeTable(Table):
    caption = _("Customers' codes")
    link = "code"

    code = Column(_("Their code"), accessor="row__code", sort="code", strong=True, long=True, phone="title")
    customer = TextColumn(_("Customer"), empty_values=(), sort="customer", long=True, phone="sub")
    number = Column(_("Our code"), accessor="product__number", soft=True, long=True, phone="side")
    product = TextColumn(_("Product"), empty_values=(), long=True, phone="foot")
    author = TextColumn(_("By"), accessor="row__author_name", optional=True)
    added = MomentColumn(_("Added"), accessor="row__created_at", sort="added", phone="end")

    def row_href(self, record: OwnCode) -> str:
        return reverse("catalogue:product_codes", args=[record.row.product_id]) if record.product else ""

    def row_state(self, record: OwnCode) -> str:
        gone = (record.product and record.product.gone_at) or (record.customer and record.customer.gone)
        return "done" if gone else ""

    def row_key(self, record: OwnCode) -> str:
        return str(record.row.pk)

    def render_customer(self, record: OwnCode) -> str:
        return record.customer.name if record.customer else f"#{record.row.customer_id}"

    def render_product(self, record: OwnCode) -> str:
        return record.product.name if record.product else f"#{record.row.product_id}"
