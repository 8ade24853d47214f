"""Addresses of `delivery`."""

from django.urls import path

from apps.delivery.views import deliverables, plans

app_name = "delivery"
urlpatterns = [
    path("", deliverables.DeliverableListView.as_view(), name="deliverable_list"),
    path("<int:pk>/", deliverables.deliverable_detail, name="deliverable_detail"),
    path("<int:pk>/plan/", plans.PlanView.as_view(), name="plan"),
    path("<int:pk>/stop/", plans.stop_hint, name="stop_hint"),
]
