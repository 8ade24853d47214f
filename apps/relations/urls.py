"""Addresses of `relations`. The id is LogicTrade's own."""

from django.urls import path

from apps.relations.views import customers, editing, suppliers

app_name = "relations"
urlpatterns = [
    path("customers/", customers.CustomerListPage.as_view(), name="customer_list"),
    path("customers/picker/", customers.customer_picker, name="customer_picker"),
    path("customers/<int:pk>/", customers.customer_detail, name="customer_detail"),
    path("suppliers/", suppliers.SupplierListPage.as_view(), name="supplier_list"),
    path("suppliers/picker/", suppliers.supplier_picker, name="supplier_picker"),
    path("suppliers/<int:pk>/", suppliers.supplier_detail, name="supplier_detail"),
    *editing.CUSTOMERS.addresses("customers/"),
    *editing.SUPPLIERS.addresses("suppliers/"),
]
