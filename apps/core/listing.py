"""Any list of the product by the name of its address, as one reader sees it with one query."""

from copy import copy

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, QueryDict
from django.urls import NoReverseMatch, resolve, reverse

from apps.core.access import may
from apps.core.pages import ListPage

# Longer addresses come from nobody's list.
LONGEST_QUERY = 4000


def open_list(request: HttpRequest, key: str, query: str = "") -> ListPage:
    """The list behind ``key`` ("relations:customer_list"), ready to be asked for its rows, columns and addresses.

    Raises Http404 for what is no list, PermissionDenied when the reader may not open it.
    """
    try:
        path = reverse(key)
        asked = copy(request)
        asked.GET = QueryDict(query[:LONGEST_QUERY])
    except (NoReverseMatch, SuspiciousOperation) as error:
        raise Http404(key) from error
    match = resolve(path)
    page_class = getattr(match.func, "view_class", None)
    if page_class is None or not issubclass(page_class, ListPage):
        raise Http404(key)
    if not may(request.user, page_class.permission):
        raise PermissionDenied(page_class.permission)
    asked.method, asked.path, asked.path_info, asked.resolver_match = "GET", path, path, match
    page: ListPage = page_class()
    page.setup(asked)
    return page
