"""Fetching the draft of a page: a discarded or unknown one is not found."""

from uuid import UUID

from django.http import Http404

from apps.documents.models import Draft
from apps.documents.selectors import draft_get


def draft_or_404(draft_id: UUID) -> Draft:
    draft = draft_get(draft_id)
    if draft is None:
        raise Http404
    return draft
