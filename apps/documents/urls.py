"""Addresses of `documents`."""

from django.urls import path

from apps.documents.views import lists, party

app_name = "documents"
urlpatterns = [
    path("", lists.DocumentListPage.as_view(), name="document_list"),
    path("party/<int:pk>/", party.party_documents, name="party_documents"),
]
