"""Addresses of `catalogue`. The id is LogicTrade's own."""

from django.urls import path

from apps.catalogue.views import groups, products, stock

app_name = "catalogue"
urlpatterns = [
    path("products/", products.ProductListPage.as_view(), name="product_list"),
    path("products/<int:pk>/", products.product_detail, name="product_detail"),
    path("products/<int:pk>/stock/", products.product_stock, name="product_stock"),
    path("products/<int:pk>/price/", products.product_price, name="product_price"),
    path("groups/", groups.group_list, name="group_list"),
    path("stock/", stock.StockListPage.as_view(), name="stock_list"),
]
