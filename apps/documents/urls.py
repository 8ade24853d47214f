"""Addresses of `documents`."""

from django.urls import path

from apps.documents.views import lists, party
from apps.documents.views.builder import pages

app_name = "documents"
urlpatterns = [
    path("", lists.DocumentListPage.as_view(), name="document_list"),
    path("drafts/<uuid:draft_id>/", pages.draft_of_any_kind, name="draft"),
    path("party/<int:pk>/", party.party_documents, name="party_documents"),
]
