"""Addresses of `sales`."""

from django.urls import path

from apps.sales.views import cards, lists

app_name = "sales"
urlpatterns = [
    path("quotes/", lists.QuoteListView.as_view(), name="quote_list"),
    path("quotes/drafts/", lists.DraftListView.as_view(), name="draft_list"),
    path("quotes/<int:pk>/", cards.quote_detail, name="quote_detail"),
    path("quotes/<int:pk>/comments/", cards.quote_comments, name="quote_comments"),
    path("orders/", lists.OrderListView.as_view(), name="order_list"),
    path("orders/<int:pk>/", cards.order_detail, name="order_detail"),
]
