"""Addresses of `dashboard`."""

from django.urls import path, re_path

from apps.dashboard.views.call import call
from apps.dashboard.views.here import here
from apps.dashboard.views.home import home
from apps.dashboard.views.kept import pin, record_opened
from apps.dashboard.views.palette import palette
from apps.dashboard.views.search import search

app_name = "dashboard"
urlpatterns = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("palette/", palette, name="palette"),
    # With and without a slash: it is typed into the settings of telephone systems.
    re_path(r"^call/?$", call, name="call"),
    path("pins/", pin, name="pin"),
    path("here/", here, name="here"),
    path("recent/", record_opened, name="record_opened"),
]
