"""The tree of product groups."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.catalogue.groups import group_rows
from apps.core.access import requires


@require_safe
@requires("products.view")
def group_list(request: HttpRequest) -> HttpResponse:
    return render(request, "catalogue/group_list.html", {"groups": group_rows()})
