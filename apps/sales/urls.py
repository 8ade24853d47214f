"""Addresses of `sales`. A number is LogicTrade's own id; what is not confirmed yet has a uuid."""

from django.urls import path

from apps.documents.views.builder.patterns import builder_patterns
from apps.sales.kinds import INVOICE, ORDER, QUOTE
from apps.sales.views import cards, facts, lists, open_items, order_lines, refresh, usual, versions

app_name = "sales"
urlpatterns = [
    path("quotes/", lists.QuoteListView.as_view(), name="quote_list"),
    path("quotes/<int:pk>/", cards.quote_detail, name="quote_detail"),
    path("quotes/<int:pk>/follow-up/", facts.QuoteFactsView.as_view(), name="quote_facts"),
    path("quotes/<int:pk>/versions/", versions.quote_versions, name="quote_versions"),
    path("quotes/<int:pk>/prices/", refresh.quote_prices, name="quote_prices"),
    path("quotes/<int:pk>/comments/", cards.quote_comments, name="quote_comments"),
    *builder_patterns(QUOTE, "quotes/"),
    *builder_patterns(ORDER, "orders/"),
    *builder_patterns(INVOICE, "invoices/"),
    path("orders/", lists.OrderListView.as_view(), name="order_list"),
    path("orders/<int:pk>/", cards.order_detail, name="order_detail"),
    path("invoices/", lists.InvoiceListView.as_view(), name="invoice_list"),
    path("invoices/<int:pk>/", cards.invoice_detail, name="invoice_detail"),
    path("open-items/", open_items.OpenItemListView.as_view(), name="open_item_list"),
    path("open-items/<int:pk>/", open_items.StatementView.as_view(), name="statement"),
    path("order-lines/", order_lines.OrderLineListView.as_view(), name="line_list"),
    path("usual/<int:pk>/", usual.usual_list, name="usual_products"),
]
