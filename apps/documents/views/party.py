"""The documents of a customer, as a panel on the customer's card and as a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import requires
from apps.core.htmx import render_page
from apps.documents.due import note_late
from apps.documents.kinds import kinds_for
from apps.documents.selectors import documents_of_party
from apps.documents.tables import PartyTable


@require_safe
@requires("customers.view")
def party_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Open documents and the newest others, of the kinds that this reader may see."""
    rows, total = documents_of_party(pk, kinds_for(request.user))
    note_late(rows)
    context = {"party_id": pk, "table": PartyTable(rows), "rows": rows, "total": total, "more": total - len(rows)}
    return render_page(request, "documents/party_documents.html", context, fragment="panel")
