"""Addresses of `documents`."""

from django.urls import path

from apps.documents.views import party

app_name = "documents"
urlpatterns = [path("party/<int:pk>/", party.party_documents, name="party_documents")]
