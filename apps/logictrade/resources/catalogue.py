"""Products, groups, stock and prices (contract sections 5.1, 5.2, 5.4, 5.5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from apps.logictrade.limits import Priority
from apps.logictrade.paging import Page
from apps.logictrade.schemas import Batch, Parsed, Price, Product, ProductHit, StockLevel, parse, parse_all

from .base import Resource, capped

Item = Mapping[str, int]  # productId, and where it matters configurationId and customerId


class Products(Resource):
    def list(self, number: int = 1, size: int = 100, *, priority: Priority = Priority.PEOPLE, **query: Any) -> Page:
        """Contract op 12. `query`: code, name, description, barcode, groupId, groupCode, webshop, modifiedAfter,
        includeImplementations."""
        return self._caller.page("product.list", number, size, query=query, priority=priority)

    def retrieve(self, product_id: int, *, priority: Priority = Priority.PEOPLE) -> Parsed[Product]:
        """Contract op 13."""
        answer = self._caller.call("product.retrieve", path={"id": product_id}, priority=priority)
        return parse(Product, answer.data, "product.retrieve")

    def search(
        self, keywords: Sequence[str], scope: str = "all", *, priority: Priority = Priority.PEOPLE
    ) -> Batch[ProductHit]:
        """Contract op 17. `scope`: all, barcode, code, supplierCode."""
        body = {"searchScope": scope, "items": [{"keyword": keyword} for keyword in capped(keywords)]}
        answer = self._caller.call("product.search", body=body, priority=priority)
        return parse_all(ProductHit, answer.rows, "product.search")


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
