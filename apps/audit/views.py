"""The audit log's page: read, filter, and ask for a check of the chain."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from apps.audit import selectors, services
from apps.audit.forms import EntryFilterForm
from apps.audit.presenters import shown_entry
from apps.audit.selectors import EntryFilter
from apps.audit.tasks import chain_check
from apps.core.access import RequiresPermission
from apps.core.htmx import redirect_to, render_page

_KEYS = ("before", "after")


def _key(request: HttpRequest, name: str) -> int | None:
    """A place in the log from the address; junk means the newest."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _url(request: HttpRequest, **keys: int) -> str:
    """This page with its filters and another place in the log."""
    query = request.GET.copy()
    for name in list(query):
        if name in _KEYS or name not in EntryFilterForm.base_fields or not query[name]:
            del query[name]
    for name, value in keys.items():
        query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


class EntryListView(RequiresPermission):
    """Entries newest first; older and newer by keyset, so a page never shifts while the log grows."""

    permission = "audit.view"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        form = EntryFilterForm(request.GET)
        filters = form.filters()
        page = selectors.entries(filters, before=_key(request, "before"), after=_key(request, "after"))
        if not page.entries and _key(request, "after"):
            page = selectors.entries(filters)
        context = {
            "filter_form": form,
            "filtered": filters != EntryFilter(),
            "entries": [shown_entry(entry, page.details.get(entry.seq)) for entry in page.entries],
            "older_url": _url(request, before=page.older) if page.older else "",
            "newer_url": _url(request, after=page.newer) if page.newer else "",
            "address": request.path,
            **_chain_context(),
        }
        return render_page(request, "audit/entry_list.html", context, fragment="list")


class ChainView(RequiresPermission):
    """The line that says whether the chain is whole. GET shows it, POST asks the worker for a check."""

    permission = "audit.view"
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render_page(request, "audit/chain.html", _chain_context(), fragment="audit/_chain.html")

    def post(self, request: HttpRequest) -> HttpResponse:
        services.check_request()
        chain_check()
        return redirect_to(request, reverse("audit:entry_list"))


def _chain_context() -> dict[str, Any]:
    return {"check": selectors.last_check(), "asked": selectors.check_asked(), "newest": selectors.last_seq()}
