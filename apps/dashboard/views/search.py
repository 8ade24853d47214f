"""The search box's answer: a popup while one types, and the same hits as a page; what was kept for an empty box."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import requires
from apps.core.forms import SearchField
from apps.core.htmx import HtmxHttpRequest, render_page
from apps.dashboard.newcomers import quote_for_new_customer
from apps.dashboard.palette import kept_groups
from apps.dashboard.search import marked_query, search_everywhere, summary_of

POPUP_HITS = 5
PAGE_HITS = 20
POPUP = "search-hits"


@require_safe
@requires("search.use")
def search(request: HtmxHttpRequest) -> HttpResponse:
    query = SearchField().clean(request.GET.get("q", ""))
    in_popup = request.htmx.target == POPUP
    if query:
        groups = search_everywhere(request.user, query, POPUP_HITS if in_popup else PAGE_HITS)
    else:
        groups = kept_groups(request.user, but=request.GET.get("at", ""))
    context = {
        "place": "search",
        "query": query,
        "marked": marked_query(query),
        "search_query": query,
        "groups": groups,
        "popup": in_popup,
        "summary": summary_of(groups) if query else "",
        "quote_url": quote_for_new_customer(request.user, query) if not groups else "",
    }
    return render_page(request, "dashboard/search.html", context, fragment="dashboard/_hits.html")
