"""Addresses of the kit itself."""

from django.urls import path

from apps.core import views

app_name = "core"
urlpatterns = [path("keys/", views.keys, name="keys")]
