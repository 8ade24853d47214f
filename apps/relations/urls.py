"""Addresses of `relations`. The id is LogicTrade's own."""

from django.urls import path

from apps.relations.views import customer_edit, customers, supplier_edit, suppliers

app_name = "relations"
urlpatterns = [
    path("customers/", customers.CustomerListPage.as_view(), name="customer_list"),
    path("customers/picker/", customers.customer_picker, name="customer_picker"),
    path("customers/new/", customer_edit.CustomerNew.as_view(), name="customer_new"),
    path("customers/check/", customer_edit.CustomerCheck.as_view(), name="customer_check"),
    path("customers/saving/<uuid:write_id>/", customer_edit.CustomerSaving.as_view(), name="customer_saving"),
    path("customers/<int:pk>/", customers.customer_detail, name="customer_detail"),
    path("customers/<int:pk>/edit/", customer_edit.CustomerEdit.as_view(), name="customer_edit"),
    path("customers/<int:pk>/remove/", customer_edit.CustomerRemove.as_view(), name="customer_remove"),
    path("suppliers/", suppliers.SupplierListPage.as_view(), name="supplier_list"),
    path("suppliers/picker/", suppliers.supplier_picker, name="supplier_picker"),
    path("suppliers/new/", supplier_edit.SupplierNew.as_view(), name="supplier_new"),
    path("suppliers/check/", supplier_edit.SupplierCheck.as_view(), name="supplier_check"),
    path("suppliers/saving/<uuid:write_id>/", supplier_edit.SupplierSaving.as_view(), name="supplier_saving"),
    path("suppliers/<int:pk>/", suppliers.supplier_detail, name="supplier_detail"),
    path("suppliers/<int:pk>/edit/", supplier_edit.SupplierEdit.as_view(), name="supplier_edit"),
    path("suppliers/<int:pk>/remove/", supplier_edit.SupplierRemove.as_view(), name="supplier_remove"),
]
