"""The lists of documents in the making, one per kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.pages import Action, ListPage, OrderTerm, Text, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.core.tables import Table
from apps.documents.builder.kinds import BuilderKind
from apps.documents.selectors import draft_list
from apps.documents.tables import DraftTable


def new_action(kind: BuilderKind) -> Action:
    return Action(kind.words.new, f"{kind.namespace}:{kind.key}_new", kind.permission, key="n")


class DraftListPage(ListPage):
    """Concepts, those being sent, and those that LogicTrade refused. `of` makes the page of one kind."""

    kind: ClassVar[BuilderKind]
    template_name = "documents/builder/list.html"
    table_class: ClassVar[type[Table]] = DraftTable
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {"changed": ("updated_at",)}
    default_order = "-changed"
    empty_title: ClassVar[Text] = _("No concepts")

    @classmethod
    def of(cls, kind: BuilderKind) -> Callable[..., HttpResponseBase]:
        """The view of one kind: a class of its own, because exports and marks find a list by its class."""
        attributes = {
            "kind": kind,
            "title": kind.words.many,
            "permission": kind.permission,
            "actions": (new_action(kind),),
            "empty_text": kind.words.no_drafts,
        }
        view: Callable[..., HttpResponseBase] = type(cls.__name__, (cls,), attributes).as_view()  # type: ignore[attr-defined]
        return view

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        return draft_list(kind=self.kind.key, order=order, limit=limit, offset=offset)

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": self.kind, "drafts": rows.total.value}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s concept", "%(n)s concepts", total.value) % {"n": shown_count(total)}
