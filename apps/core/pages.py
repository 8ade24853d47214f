"""ListPage: a list declared by its filters, its table and one function that fetches rows. State is the address."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core import bulk, chips, columns, dates, exports, money, operators, saved_views
from apps.core.access import RequiresPermission, may
from apps.core.bulk import BulkAction
from apps.core.chips import Chip
from apps.core.htmx import render_page
from apps.core.ordering import OrderTerm, reversed_term
from apps.core.paging import CappedCount, Pager, RowPage, page_number
from apps.core.saved_views import Kept
from apps.core.tables import Table

__all__ = [
    "Action",
    "BulkAction",
    "Chip",
    "ListPage",
    "ListState",
    "Listing",
    "OrderTerm",
    "Text",
    "reversed_term",
    "shown_count",
]

type Text = str | Promise
# Rows per step when all rows of a list are wanted.
BATCH = 1000


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
class ShownView:
    """A saved view as a tab."""

    name: Text
    url: str
    current: bool
    shared: bool = False
    home: bool = False


@dataclass(frozen=True)
class ListHead:
    """Which list it is: ``key`` is the name of its address, ``query`` its query without the page."""

    title: Text
    key: str
    address: str
    query: str


@dataclass(frozen=True)
class ListState(ListHead):
    """What the list templates print; ``save_query`` is what a saved view keeps, with the columns as they stand."""

    save_query: str
    here: str
    sort: str
    columns: str
    count: str
    range: str
    as_of: str
    pager: Pager
    pairs: Sequence[tuple[str, str]]
    clear_url: str


@dataclass(frozen=True)
class Listing:
    """A list as somebody sees it, whole: for whoever writes it to a file.

    ``table(rows)`` gives the chosen columns over some rows (``shown`` are the bound columns, ``heads()`` their heads);
    ``rows()`` goes through every row of the filter in its order, a batch at a time.
    """

    page: "ListPage"
    title: str
    key: str
    query: str

    def table(self, rows: Sequence[Any] = ()) -> Table:
        return self.page.make_table(rows)

    def rows(self, keys: Collection[str] | None = None, batch: int = BATCH) -> Iterator[Any]:
        """All rows; with ``keys`` (`Table.row_key`, from the bulk bar) only those of the page that the query names."""
        if keys is None:
            yield from self.page.every_row(batch)
            return
        key_of = self.table().row_key
        yield from (row for row in self.page.fetch(self.page.number).rows if key_of(row) in keys)


def shown_count(total: CappedCount) -> str:
    """412, or 1.000+ when there are more than were counted."""
    return money.quantity(total.value) + ("+" if total.capped else "")


class ListPage(RequiresPermission):
    """A list of records with filters, sorting, pages, columns, saved views and marks.

    Declare: ``title``, ``permission``, ``table_class``, ``orders`` (name in the address -> ORDER BY terms),
    ``default_order``, and when wanted ``filter_form`` (a form, or a FilterSet whose form is used), ``best_first`` (a
    search by ``q`` that asks for no order gets none: the best hit first), ``actions``, ``bulk_actions``,
    ``empty_title``, ``empty_text``, ``empty_actions``, ``note`` (what is calculated), ``neighbours`` (rows carry this
    list along, so that their cards lead on to the next). Write ``get_rows``. Any junk in the address gives a page.
    """

    http_method_names = ["get", "head", "options"]
    title: ClassVar[Text] = ""
    filter_form: ClassVar[type[Any] | None] = None
    table_class: ClassVar[type[Table]] = Table
    template_name: ClassVar[str] = "core/list.html"
    page_size: ClassVar[int] = 50
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {}
    default_order: ClassVar[str] = ""
    best_first: ClassVar[bool] = False
    actions: ClassVar[Sequence[Action]] = ()
    bulk_actions: ClassVar[Sequence[BulkAction]] = ()
    neighbours: ClassVar[bool] = False
    crumbs: ClassVar[Sequence[tuple[Text, str]]] = ()
    empty_title: ClassVar[Text] = gettext_lazy("Nothing here yet")
    empty_text: ClassVar[Text] = ""
    empty_actions: ClassVar[Sequence[Action]] = ()
    note: ClassVar[Text] = ""
    # Only the order of the records is wanted: ``get_rows`` may leave out what costs queries beside them.
    bare = False

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        """Fetch one page of rows through a selector. ``filters`` holds only the fields that were valid and given."""
        raise NotImplementedError

    def table_options(self) -> dict[str, Any]:
        """More arguments for the table."""
        return {}

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        """More values for an own template."""
        return {}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        request.GET = operators.spread(self.filter_form, request.GET)  # type: ignore[assignment]
        super().setup(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.kept.home and not request.GET:
            return HttpResponseRedirect(self.view_url(self.kept.home.query))
        rows = self.fetch(self.number)
        if rows.past_the_end:
            return self._to_last_page(request, rows)
        table = self.make_table(rows.rows, first=rows.offset)
        context = {
            "list": self._state(request, rows, table),
            "rows": rows,
            "filter_form": self.form,
            "chips": self._chips(request),
            "table": table,
            "views": self._views(request),
            "column_choices": columns.choices(table),
            "bounds": columns.BOUNDS,
            "bulk_actions": bulk.shown(request.user, self.bulk_actions),
            "may_share": may(request.user, saved_views.SHARE),
            "operators": operators.operators(self.form),
            "export_formats": exports.FORMATS.items() if may(request.user, exports.PERMISSION) else (),
            "actions": self._actions(request, self.actions),
            "crumbs": self.crumbs,
            "empty_title": self.empty_title,
            "empty_text": self.empty_text,
            "empty_actions": self._actions(request, self.empty_actions),
            "note": self.note,
            **self.extra_context(rows, self.filters),
        }
        return render_page(request, self.template_name, context, fragment="core/_list_swap.html")

    # Rows ------------------------------------------------------------------------------------------------------------

    def fetch(self, number: int) -> RowPage[Any]:
        """The rows of one page of this address."""
        return self.get_rows(self.filters, self.order, self.page_size, (number - 1) * self.page_size)

    def every_row(self, batch: int = BATCH) -> Iterator[Any]:
        """All rows of this address in their order, whatever the page; one batch is held at a time."""
        offset = 0
        while found := self.get_rows(self.filters, self.order, batch, offset).rows:
            yield from found
            if len(found) < batch:
                return
            offset += batch

    def listing(self) -> Listing:
        """Title, chosen columns, query and all rows, as this reader sees the list."""
        return Listing(self, str(self.title), self.key, self.query)

    def make_table(self, rows: Sequence[Any], first: int = 0) -> Table:
        """The table with the columns of this address, else those the reader chose."""
        return self.table_class(
            rows,
            sort=self.sort,
            sort_urls=self._sort_urls(self.request),
            chosen=self.asked_columns or (() if self.bare else self.kept.columns),
            reader=self.request.user,
            trail=f"{urlencode({'list': self.query})}&at=" if self.neighbours else None,
            first=first,
            marks=True,
            widths={} if self.bare else self.kept.widths,
            **self.table_options(),
        )

    def shows(self, column: str) -> bool:
        """Whether a column is on, for a ``get_rows`` that spares what nobody looks at."""
        return column in self._columns

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return self.make_table(()).chosen

    # Reading the address ---------------------------------------------------------------------------------------------

    @cached_property
    def key(self) -> str:
        """The name of this list's address; saved views and layouts hang on it."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def kept(self) -> Kept:
        return saved_views.kept(reader=self.request.user, page=self.key)

    @cached_property
    def form(self) -> forms.Form | None:
        return self._form(self.request)

    def _form(self, request: HttpRequest) -> forms.Form | None:
        if self.filter_form is None:
            return None
        made = self.filter_form(request.GET)
        form: forms.Form = made.form if hasattr(made, "form") else made
        return form

    @cached_property
    def filters(self) -> dict[str, Any]:
        # A form may ask for its choices: not for the neighbours in a list that filters nothing.
        if (self.bare and not self.request.GET.keys() & set(self._form_names())) or self.form is None:
            return {}
        self.form.is_valid()
        return chips.given(self.form.cleaned_data)

    @cached_property
    def number(self) -> int:
        return page_number(self.request.GET.get("page"))

    @cached_property
    def asked_sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.orders else ""

    @property
    def sort(self) -> str:
        """The order of the rows; empty when the best hit comes first."""
        if self.asked_sort or (self.best_first and "q" in self.filters):
            return self.asked_sort
        return self.default_order

    @property
    def order(self) -> list[OrderTerm]:
        terms = self.orders.get(self.sort.removeprefix("-"), ())
        return [reversed_term(term) for term in terms] if self.sort.startswith("-") else list(terms)

    @cached_property
    def asked_columns(self) -> tuple[str, ...]:
        return columns.read_names(self.request.GET.get("columns", ""))

    # Addresses -------------------------------------------------------------------------------------------------------

    def clean_query(self, query: QueryDict) -> str:
        """A query without its page and without what this list does not know."""
        return self._cleaned(query, {"sort", "columns", *self._form_names()}).urlencode()

    def _cleaned(self, query: QueryDict, known: set[str]) -> QueryDict:
        query = query.copy()
        for name in list(query):
            if name not in known or not any(query.getlist(name)):
                del query[name]
        return query

    @cached_property
    def query(self) -> str:
        return self.clean_query(self.request.GET)

    def view_url(self, query: str) -> str:
        """The address of a saved view. ``view=all`` keeps the whole list apart from the view that opens first."""
        if query:
            return f"{self.request.path}?{query}"
        return f"{self.request.path}?view=all" if self.kept.home else self.request.path

    def _url(self, request: HttpRequest, **changes: str | None) -> str:
        """This page's address with some of its query changed; None takes a name away. Junk does not travel on."""
        query = self._cleaned(request.GET, {"sort", "page", "columns", *self._form_names()})
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return self.view_url(query.urlencode())

    def _form_names(self) -> list[str]:
        if self.filter_form is None:
            return []
        return list(getattr(self.filter_form, "base_fields", None) or getattr(self.filter_form, "base_filters", {}))

    def address_without(self, *names: str) -> str:
        """This address, its page too, without some of its query."""
        return self._url(self.request, **dict.fromkeys(names))

    def _sort_urls(self, request: HttpRequest) -> dict[str, str]:
        return {
            name: self._url(request, page=None, sort=f"-{name}" if self.sort == name else name) for name in self.orders
        }

    def _to_last_page(self, request: HttpRequest, rows: RowPage[Any]) -> HttpResponse:
        number = min(rows.last_page, rows.number - 1)
        return HttpResponseRedirect(self._page_url(request, number))

    def _page_url(self, request: HttpRequest, number: int) -> str:
        return self._url(request, page=str(number) if number > 1 else None)

    # What is shown ---------------------------------------------------------------------------------------------------

    def head(self) -> ListHead:
        return ListHead(self.title, self.key, self.request.path, self.query)

    def in_words(self) -> str:
        """What this address filters and how it sorts, for people who look at a saved view."""
        parts = [f"{self.form[name].label}: {value}" for name, value in self._shown_filters()] if self.form else []
        sort = self.asked_sort.removeprefix("-")
        heads = {one.column.sort: one.column.verbose_name for one in self.make_table(()).offered}
        if sort and sort in heads:
            words = _("%(column)s, downwards") if self.asked_sort.startswith("-") else _("%(column)s, upwards")
            parts.append(words % {"column": heads[sort]})
        return " · ".join(parts)

    def _shown_filters(self) -> list[tuple[str, str]]:
        form = self.form
        return [(name, chips.shown_filter(form, name, value)) for name, value in self.filters.items()] if form else []

    def _state(self, request: HttpRequest, rows: RowPage[Any], table: Table) -> ListState:
        return ListState(
            title=self.title,
            key=self.key,
            address=request.path,
            query=self.query,
            save_query=self._save_query(table),
            here=self._url(request),
            sort=self.asked_sort,
            columns=request.GET.get("columns", "") if self.asked_columns else "",
            count=self.count_text(rows.total),
            range=_("%(first)s–%(last)s of %(count)s")
            % {
                "first": money.quantity(rows.first),
                "last": money.quantity(rows.last),
                "count": self.count_text(rows.total),
            },
            as_of=dates.as_of(rows.as_of) if rows.as_of else "",
            pager=Pager.of(rows, lambda number: self._page_url(request, number)),
            pairs=[(name, value) for name, values in QueryDict(self.query).lists() for value in values],
            clear_url=self._url(request, page=None, **dict.fromkeys(self._form_names())),
        )

    def _save_query(self, table: Table) -> str:
        query = QueryDict(self.query, mutable=True)
        query.pop("columns", None)
        if table.chosen != table.standard:
            query["columns"] = ",".join(table.chosen)
        return query.urlencode()

    def count_text(self, total: CappedCount) -> str:
        """The count with its noun; override for "412 customers"."""
        return ngettext("%(n)s row", "%(n)s rows", total.value) % {"n": shown_count(total)}

    def _views(self, request: HttpRequest) -> list[ShownView]:
        """The whole list and the saved views as tabs; nothing when there are none."""
        if not self.kept.views:
            return []
        now = _meaning(self.query)
        home = self.kept.home
        whole = ShownView(_("All"), self.view_url(""), not now, home=home is None)
        return [
            whole,
            *(
                ShownView(
                    view.name,
                    self.view_url(view.query),
                    bool(now) and _meaning(view.query) == now,
                    view.shared,
                    home is not None and home.pk == view.pk,
                )
                for view in self.kept.views
            ),
        ]

    def _actions(self, request: HttpRequest, actions: Sequence[Action]) -> list[ShownAction]:
        return [
            ShownAction(action.label, reverse(action.url_name), action.icon, action.key, action.primary)
            for action in actions
            if may(request.user, action.permission)
        ]

    def _chips(self, request: HttpRequest) -> list[Chip]:
        form = self.form
        if form is None:
            return []
        return [
            Chip(name, form[name].label, value, self._url(request, page=None, **{name: None}))
            for name, value in self._shown_filters()
        ]


def _meaning(query: str) -> dict[str, list[str]]:
    """What a query says, whatever the order of its parts."""
    return dict(QueryDict(query).lists())
