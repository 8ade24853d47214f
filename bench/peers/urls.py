"""Addresses of the peers."""

from django.urls import path

from bench.peers.site import site
from bench.peers.views import passthrough

urlpatterns = [path("admin/", site.urls), path("passthrough/", passthrough)]
