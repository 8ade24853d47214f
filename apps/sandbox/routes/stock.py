"""Stock: paged by GET, by product ids by POST, on one path (contract section 5.4, operations 23 and 24)."""

from typing import Any

from apps.sandbox import jsontext
from apps.sandbox.bodies import STOCK_SEARCH
from apps.sandbox.call import Call, Route
from apps.sandbox.messages import Response
from apps.sandbox.paging import PAGE, page

Record = dict[str, Any]


def list_stock(call: Call) -> Response:
    """Totals, and locations without their ids."""
    response = page(call, "stock", delta=False)
    answer = jsontext.loads(response.body)
    answer["results"] = [_totalled(_signed(call, record)) for record in answer["results"]]
    return Response.json(answer)


def search_stock(call: Call) -> Response:
    """Locations with ids and whether they may be sold from; unknown products are left out."""
    items = call.items(call.body(STOCK_SEARCH))
    found = [(item, call.store.get("stock", item["productId"])) for item in items if item.get("productId")]
    return Response.json(
        {
            "items": [
                _signed(call, record)
                | ({"configurationId": item["configurationId"]} if item.get("configurationId") else {})
                for item, record in found
                if record is not None
            ]
        }
    )


def _signed(call: Call, record: Record) -> Record:
    if call.dialect["stock_sign"] == "negative":
        return record
    locations = [location | {"stock": max(0, location["stock"])} for location in record.get("locations") or ()]
    return record | {"locations": locations}


def _totalled(record: Record) -> Record:
    locations = record.get("locations") or []
    return {
        **record,
        "stock": sum(location["stock"] for location in locations),
        "locations": [{name: location[name] for name in ("code", "description", "stock")} for location in locations],
    }


ROUTES = (
    Route(23, "GET", "/rest/v1/products/stock", "stock", list_stock, PAGE),
    Route(24, "POST", "/rest/v1/products/stock", "stock", search_stock),
)
