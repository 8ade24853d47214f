"""Addresses of `sales`. A number is LogicTrade's own id; what is not confirmed yet has a uuid."""

from django.urls import path

from apps.sales.views import cards, drafts, facts, lines, lists, new, order_lines, picker, sending, usual, versions

app_name = "sales"
_DRAFT = "quotes/drafts/<uuid:draft_id>/"
urlpatterns = [
    path("quotes/", lists.QuoteListView.as_view(), name="quote_list"),
    path("quotes/new/", new.quote_new, name="quote_new"),
    path("quotes/<int:pk>/", cards.quote_detail, name="quote_detail"),
    path("quotes/<int:pk>/follow-up/", facts.QuoteFactsView.as_view(), name="quote_facts"),
    path("quotes/<int:pk>/versions/", versions.quote_versions, name="quote_versions"),
    path("quotes/<int:pk>/comments/", cards.quote_comments, name="quote_comments"),
    path("quotes/drafts/", lists.DraftListView.as_view(), name="draft_list"),
    path(_DRAFT, drafts.draft_detail, name="draft_detail"),
    path(f"{_DRAFT}head/", drafts.draft_update, name="draft_update"),
    path(f"{_DRAFT}discard/", drafts.draft_discard, name="draft_discard"),
    path(f"{_DRAFT}copy/", new.draft_copy_view, name="draft_copy"),
    path(f"{_DRAFT}products/", picker.product_picker, name="product_picker"),
    path(f"{_DRAFT}products/prices/", picker.picker_prices, name="picker_prices"),
    path(f"{_DRAFT}lines/", lines.line_add, name="line_add"),
    path(f"{_DRAFT}lines/prices/", lines.line_prices, name="line_prices"),
    path(f"{_DRAFT}lines/<int:line_id>/", lines.line_update, name="line_update"),
    path(f"{_DRAFT}lines/<int:line_id>/remove/", lines.line_remove, name="line_remove"),
    path(f"{_DRAFT}lines/<int:line_id>/move/", lines.line_move, name="line_move"),
    path(f"{_DRAFT}review/", sending.draft_review, name="draft_review"),
    path(f"{_DRAFT}send/", sending.draft_send, name="draft_send"),
    path("orders/", lists.OrderListView.as_view(), name="order_list"),
    path("orders/<int:pk>/", cards.order_detail, name="order_detail"),
    path("order-lines/", order_lines.OrderLineListView.as_view(), name="line_list"),
    path("usual/<int:pk>/", usual.usual_list, name="usual_products"),
]
