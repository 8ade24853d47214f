"""The addresses of a draft in templates, whatever its kind."""

from typing import Any

from django import template

from apps.documents.builder.kinds import draft_url as address
from apps.documents.builder.opening import card_actions
from apps.documents.models import Draft

register = template.Library()


@register.simple_tag
def draft_url(draft: Draft, name: str = "detail", *args: Any) -> str:
    """{% draft_url draft "line_add" %}, {% draft_url draft "line_update" line.pk as save_url %}."""
    return address(draft, name, *args)


@register.inclusion_tag("documents/builder/_card_actions.html", takes_context=True)
def document_actions(context: template.Context, kind: str, remote_id: int) -> dict[str, Any]:
    """On a document's card: the next document, and a change of this one."""
    request = context["request"]
    return {"actions": card_actions(request.user, kind, remote_id), "csrf_token": context.get("csrf_token")}
