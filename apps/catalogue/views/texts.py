"""Products that lack a translation, of those whose descriptions were opened."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.catalogue import descriptions
from apps.catalogue.descriptions import MissingText
from apps.catalogue.filters import MissingTextForm
from apps.catalogue.tables import MissingTextTable
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage


class MissingTextListPage(ListPage):
    title = _("Missing translations")
    permission = "products.view"
    template_name = "catalogue/missing_texts.html"
    table_class = MissingTextTable
    filter_form = MissingTextForm
    default_order = "code"
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {"code": ["number_key"], "name": ["name_key"]}
    crumbs = ((_("Products"), ""),)
    empty_title = _("Nothing is missing")
    empty_text = _("Of the products whose descriptions were opened, each has every language that was seen.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[MissingText]:
        return descriptions.missing_texts(
            language=filters.get("language", ""), query=filters.get("q", ""), order=order, limit=limit, offset=offset
        )

    def extra_context(self, rows: RowPage[MissingText], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"opened": descriptions.texts_opened()}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s product", "%(n)s products", total.value) % {"n": shown_count(total)}
