"""The addresses of a draft in templates, whatever its kind."""

from typing import Any

from django import template

from apps.documents.builder.kinds import draft_url as address
from apps.documents.models import Draft

register = template.Library()


@register.simple_tag
def draft_url(draft: Draft, name: str = "detail", *args: Any) -> str:
    """{% draft_url draft "line_add" %}, {% draft_url draft "line_update" line.pk as save_url %}."""
    return address(draft, name, *args)
