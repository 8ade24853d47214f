"""What the pages of customers and suppliers do alike."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def missing(request: HttpRequest, kind: str) -> HttpResponse:
    """The page for an id that the mirror does not hold: why that may be, and the list to search in."""
    words = {
        "customer": (_("This customer is not here"), _("Customers"), reverse("relations:customer_list")),
        "supplier": (_("This supplier is not here"), _("Suppliers"), reverse("relations:supplier_list")),
    }
    title, list_title, list_url = words[kind]
    context = {"title": title, "list_title": list_title, "list_url": list_url}
    return render(request, "relations/missing.html", context, status=404)
