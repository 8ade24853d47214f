"""Addresses of the peers."""

from django.urls import path

from bench.peers.site import site
from bench.peers.views import passthrough, reference

urlpatterns = [
    path("admin/", site.urls),
    path("passthrough/", passthrough),
    path("reference/<str:name>/", reference),
]
