"""Customers and products in Django's admin as ordinary projects register them: plain columns, `icontains`, 25 rows."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.catalogue.models import Product
from apps.relations.models import Customer


class _Admin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_per_page = 25

    # The product's users have roles, not Django's permissions.
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


class CustomerAdmin(_Admin):
    list_display = search_fields = ("number", "name", "city", "phone", "email")


class ProductAdmin(_Admin):
    list_display = search_fields = ("number", "name", "barcode", "supplier_code", "group_name")


site = admin.AdminSite()
site.register(Customer, CustomerAdmin)
site.register(Product, ProductAdmin)
