"""Template tags of the kit: icons, states, amounts, dates, form fields, panels."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from apps.core import dates
from apps.core import money as amounts
from apps.core.labels import Label
from apps.core.marks import glyph_html, icon_html, lamps_html, mark_hits, status_html
from apps.core.panels import panels_for
from apps.core.slots import templates_of

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    return icon_html(name)


@register.simple_tag
def fresh_token() -> str:
    """For a hidden field of a form that makes something: the same form posted twice makes it once."""
    return str(uuid.uuid4())


@register.simple_tag
def glyph(name: str, tone: str = "ink") -> SafeString:
    return glyph_html(name, tone)


@register.simple_tag
def status(tone: Any, glyph: Any = "ring", label: Any = "") -> SafeString:
    """{% status "ok" "tick" _("Ready") %}, or {% status label %} with a Label."""
    return status_html(tone if isinstance(tone, Label) else Label(label, tone, glyph))


@register.simple_tag
def lamps(stock: str | None, delivery: str | None, invoice: str | None, wide: bool = False) -> SafeString:
    return lamps_html(stock, delivery, invoice, wide=wide)


@register.simple_tag
def mark(text: Any, query: str) -> SafeString:
    return mark_hits(str(text), query)


@register.filter
def money(value: Decimal | None) -> str:
    return amounts.money(value)


@register.filter
def price(value: Decimal | None) -> str:
    return amounts.price(value)


@register.filter
def quantity(value: Decimal | None) -> str:
    return amounts.quantity(value)


@register.filter
def percentage(value: Decimal | None) -> str:
    return amounts.percentage(value)


@register.filter
def editable(value: Decimal | None) -> str:
    """A number as it stands in a field."""
    return amounts.editable(value)


@register.filter
def day(value: date | None) -> str:
    return dates.day(value)


@register.filter
def short_day(value: date | None) -> str:
    return dates.short_day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return dates.moment(value)


@register.filter
def as_of(value: datetime | None) -> str:
    return dates.as_of(value)


@register.filter
def time_of(value: datetime | None) -> str:
    return dates.time_of(value)


@register.filter
def ago(value: datetime | None) -> str:
    return dates.ago(value)


@register.filter
def or_dash(value: Any) -> Any:
    """An en dash for what is not known."""
    return amounts.DASH if value is None or value == "" else value


def _control_kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "segments"
    return "box"


@register.inclusion_tag("core/_field.html")
def field(bound: BoundField, classes: str = "", optional: bool | None = None) -> dict[str, Any]:
    """Label, control, hint or error of a form field, tied together for screen readers."""
    kind = _control_kind(bound)
    shown_optional = (not bound.field.required and kind == "box") if optional is None else optional
    return {"field": bound, "kind": kind, "classes": classes, "optional": shown_optional}


@register.inclusion_tag("core/_form_summary.html")
def form_summary(form: forms.BaseForm) -> dict[str, Any]:
    """The list of what is not right yet, with links to the fields; nothing when all is right."""
    found = [(bound, bound.errors) for bound in form if bound.errors] if form.is_bound else []
    general = form.non_field_errors() if form.is_bound else []
    return {"general": general, "fields": found, "count": len(found)}


@register.inclusion_tag("core/_panels.html", takes_context=True)
def panels(context: template.Context, slot: str, object_id: Any) -> dict[str, Any]:
    """The panels that other apps registered for this card; each loads when it comes into view."""
    return {"panels": panels_for(context["request"].user, slot, object_id)}


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """The templates that higher apps put into this place of a frame, each drawn with the page's context."""
    engine = context.template.engine  # type: ignore[union-attr]
    return format_html_join("", "{}", ((engine.get_template(one).render(context),) for one in templates_of(name)))
