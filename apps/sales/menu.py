"""The places of quotes and orders in the menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.core.access import may
from apps.core.menu import MenuItem, Rows, register
from apps.documents.selectors import open_drafts


def _drafts(request: HttpRequest) -> Rows | None:
    """Concepts that are not in LogicTrade yet, for those who write them."""
    return open_drafts("quote") if may(request.user, "quotes.write") else None


def connect() -> None:
    register(
        MenuItem(
            group="sales",
            label=_("Quotes"),
            url_name="sales:quote_list",
            icon="file-text",
            permission="quotes.view",
            go_key="q",
            order=20,
            match=("sales:quote",),
            bar=3,
            count=_drafts,
        )
    )
    register(
        MenuItem(
            group="sales",
            label=_("Orders"),
            url_name="sales:order_list",
            icon="shopping-cart",
            permission="orders.view",
            go_key="o",
            order=30,
            match=("sales:order",),
            bar=4,
        )
    )
    register(
        MenuItem(
            group="sales",
            label=_("Order lines"),
            url_name="sales:line_list",
            icon="list-details",
            permission="orders.view",
            order=35,
            match=("sales:line_list",),
        )
    )
    register(
        MenuItem(
            group="sales",
            label=_("Invoices"),
            url_name="sales:invoice_list",
            icon="file-invoice",
            permission="invoices.view",
            go_key="i",
            order=40,
            match=("sales:invoice",),
        )
    )
    register(
        MenuItem(
            group="sales",
            label=_("Open items"),
            url_name="sales:open_item_list",
            icon="clock",
            permission="balances.view",
            go_key="f",
            order=45,
            match=("sales:open_item", "sales:statement"),
        )
    )
