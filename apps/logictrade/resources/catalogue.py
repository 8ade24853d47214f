"""Products, groups, discounts, stock, prices, texts, links and parts of products (contract section 5)."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import (
    Batch,
    CustomerDiscounts,
    Parsed,
    Price,
    Product,
    ProductDiscounts,
    ProductHit,
    StockLevel,
    parse,
    parse_all,
)

from .base import Resource, Written, capped

Item = Mapping[str, int]  # productId, and where it matters configurationId and customerId


class Products(Written):
    family = "product"

    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 12. `query`: code, name, description, barcode, groupId, groupCode, webshop, modifiedAfter,
        includeImplementations."""
        return self._caller.page("product.list", number, size, query=query, priority=priority)

    def retrieve(
        self, product_id: int, *, implementations: bool | None = None, priority: Priority = Priority.PEOPLE
    ) -> Parsed[Product]:
        """Contract op 13."""
        query = {"includeImplementations": implementations}
        answer = self._caller.call("product.retrieve", path={"id": product_id}, query=query, priority=priority)
        return parse(Product, answer.data, "product.retrieve")

    def search(
        self, keywords: Sequence[str], scope: str = "all", *, priority: Priority = Priority.PEOPLE
    ) -> Batch[ProductHit]:
        """Contract op 17. `scope`: all, barcode, code, supplierCode."""
        body = {"searchScope": scope, "items": [{"keyword": keyword} for keyword in capped(keywords)]}
        answer = self._caller.call("product.search", body=body, priority=priority)
        return parse_all(ProductHit, answer.rows, "product.search")

    def descriptions(
        self,
        product_id: int,
        number: int = 1,
        size: int = 100,
        *,
        language: str | None = None,
        type: str | None = None,
        priority: Priority = Priority.PEOPLE,
    ) -> Page:
        """Contract op 26: the texts of a product, all languages and types when neither is named."""
        path, query = {"id": product_id}, {"language": language, "type": type}
        return self._caller.page("product.descriptions", number, size, path=path, query=query, priority=priority)

    def references(
        self, product_id: int, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE
    ) -> Page:
        """Contract op 27; path and shape are inferred (open question 10)."""
        return self._caller.page("product.references", number, size, path={"id": product_id}, priority=priority)


class Compositions(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE) -> Page:
        """Contract op 28: every edge of the whole catalogue."""
        return self._caller.page("composition.list", number, size, priority=priority)


class Discounts(Resource):
    """Shown, never computed with: the number comes from `Prices` (contract section 5.3)."""

    def products(
        self,
        number: int = 1,
        size: int = 100,
        *,
        quantity: Decimal | int | None = None,
        reference_date: date | None = None,
        priority: Priority = Priority.PEOPLE,
    ) -> Page:
        """Contract op 19."""
        query = {"quantity": quantity, "referenceDate": reference_date}
        return self._caller.page("discount.products", number, size, query=query, priority=priority)

    def product(
        self,
        product_id: int,
        *,
        quantity: Decimal | int | None = None,
        reference_date: date | None = None,
        priority: Priority = Priority.PEOPLE,
    ) -> Parsed[ProductDiscounts]:
        """Contract op 20; path and shape are inferred, an envelope with one entry is read too (open question 11)."""
        path, query = {"id": product_id}, {"quantity": quantity, "referenceDate": reference_date}
        answer = self._caller.call("discount.product", path=path, query=query, priority=priority)
        return parse(ProductDiscounts, answer.data, "discount.product")

    def customers(
        self,
        number: int = 1,
        size: int = 100,
        *,
        reference_date: date | None = None,
        priority: Priority = Priority.PEOPLE,
    ) -> Page:
        """Contract op 21."""
        query = {"referenceDate": reference_date}
        return self._caller.page("discount.customers", number, size, query=query, priority=priority)

    def customer(
        self, customer_id: int, *, reference_date: date | None = None, priority: Priority = Priority.PEOPLE
    ) -> Parsed[CustomerDiscounts]:
        """Contract op 22; inferred as op 20."""
        path, query = {"id": customer_id}, {"referenceDate": reference_date}
        answer = self._caller.call("discount.customer", path=path, query=query, priority=priority)
        return parse(CustomerDiscounts, answer.data, "discount.customer")


class Groups(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE) -> Page:
        """Contract op 18."""
        return self._caller.page("group.list", number, size, priority=priority)


class Stock(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE) -> Page:
        """Contract op 23: totals and locations, for the nightly copy."""
        return self._caller.page("stock.list", number, size, priority=priority)

    def search(self, items: Sequence[Item], *, priority: Priority = Priority.PEOPLE) -> Batch[StockLevel]:
        """Contract op 24: stock now, with what may be sold, for 1 to 100 products."""
        answer = self._caller.call("stock.search", body={"items": capped(items)}, priority=priority)
        return parse_all(StockLevel, answer.rows, "stock.search")


class Prices(Resource):
    def get(self, items: Sequence[Item], *, priority: Priority = Priority.PEOPLE) -> Batch[Price]:
        """Contract op 25, for 1 to 100 products. Match the answers by `Price.triple`, never by position."""
        answer = self._caller.call("price.get", body={"items": capped(items)}, priority=priority)
        return parse_all(Price, answer.rows, "price.get")
