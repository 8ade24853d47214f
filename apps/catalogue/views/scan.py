"""The scanner's way in: a barcode, code or supplier's code opens its product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.catalogue.scanning import scan
from apps.core.access import requires
from apps.core.forms import SearchField


@require_safe
@requires("products.view")
def product_scan(request: HttpRequest) -> HttpResponse:
    """The mirror first; only a code that it does not know is asked of LogicTrade (one call)."""
    code = SearchField().clean(request.GET.get("code", ""))
    found = scan(code)
    if found.product is not None:
        return redirect("catalogue:product_detail", pk=found.product.pk)
    nothing = bool(code) and not found.products and not found.unread and not found.problem
    return render(
        request, "catalogue/product_scan.html", {"code": code, "found": found}, status=404 if nothing else 200
    )
