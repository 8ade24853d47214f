"""Addresses of `erp`."""

from django.urls import URLPattern

app_name = "erp"
urlpatterns: list[URLPattern] = []
