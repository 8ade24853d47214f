"""A page that passes every search on to an API, and a plain page of django-tables2 on the search index."""

import json
import urllib.request
from urllib.parse import urlencode

import django_tables2
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.catalogue.models import Product
from apps.relations.models import Customer
from backoffice import env
from bench.raw import sought, statement
from bench.sides import SIDES

API_URL = env.text("BENCH_API_URL")


@login_required
def passthrough(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    address = f"{API_URL}/search?{urlencode({'q': query})}"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own loopback address
        rows = json.load(answer)["results"]
    return render(request, "peers/passthrough.html", {"rows": rows, "query": query})


def _same_page(record: Customer | Product) -> str:
    return f"?id={record.pk}"


class CustomerTable(django_tables2.Table):  # type: ignore[misc]
    number = django_tables2.Column(linkify=_same_page, attrs={"a": {"class": "row-link"}})

    class Meta:
        template_name = "django_tables2/table.html"
        model = Customer
        fields = ("number", "name", "city", "phone", "email")


class ProductTable(django_tables2.Table):  # type: ignore[misc]
    number = django_tables2.Column(linkify=_same_page, attrs={"a": {"class": "row-link"}})

    class Meta:
        template_name = "django_tables2/table.html"
        model = Product
        fields = ("number", "name", "barcode", "supplier_code", "group_name")


TABLES = {"customers": (CustomerTable, Customer), "products": (ProductTable, Product)}


@login_required
def reference(request: HttpRequest, name: str) -> HttpResponse:
    """What the library gives by itself: rows of the index in a table whose cells are drawn one by one."""
    query = request.GET.get("q", "")
    with connection.cursor() as cursor:
        cursor.execute(statement(connection.vendor, SIDES[name], "id"), [sought(connection.vendor, query)])
        ids = [row[0] for row in cursor.fetchall()]
    made, model = TABLES[name]
    table = made(model._default_manager.defer("data").filter(pk__in=ids))
    django_tables2.RequestConfig(request, paginate=False).configure(table)
    return render(request, "peers/reference.html", {"table": table, "query": query})
