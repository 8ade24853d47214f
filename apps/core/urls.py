"""Addresses of the kit itself. ``key`` is the name of a list's own address, "relations:customer_list"."""

from django.urls import path

from apps.core import export_views, views

app_name = "core"
urlpatterns = [
    path("lists/export/", export_views.export, name="export"),
    path("keys/", views.keys, name="keys"),
    path("lists/<str:key>/columns/", views.ColumnsView.as_view(), name="columns"),
    path("lists/<str:key>/views/", views.SavedViewsView.as_view(), name="view_list"),
    path("lists/views/<int:pk>/edit/", views.view_edit, name="view_edit"),
    path("lists/views/<int:pk>/delete/", views.view_delete, name="view_delete"),
    path("lists/views/<int:pk>/move/", views.view_move, name="view_move"),
    path("lists/views/<int:pk>/first/", views.view_first, name="view_first"),
]
