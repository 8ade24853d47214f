"""The products that a customer usually buys, as a panel on the customer's card and as a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import requires
from apps.core.htmx import render_page, wants_fragment
from apps.relations.selectors import customer_get
from apps.sales.tables import UsualTable
from apps.sales.usual import usual_products

IN_PANEL = 8
ON_PAGE = 200


@require_safe
@requires("customers.view")
def usual_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Those ordered most often; the panel shows the first few and the way to all."""
    usual = usual_products(pk, limit=IN_PANEL if wants_fragment(request) else ON_PAGE)
    context = {
        "customer_id": pk,
        "customer": customer_get(pk),
        "table": UsualTable(usual.rows),
        "rows": usual.rows,
        "usual": usual,
        "more": usual.total > len(usual.rows),
    }
    return render_page(request, "sales/usual_products.html", context, fragment="panel")
