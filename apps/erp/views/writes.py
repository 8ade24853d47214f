"""The list of writes, and the page of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.access import may, requires
from apps.core.htmx import render_page, wants_fragment
from apps.core.labels import Label
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.erp import labels, selectors
from apps.erp.forms import FoundForm, WriteFilterForm
from apps.erp.outbox.models import State, Write
from apps.erp.presenters import shown_write
from apps.erp.tables import EveryWriteTable, WriteTable

TABS = (State.INTENT, State.SENDING, State.UNKNOWN, State.NEEDS_HUMAN, State.HELD, State.REJECTED, State.CONFIRMED)


@dataclass(frozen=True)
class Tab:
    label: Label | None
    text: Any
    url: str
    count: int
    current: bool


class WriteListView(ListPage):
    """What goes to LogicTrade: everybody's for an administrator, one's own otherwise."""

    permission = "writes.view"
    title = _("Outbox")
    template_name = "erp/write_list.html"
    filter_form = WriteFilterForm
    orders = {"time": ["created_at"]}
    default_order = "-time"
    empty_title = _("All confirmed. Nothing is waiting")
    empty_text = _("What you send to LogicTrade appears here, with its answer.")
    note = _("Unknown is never sent again blindly")

    @property
    def table_class(self) -> type[WriteTable]:  # type: ignore[override]
        return EveryWriteTable if may(self.request.user, "writes.all") else WriteTable

    def _form(self, request: HttpRequest) -> WriteFilterForm:
        return WriteFilterForm(request.GET, user=request.user)

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        return selectors.write_list(self.request.user, filters, order, limit, offset)

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"tabs": self._tabs(filters.get("state", ""))}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s write", "%(n)s writes", total.value) % {"n": shown_count(total)}

    def _tabs(self, chosen: str) -> list[Tab]:
        counts = selectors.open_counts(self.request.user)
        every = Tab(None, _("All"), self._url(self.request, page=None, state=None), 0, not chosen)
        rest = [
            Tab(
                labels.state_label(state),
                labels.state_label(state).text,
                self._url(self.request, page=None, state=str(state)),
                counts.get(state, 0),
                chosen == state,
            )
            for state in TABS
        ]
        return [every, *rest]


def write_or_404(request: HttpRequest, write_id: UUID) -> Write:
    write = selectors.write_get(request.user, write_id)
    if write is None:
        raise Http404
    return write


def write_page(
    request: HttpRequest, write: Write, *, form: FoundForm | None = None, problem: Any = None, status: int = 200
) -> HttpResponse:
    """The page of a write, or for htmx the part that changes."""
    context = {"shown": shown_write(request.user, write), "form": form or FoundForm(), "problem": problem}
    return render_page(request, "erp/write_detail.html", context, fragment="erp/_write_live.html", status=status)


@requires("writes.view")
def write_detail(request: HttpRequest, write_id: UUID) -> HttpResponse:
    """One write. While it moves the page asks again with what it has ``seen``; 204 says that nothing changed."""
    write = write_or_404(request, write_id)
    if wants_fragment(request) and request.GET.get("seen") == write.changed_at.isoformat():
        return HttpResponse(status=204)
    return write_page(request, write)
