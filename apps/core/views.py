"""The kit's own pages: the keys, the column chooser, and the saved views of a list."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.core import columns, saved_views
from apps.core.access import SIGNED_IN, RequiresPermission, may, requires
from apps.core.columns import Choice
from apps.core.htmx import redirect_to, render_page
from apps.core.list_forms import ViewForm
from apps.core.listing import open_list
from apps.core.models import SavedView
from apps.core.pages import ListPage
from apps.core.saved_views import TooManyViewsError


@requires(SIGNED_IN)
def keys(request: HttpRequest) -> HttpResponse:
    """All keys of every page; `?` shows the same list in a dialog."""
    return render(request, "core/keys.html")


# Columns --------------------------------------------------------------------------------------------------------------


class ColumnsView(RequiresPermission):
    """The chooser as a page of its own, and where its form is sent. The list's permission is asked by `open_list`.

    The form names every column in ``order``, each with its ``width`` at the same place, and in ``on`` those to show.
    """

    permission = SIGNED_IN
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        page = open_list(request, key, request.GET.get("query", ""))
        return _chooser(request, page, columns.choices(page.make_table(())))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        """``do``: up:NAME or down:NAME draws the chooser anew and keeps nothing; width:NAME keeps one width, that of a
        dragged edge; save and reset keep and go back.
        """
        page = open_list(request, key, request.POST.get("query", ""))
        table = page.make_table(())
        do, _colon, name = request.POST.get("do", "").partition(":")
        order, on = request.POST.getlist("order"), request.POST.getlist("on")
        given = zip(order, map(columns.read_width, request.POST.getlist("width")), strict=False)
        offered = {one.name for one in table.offered}
        widths = {column: width for column, width in given if column in offered}
        if do == "width":
            one = {column: width for column, width in widths.items() if column == name}
            saved_views.widths_set(actor=request.user, page=page.key, widths=one)
            return HttpResponse(status=204)
        if do in {"up", "down"}:
            every = [choice.name for choice in columns.choices(table, on, order)]
            order = columns.moved(every, name, -1 if do == "up" else 1)
            return _chooser(request, page, columns.choices(table, on, order, widths))
        if do == "reset":
            saved_views.layout_reset(actor=request.user, page=page.key)
        else:
            chosen = table.known([name for name in order if name in {*on, table.link_name}])
            names = () if chosen == table.standard else chosen
            saved_views.columns_set(actor=request.user, page=page.key, names=names, widths=widths)
        return redirect_to(request, page.address_without("columns"))


def _chooser(request: HttpRequest, page: ListPage, choices: Sequence[Choice]) -> HttpResponse:
    context = {"list": page.head(), "column_choices": choices, "bounds": columns.BOUNDS}
    return render_page(request, "core/columns.html", context, fragment="core/_columns.html")


# Saved views ----------------------------------------------------------------------------------------------------------


class SavedViewsView(RequiresPermission):
    """The reader's views of one list, to put in order; POST keeps the address shown under a name."""

    permission = SIGNED_IN
    http_method_names = ["get", "head", "options", "post"]

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        return _view_list(request, open_list(request, key))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        page = open_list(request, key, request.POST.get("query", ""))
        form = ViewForm(request.POST)
        if not form.is_valid():
            return _view_list(request, page, form, status=422)
        name, shared = form.cleaned_data["name"], form.cleaned_data["shared"]
        try:
            saved_views.view_save(actor=request.user, page=page.key, name=name, query=page.query, shared=shared)
        except TooManyViewsError:
            form.add_error(None, _("You have as many views of this list as can be kept. Delete one first."))
            return _view_list(request, page, form, status=422)
        messages.success(request, _("View %(name)s kept.") % {"name": name})
        return redirect_to(request, page.view_url(page.query))


def _view_list(
    request: HttpRequest, page: ListPage, form: ViewForm | None = None, status: int = 200, edit: ViewForm | None = None
) -> HttpResponse:
    context = {
        "list": page.head(),
        "form": form or ViewForm(),
        "edit": edit,
        "rows": [_shown(request, page, view) for view in page.kept.views],
        "may_share": may(request.user, saved_views.SHARE),
        "whole_is_first": page.kept.home is None,
    }
    return render_page(request, "core/view_list.html", context, status=status)


def _shown(request: HttpRequest, page: ListPage, view: SavedView) -> dict[str, Any]:
    home = page.kept.home
    of_view = open_list(request, page.key, view.query)
    of_view.bare = True
    return {
        "view": view,
        "url": page.view_url(view.query),
        "words": of_view.in_words(),
        "may_change": saved_views.may_change(request.user, view),
        "first": home is not None and home.pk == view.pk,
    }


def _changeable(request: HttpRequest, pk: int) -> SavedView:
    """A view that the reader may change, of a list that they may open. Raises Http404, PermissionDenied."""
    view = saved_views.view_get(actor=request.user, pk=pk)
    if view is None:
        raise Http404
    open_list(request, view.page)
    return view


def _back(request: HttpRequest, page: str) -> HttpResponse:
    return redirect_to(request, reverse("core:view_list", args=[page]))


@require_POST
@requires(SIGNED_IN)
def view_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, shared or not."""
    view = _changeable(request, pk)
    form = ViewForm(request.POST, view=view)
    if not form.is_valid():
        return _view_list(request, open_list(request, view.page), status=422, edit=form)
    saved_views.view_update(
        actor=request.user, view=view, name=form.cleaned_data["name"], shared=form.cleaned_data["shared"]
    )
    return _back(request, view.page)


@require_POST
@requires(SIGNED_IN)
def view_delete(request: HttpRequest, pk: int) -> HttpResponse:
    view = _changeable(request, pk)
    saved_views.view_delete(view=view)
    messages.success(request, _("View %(name)s deleted.") % {"name": view.name})
    return _back(request, view.page)


@require_POST
@requires(SIGNED_IN)
def view_move(request: HttpRequest, pk: int) -> HttpResponse:
    view = _changeable(request, pk)
    saved_views.view_move(view=view, step=-1 if request.POST.get("do") == "up" else 1)
    return _back(request, view.page)


@require_POST
@requires(SIGNED_IN)
def view_first(request: HttpRequest, pk: int) -> HttpResponse:
    """Which view opens first for the reader: this one, or with ``do=whole`` the whole list again."""
    view = saved_views.view_seen(reader=request.user, pk=pk)
    if view is None:
        raise Http404
    open_list(request, view.page)
    first = None if request.POST.get("do") == "whole" else view
    saved_views.home_set(actor=request.user, page=view.page, view=first)
    return _back(request, view.page)
