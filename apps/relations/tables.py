"""The table of customers."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.tables import NONE, Column, Table, TextColumn
from apps.relations.labels import GONE
from apps.relations.models import Customer


class CustomerTable(Table):
    link = "name"
    caption = _("Customers")

    number = Column(_("No."), sort="number", soft=True, phone="side", default=NONE)
    name = TextColumn(_("Name"), sort="name", strong=True, long=True, phone="title")
    city = Column(_("Town"), sort="town", phone="sub", default=NONE)
    any_phone = Column(_("Phone"), phone="foot", default=NONE)
    kind = Column(_("Kind"), sort="kind", soft=True, phone="end")
    email = Column(_("E-mail"), soft=True, long=True, default=NONE)

    def row_href(self, record: Customer) -> str:
        return reverse("relations:customer_detail", args=[record.pk])

    def row_state(self, record: Customer) -> str:
        return "done" if record.gone_at else ""

    def render_name(self, value: str, record: Customer) -> SafeString:
        tag = format_html(' <span class="tag warn">{}</span>', GONE) if record.gone_at else ""
        return format_html('<span title="{}">{}</span>{}', value, value, tag)
