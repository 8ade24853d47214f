"""Addresses of `relations`. The id is LogicTrade's own."""

from django.urls import path

from apps.relations.views import customers

app_name = "relations"
urlpatterns = [
    path("customers/", customers.CustomerListPage.as_view(), name="customer_list"),
    path("customers/picker/", customers.customer_picker, name="customer_picker"),
    path("customers/<int:pk>/", customers.customer_detail, name="customer_detail"),
]
