"""ListPage: a list declared by its filters, its table and one function that fetches rows. State is the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.db.models import F
from django.db.models.expressions import Expression, OrderBy
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core import dates, money
from apps.core.access import RequiresPermission, may
from apps.core.htmx import render_page
from apps.core.paging import CappedCount, RowPage, page_number
from apps.core.tables import Table

type Text = str | Promise
type OrderTerm = str | F | Expression


@dataclass(frozen=True)
class Action:
    """A button in the head of a page. ``key`` is the single key that presses it."""

    label: Text
    url_name: str
    permission: str
    icon: str = "plus"
    key: str = ""
    primary: bool = True


@dataclass(frozen=True)
class ShownAction:
    label: Text
    url: str
    icon: str
    key: str
    primary: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: Text
    value: str
    remove_url: str


@dataclass(frozen=True)
class ListState:
    """What the list templates print."""

    title: Text
    sort: str
    count: str
    range: str
    as_of: str
    previous_url: str
    next_url: str
    clear_url: str
    address: str


def reversed_term(term: OrderTerm) -> OrderTerm:
    """The same ORDER BY term the other way round."""
    if isinstance(term, str):
        return term[1:] if term.startswith("-") else f"-{term}"
    if isinstance(term, OrderBy):
        flipped = term.copy()
        flipped.descending = not term.descending
        # NULLs stay where they are: an unknown date belongs at the end both ways.
        return flipped
    if isinstance(term, F):
        return term.desc()
    return OrderBy(term, descending=True)


def shown_count(total: CappedCount) -> str:
    """412, or 1.000+ when there are more than were counted."""
    return money.quantity(total.value) + ("+" if total.capped else "")


class ListPage(RequiresPermission):
    """A list of records with filters, sorting and pages.

    Declare: ``title``, ``permission``, ``table_class``, ``orders`` (name in the address -> ORDER BY terms),
    ``default_order``, and when wanted ``filter_form`` (a form, or a FilterSet whose form is used), ``actions``,
    ``empty_title``, ``empty_text``, ``note`` (what is calculated). Write ``get_rows``. Any junk in the address gives
    a page.
    """

    http_method_names = ["get", "head", "options"]
    title: ClassVar[Text] = ""
    filter_form: ClassVar[type[Any] | None] = None
    table_class: ClassVar[type[Table]] = Table
    template_name: ClassVar[str] = "core/list.html"
    page_size: ClassVar[int] = 50
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {}
    default_order: ClassVar[str] = ""
    actions: ClassVar[Sequence[Action]] = ()
    crumbs: ClassVar[Sequence[tuple[Text, str]]] = ()
    empty_title: ClassVar[Text] = gettext_lazy("Nothing here yet")
    empty_text: ClassVar[Text] = ""
    note: ClassVar[Text] = ""

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        """Fetch one page of rows through a selector. ``filters`` holds only the fields that were valid and given."""
        raise NotImplementedError

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        """More values for an own template."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self._form(request)
        filters = self._filters(form)
        sort = self._sort(request.GET.get("sort", ""))
        number = page_number(request.GET.get("page"))
        rows = self.get_rows(filters, self._order(sort), self.page_size, (number - 1) * self.page_size)
        if rows.past_the_end:
            return self._to_last_page(request, rows)
        context = {
            "list": self._state(request, rows, sort),
            "rows": rows,
            "filter_form": form,
            "chips": self._chips(request, form, filters),
            "table": self.table_class(rows.rows, sort=sort, sort_urls=self._sort_urls(request, sort)),
            "actions": self._actions(request),
            "crumbs": self.crumbs,
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "note": self.note,
            **self.extra_context(rows, filters),
        }
        return render_page(request, self.template_name, context, fragment="core/_list.html")

    # Reading the address --------------------------------------------------------------------------------------

    def _form(self, request: HttpRequest) -> forms.Form | None:
        if self.filter_form is None:
            return None
        made = self.filter_form(request.GET)
        form: forms.Form = made.form if hasattr(made, "form") else made
        return form

    def _filters(self, form: forms.Form | None) -> dict[str, Any]:
        if form is None:
            return {}
        form.is_valid()
        empty: tuple[Any, ...] = (None, "", [], (), False)
        return {name: value for name, value in form.cleaned_data.items() if not _is_empty(value, empty)}

    def _sort(self, asked: str) -> str:
        return asked if asked.removeprefix("-") in self.orders else self.default_order

    def _order(self, sort: str) -> list[OrderTerm]:
        terms = self.orders.get(sort.removeprefix("-"), ())
        return [reversed_term(term) for term in terms] if sort.startswith("-") else list(terms)

    # Addresses ------------------------------------------------------------------------------------------------

    def _url(self, request: HttpRequest, **changes: str | None) -> str:
        """This page's address with some of its query changed; None takes a name away. Junk does not travel on."""
        query = request.GET.copy()
        known = {"sort", "page", *(self._form_names())}
        for name in list(query):
            if name not in known or not any(query.getlist(name)):
                del query[name]
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        text = query.urlencode()
        return f"{request.path}?{text}" if text else request.path

    def _form_names(self) -> list[str]:
        if self.filter_form is None:
            return []
        return list(getattr(self.filter_form, "base_fields", None) or getattr(self.filter_form, "base_filters", {}))

    def _sort_urls(self, request: HttpRequest, sort: str) -> dict[str, str]:
        return {name: self._url(request, page=None, sort=f"-{name}" if sort == name else name) for name in self.orders}

    def _to_last_page(self, request: HttpRequest, rows: RowPage[Any]) -> HttpResponse:
        number = min(rows.last_page, rows.number - 1)
        return HttpResponseRedirect(self._url(request, page=str(number) if number > 1 else None))

    # What is shown --------------------------------------------------------------------------------------------

    def _state(self, request: HttpRequest, rows: RowPage[Any], sort: str) -> ListState:
        number = rows.number
        previous = str(number - 1) if number > 2 else None
        return ListState(
            title=self.title,
            sort=sort,
            count=self.count_text(rows.total),
            range=_("%(first)s–%(last)s of %(count)s")
            % {
                "first": money.quantity(rows.first),
                "last": money.quantity(rows.last),
                "count": self.count_text(rows.total),
            },
            as_of=dates.as_of(rows.as_of) if rows.as_of else "",
            previous_url=self._url(request, page=previous) if rows.has_previous else "",
            next_url=self._url(request, page=str(number + 1)) if rows.has_next else "",
            clear_url=f"{request.path}?sort={sort}" if sort != self.default_order else request.path,
            address=request.path,
        )

    def count_text(self, total: CappedCount) -> str:
        """The count with its noun; override for "412 customers"."""
        return ngettext("%(n)s row", "%(n)s rows", total.value) % {"n": shown_count(total)}

    def _actions(self, request: HttpRequest) -> list[ShownAction]:
        return [
            ShownAction(action.label, reverse(action.url_name), action.icon, action.key, action.primary)
            for action in self.actions
            if may(request.user, action.permission)
        ]

    def _chips(self, request: HttpRequest, form: forms.Form | None, filters: Mapping[str, Any]) -> list[Chip]:
        if form is None:
            return []
        return [
            Chip(form[name].label, shown_filter(form, name, value), self._url(request, page=None, **{name: None}))
            for name, value in filters.items()
        ]


def _is_empty(value: Any, empty: tuple[Any, ...]) -> bool:
    if hasattr(value, "exists"):  # a queryset of chosen records
        return not value
    return any(value is nothing or (type(value) is type(nothing) and value == nothing) for nothing in empty)


def shown_filter(form: forms.Form, name: str, value: Any) -> str:
    """A filter's value in words: a choice's label, a date in the reader's form, yes for a ticked box."""
    choices = getattr(form.fields[name], "choices", None)
    values = value if isinstance(value, (list, tuple, set)) else [value]
    if choices is not None:
        labels = {str(key): str(label) for key, label in choices}
        return ", ".join(labels.get(str(getattr(one, "pk", one)), str(one)) for one in values)
    if value is True:
        return _("yes")
    return str(form.fields[name].prepare_value(value))
