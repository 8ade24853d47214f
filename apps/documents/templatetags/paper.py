"""Where a document's paper and mail are, for its card."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from apps.core.access import may
from apps.documents.paper.providers import has_paper

register = template.Library()


@dataclass(frozen=True)
class Links:
    """``mail`` is empty for readers who may not send any."""

    pdf: str
    mail: str


@register.simple_tag(takes_context=True)
def paper_links(context: template.Context, kind: str, pk: Any) -> Links | None:
    """The addresses of a document's PDF and mail; None for a kind that has no paper."""
    if not has_paper(kind):
        return None
    mail = reverse(f"documents:{kind}_mail", args=[pk]) if may(context["request"].user, "mail.send") else ""
    return Links(reverse(f"documents:{kind}_paper", args=[pk]), mail)
