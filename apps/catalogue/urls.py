"""Addresses of `catalogue`. The id is LogicTrade's own."""

from django.urls import path

from apps.catalogue.views import (
    codes,
    compositions,
    discounts,
    editing,
    groups,
    picker,
    prices,
    products,
    scan,
    stock,
    suppliers,
    texts,
)

app_name = "catalogue"
urlpatterns = [
    path("products/", products.ProductListPage.as_view(), name="product_list"),
    path("products/picker/", picker.product_picker, name="product_picker"),
    path("products/scan/", scan.product_scan, name="product_scan"),
    path("products/<int:pk>/", products.product_detail, name="product_detail"),
    path("products/<int:pk>/stock/", products.product_stock, name="product_stock"),
    path("products/<int:pk>/price/", products.product_price, name="product_price"),
    path("products/<int:pk>/commitments/", products.product_commitments, name="product_commitments"),
    path("products/<int:pk>/parts/", products.product_parts, name="product_parts"),
    path("products/<int:pk>/texts/", products.product_texts, name="product_texts"),
    path("products/<int:pk>/references/", products.product_references, name="product_references"),
    path("products/<int:pk>/configurations/", products.product_configurations, name="product_configurations"),
    path("products/<int:pk>/discounts/", products.product_rules, name="product_rules"),
    path("products/<int:pk>/codes/", codes.ProductCodesView.as_view(), name="product_codes"),
    path("groups/", groups.group_list, name="group_list"),
    path("stock/", stock.StockListPage.as_view(), name="stock_list"),
    path("compositions/", compositions.SetListPage.as_view(), name="set_list"),
    path("texts/missing/", texts.MissingTextListPage.as_view(), name="missing_texts"),
    path("prices/", prices.price_check_page, name="price_check"),
    path("prices/answer/", prices.price_answer, name="price_answer"),
    path("prices/pick/", prices.price_pick, name="price_pick"),
    path("discounts/", discounts.RuleListPage.as_view(), name="discount_list"),
    path("discounts/resolved/", discounts.ResolvedListPage.as_view(), name="discount_resolved"),
    path("customers/<int:customer_id>/discounts/", discounts.customer_discounts, name="customer_discounts"),
    path("customers/<int:pk>/codes/", codes.CustomerCodesView.as_view(), name="customer_codes"),
    path("customers/codes/", codes.CodeListPage.as_view(), name="customer_code_list"),
    path("suppliers/<int:supplier_id>/products/", suppliers.supplier_products, name="supplier_products"),
    *editing.PRODUCTS.addresses("products/"),
]
