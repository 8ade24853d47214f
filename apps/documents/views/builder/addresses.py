"""Where a document goes: the customer's own address, or one that is typed for it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.core.htmx import redirect_to, render_page
from apps.documents import services as documents
from apps.documents.addresses import NAMES, address_lines, delivery_address
from apps.documents.builder.address_form import AddressForm
from apps.documents.builder.kinds import draft_url, kind_of
from apps.documents.models import Draft
from apps.relations.selectors import customer_get


@require_http_methods(["GET", "HEAD", "POST"])
def draft_address(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A form of its own; ``own`` goes back to the customer's address."""
    if not draft.editable:
        return redirect_to(request, draft_url(draft))
    customer = customer_get(draft.customer_id)
    own = delivery_address(customer) if customer else {}
    form = AddressForm(initial=draft.address or own)
    notice, status = "", 200
    if request.method == "POST":
        form = AddressForm(request.POST)
        address = None
        if request.POST.get("own"):
            address = {}
        elif form.is_valid():
            address = {name: form.cleaned_data[name] for name in NAMES}
        try:
            if address is not None:
                seen = {"address": _seen(request.POST.get("was_address", ""))}
                documents.draft_update(actor=actor_of(request), draft=draft, changes={"address": address}, seen=seen)
                return redirect_to(request, draft_url(draft))
            status = 422
        except documents.DraftClashError:
            draft.refresh_from_db()
            notice, status = _("Somebody changed this address meanwhile. Below is yours; saving replaces theirs."), 409
        except documents.DraftFrozenError:
            return redirect_to(request, draft_url(draft))
    context: dict[str, Any] = {
        "draft": draft,
        "kind": kind_of(draft),
        "title": kind_of(draft).title(draft),
        "form": form,
        "own": address_lines(own),
        "now": address_lines(draft.address) if draft.address else (),
        "was": json.dumps(draft.address),
        "notice": notice,
    }
    return render_page(request, "documents/builder/address.html", context, status=status)


def _seen(text: str) -> dict[str, str]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
