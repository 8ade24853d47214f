"""Addresses of the audit log."""

from django.urls import path

from apps.audit.views import ChainView, EntryListView

app_name = "audit"
urlpatterns = [
    path("", EntryListView.as_view(), name="entry_list"),
    path("chain/", ChainView.as_view(), name="chain"),
]
