"""The product picker that pages use by its address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalogue.code_forms import HITS, Choice
from apps.catalogue.selectors import product_search
from apps.core.access import requires
from apps.core.forms import SearchField


@require_safe
@requires("products.view")
def product_picker(request: HttpRequest) -> HttpResponse:
    """Options for the list box of a picker. Each is a submit button ``product=<id>`` of the form around it. No call."""
    query = SearchField().clean(request.GET.get("q", ""))
    rows, _total = product_search(query, HITS, with_gone=False)
    context = {"options": [Choice.of(row) for row in rows], "other": "product", "query": query}
    return render(request, "catalogue/_options.html", context)
