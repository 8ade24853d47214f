"""The price check: one customer, several products, one call."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url

from apps.catalogue import selectors
from apps.catalogue.checking import price_check, typed_codes
from apps.catalogue.customers import customer_named
from apps.catalogue.filters import PriceCheckForm
from apps.catalogue.services import MOST
from apps.core.access import may, requires
from apps.core.htmx import redirect_to, render_page


@require_safe
@requires("prices.view")
def price_check_page(request: HttpRequest) -> HttpResponse:
    """The page: no call. It then asks for the prices of what it shows."""
    return _page(request, ask=False)


@require_safe
@requires("prices.view")
def price_answer(request: HttpRequest) -> HttpResponse:
    """The same with LogicTrade's prices: one call for all. Without htmx it is the page itself."""
    response = _page(request, ask=True)
    query = urlencode({name: request.GET[name] for name in ("customer", "codes") if request.GET.get(name)})
    return push_url(
        response, f"{reverse('catalogue:price_check')}?{query}" if query else reverse("catalogue:price_check")
    )


def _page(request: HttpRequest, *, ask: bool) -> HttpResponse:
    form = PriceCheckForm(request.GET)
    form.is_valid()
    codes = typed_codes(form.cleaned_data.get("codes") or "")
    asked = form.cleaned_data.get("customer")
    check = price_check(customer_named(asked) if asked else None, codes, ask=ask)
    context = {
        "form": form,
        "check": check,
        "query": request.GET.urlencode(),
        "may_pick": may(request.user, "customers.view"),
    }
    return render_page(request, "catalogue/price_check.html", context, fragment="catalogue/_price_check.html")


@require_POST
@requires("prices.view")
def price_pick(request: HttpRequest) -> HttpResponse:
    """The marked products of a list, taken to the check."""
    ids = [int(key) for key in request.POST.getlist("row") if key.isascii() and key.isdigit() and len(key) < 18]
    found = selectors.products_by_id(ids[:MOST])
    codes = "\n".join(found[pk].number for pk in ids[:MOST] if pk in found and found[pk].number)
    return redirect_to(request, f"{reverse('catalogue:price_check')}?{urlencode({'codes': codes})}")
