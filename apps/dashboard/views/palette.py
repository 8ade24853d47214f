"""The palette's answer: the list under its box, and the same as a page."""

from time import perf_counter

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from apps.core.access import requires
from apps.core.forms import SearchField
from apps.core.htmx import HtmxHttpRequest, render_page
from apps.dashboard.palette import palette_groups
from apps.dashboard.search import marked_query, summary_of

LIST = "palette-hits"


@require_safe
@requires("search.use")
def palette(request: HtmxHttpRequest) -> HttpResponse:
    began = perf_counter()
    query = SearchField().clean(request.GET.get("q", ""))
    subject = request.GET.get("at", "")
    groups = palette_groups(request.user, query, subject)
    context = {
        "place": "palette",
        "query": query,
        "at": subject[:60],
        "marked": marked_query(query),
        "groups": groups,
        "popup": request.htmx.target == LIST,
        "summary": summary_of(groups) if query else "",
        "took": round((perf_counter() - began) * 1000),
    }
    return render_page(request, "dashboard/palette.html", context, fragment="dashboard/_hits.html")
