"""The tables of customers and suppliers."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.tables import NONE, Column, DateColumn, MomentColumn, QuantityColumn, Table, TextColumn
from apps.relations.labels import GONE
from apps.relations.models import Relation


class RelationTable(Table):
    """What both lists share: where a row leads, and how one looks that LogicTrade no longer has."""

    link = "name"
    detail = ""

    def row_href(self, record: Relation) -> str:
        return reverse(self.detail, args=[record.pk])

    def row_state(self, record: Relation) -> str:
        return "done" if record.gone_at else ""

    def render_name(self, value: str, record: Relation) -> SafeString:
        tag = format_html(' <span class="tag warn">{}</span>', GONE) if record.gone_at else ""
        return format_html('<span title="{}">{}</span>{}', value, value, tag)

    def render_remark(self, value: str) -> SafeString:
        return format_html('<span title="{}">{}</span>', value, value)


def _plain(label: Any, **options: Any) -> Column:
    """A column of text that is off until the reader chooses it."""
    return Column(label, optional=True, soft=True, default=NONE, **options)


class CustomerTable(RelationTable):
    caption = _("Customers")
    detail = "relations:customer_detail"

    number = Column(_("No."), sort="number", soft=True, phone="side", default=NONE)
    name = TextColumn(_("Name"), sort="name", strong=True, long=True, phone="title")
    city = Column(_("Town"), sort="town", phone="sub", default=NONE)
    zip_code = _plain(_("Postcode"))
    any_phone = Column(_("Phone"), phone="foot", default=NONE)
    mobile = _plain(_("Mobile"))
    email = _plain(_("E-mail"), long=True)
    kind = Column(_("Kind"), sort="kind", soft=True, phone="end")
    open_orders = QuantityColumn(_("Open orders"), calculated=True)
    last_order = DateColumn(_("Last order"), calculated=True, optional=True)
    extern_numbers = _plain(_("External no."))
    remark = _plain(_("Remark"), long=True)
    vat_number = _plain(_("VAT no."))
    coc_number = _plain(_("CoC no."))
    remote_modified = MomentColumn(_("Changed"), sort="changed", optional=True)


class SupplierTable(RelationTable):
    caption = _("Suppliers")
    detail = "relations:supplier_detail"

    number = Column(_("No."), sort="number", soft=True, phone="side", default=NONE)
    name = TextColumn(_("Name"), sort="name", strong=True, long=True, phone="title")
    city = Column(_("Town"), sort="town", phone="sub", default=NONE)
    zip_code = _plain(_("Postcode"))
    any_phone = Column(_("Phone"), phone="foot", default=NONE)
    mobile = _plain(_("Mobile"))
    email = Column(_("E-mail"), soft=True, long=True, default=NONE)
    lead_time_weeks = QuantityColumn(_("Lead time (weeks)"), sort="lead", phone="end", phone_label=True)
    iban = _plain(_("IBAN"))
    coc_number = _plain(_("CoC no."))
    remark = _plain(_("Remark"), long=True)
    remote_modified = MomentColumn(_("Changed"), sort="changed", optional=True)
