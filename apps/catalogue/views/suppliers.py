"""The panel on a supplier's card: what we buy there."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.catalogue import selectors
from apps.core.access import may, requires
from apps.core.htmx import render_page
from apps.core.pages import shown_count

SHOWN = 20


@require_safe
@requires("products.view")
def supplier_products(request: HttpRequest, supplier_id: int) -> HttpResponse:
    """Products of a supplier by code, with what is free of each. No call."""
    rows = selectors.product_list(supplier=supplier_id, limit=SHOWN, with_data=True)
    context = {
        "supplier_id": supplier_id,
        "rows": rows.rows,
        "count": shown_count(rows.total),
        "more": rows.total.capped or rows.total.value > len(rows.rows),
        "with_cost": may(request.user, "cost.view"),
    }
    return render_page(request, "catalogue/supplier_products.html", context, fragment="panel")
