"""What was learned of a customer's words: a panel on the customer's card and a page of its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.catalogue.customer_codes import may_change
from apps.core.access import requires
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.core.paging import page_number
from apps.documents.pasting import learning
from apps.documents.pasting.selectors import learned_get, learned_list
from apps.documents.views.helping.shared import numbers
from apps.relations.selectors import customer_get

IN_PANEL = 8
ON_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@requires("customers.view")
def learned_words(request: HttpRequest, pk: int) -> HttpResponse:
    """The last used first; POST with ``remove`` takes one away."""
    said = ""
    if request.method == "POST":
        if not may_change(request.user):
            raise PermissionDenied
        for row_id in numbers([request.POST.get("remove", "")]):
            row = learned_get(pk, row_id)
            if row is not None:
                learning.words_forget(actor=actor_of(request), row=row)
                said = _("%(words)s is forgotten.") % {"words": row.words}
        if not wants_fragment(request):
            messages.success(request, said)
            return redirect_to(request, request.path)
    size = IN_PANEL if wants_fragment(request) else ON_PAGE
    number = page_number(request.GET.get("page"))
    page = learned_list(pk, limit=size, offset=(number - 1) * size)
    context = {
        "customer_id": pk,
        "customer": customer_get(pk),
        "page": page,
        "rows": page.rows,
        "more": page.total.value > len(page.rows),
        "may_change": may_change(request.user),
        "said": said,
    }
    return render_page(request, "documents/helping/learned_words.html", context, fragment="panel")
