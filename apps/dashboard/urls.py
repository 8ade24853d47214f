"""Addresses of `dashboard`."""

from django.urls import path

from apps.dashboard.views.home import home
from apps.dashboard.views.search import search

app_name = "dashboard"
urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
]
