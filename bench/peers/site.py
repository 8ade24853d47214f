"""Customers in Django's admin as an ordinary project registers them: plain columns, `icontains`, 25 rows a page."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from apps.relations.models import Customer


class CustomerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "name", "city", "phone", "email")
    search_fields = ("number", "name", "city", "phone", "email")
    list_per_page = 25

    # The product's users have roles, not Django's permissions.
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True


site = admin.AdminSite()
site.register(Customer, CustomerAdmin)
