"""Addresses of the letterhead, below the settings."""

from django.urls import path

from apps.documents.views import letterhead

app_name = "letterhead"
_TEXTS = "texts/<slug:kind>/<slug:language>/"
urlpatterns = [
    path("", letterhead.LetterheadView.as_view(), name="letterhead"),
    path("logo/", letterhead.logo, name="logo"),
    path("preview.pdf", letterhead.preview, name="preview"),
    path(_TEXTS, letterhead.TextsView.as_view(), name="texts"),
    path(f"{_TEXTS}reset/", letterhead.texts_reset, name="texts_reset"),
]
