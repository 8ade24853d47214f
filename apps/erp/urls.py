"""Addresses of `erp`."""

from django.urls import path

from apps.erp.views import link

app_name = "erp"
urlpatterns = [
    path("link/", link.link_mark, name="link_mark"),
]
