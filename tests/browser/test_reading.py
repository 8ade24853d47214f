"""Every reading operation of the master data, driven by what a person does and judged by the stand-in's journal.

What a page shows is compared with what LogicTrade answers to the very question that the journal noted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Locator, Page, expect

from apps.core import money
from apps.logictrade.endpoints import ENDPOINTS
from apps.sandbox.control import Entry
from apps.sandbox.server import SandboxServer
from tests.browser import steps
from tests.browser.conftest import Worker, wait_for
from tests.sandbox.api import Api

pytestmark = pytest.mark.django_db(transaction=True)

Record = dict[str, Any]
V1 = "/rest/v1"
UNREAD = "NIEUW-4711"


@dataclass(frozen=True)
class Expected:
    """How an operation stands in the journal; of the query the names that it always has and those that it may have."""

    method: str
    path: str
    always: frozenset[str] = frozenset()
    sometimes: frozenset[str] = frozenset()

    def fits(self, entry: Entry) -> bool:
        return entry.method == self.method and re.fullmatch(self.path, entry.path) is not None


PAGE = frozenset({"pageNumber", "pageSize"})
DELTA = frozenset({"modifiedAfter"})
DAY = frozenset({"referenceDate"})
QUANTITY = frozenset({"quantity"})
# Written down once more from the contract (section 2), on purpose not taken from the client's own table.
EXPECTED = {
    "introspect": Expected("POST", "/authentication/introspect"),
    "customer.list": Expected("GET", f"{V1}/customers", PAGE, DELTA),
    "customer.retrieve": Expected("GET", rf"{V1}/customers/\d+"),
    "supplier.list": Expected("GET", f"{V1}/suppliers", PAGE, DELTA),
    "supplier.retrieve": Expected("GET", rf"{V1}/suppliers/\d+"),
    "product.list": Expected("GET", f"{V1}/products", PAGE, DELTA),
    "product.retrieve": Expected("GET", rf"{V1}/products/\d+", sometimes=frozenset({"includeImplementations"})),
    "product.search": Expected("POST", f"{V1}/products/search"),
    "group.list": Expected("GET", f"{V1}/products/groups", PAGE),
    "discount.products": Expected("GET", f"{V1}/discounts/products", PAGE),
    "discount.product": Expected("GET", rf"{V1}/discounts/products/\d+", sometimes=DAY | QUANTITY),
    "discount.customers": Expected("GET", f"{V1}/discounts/customers", PAGE),
    "discount.customer": Expected("GET", rf"{V1}/discounts/customers/\d+", sometimes=DAY),
    "stock.list": Expected("GET", f"{V1}/products/stock", PAGE),
    "stock.search": Expected("POST", f"{V1}/products/stock"),
    "price.get": Expected("POST", f"{V1}/products/prices"),
    "product.descriptions": Expected("GET", rf"{V1}/products/\d+/descriptions", PAGE),
    "product.references": Expected("GET", rf"{V1}/products/\d+/references", PAGE),
    "composition.list": Expected("GET", f"{V1}/products/compositions", PAGE),
}
# Read along by the worker; documents are other tests'.
BESIDE = re.compile(rf"{V1}/(quotes|orders|invoices|deliveries)(/\d+)?")
# The lists as the status page calls them.
LISTS = {
    "customer.list": "Customers",
    "supplier.list": "Suppliers",
    "product.list": "Products",
    "group.list": "Product groups",
    "discount.products": "Discounts of products",
    "discount.customers": "Discounts of customers",
    "stock.list": "Stock",
    "composition.list": "Compositions",
}


class Ear:
    """What LogicTrade was asked since the last time, and what it answers when it is asked the same again."""

    def __init__(self, server: SandboxServer) -> None:
        self.server = server
        self.entries: list[Entry] = []
        self._heard = 0
        self._api = Api(server.port)

    def close(self) -> None:
        self._api.connection.close()

    def listen(self) -> list[Entry]:
        """The questions since the last time."""
        fresh = self.server.control.journal(since=self._heard)
        self.entries += fresh
        self._heard = max([self._heard, *(entry.number for entry in fresh)])
        return fresh

    def answer(self, entry: Entry) -> Any:
        """What came back, by asking the same; that question is not counted."""
        query = f"?{entry.query}" if entry.query else ""
        answer = self._api.send(entry.method, entry.path + query, entry.body.encode() or None)
        self._heard = self.server.control.journal(since=self._heard)[-1].number
        assert answer.status == entry.status == 200, entry
        return answer.json

    def one(self, name: str, path: str = "", query: Record | None = None, body: Any = None) -> Any:
        """The answer to the only question since the last time, which was exactly this one."""
        [entry] = self.listen()
        expected = EXPECTED[name]
        assert expected.fits(entry), entry
        assert entry.path.endswith(path), entry
        assert dict(parse_qsl(entry.query)) == (query or {}), entry
        assert (entry.json if entry.body else None) == body, entry
        return self.answer(entry)

    def rows(self, name: str) -> list[Record]:
        """All records of a list as they came when it was read."""
        read = [entry for entry in self.entries if EXPECTED[name].fits(entry) and "modifiedAfter" not in entry.query]
        pages = {dict(parse_qsl(entry.query))["pageNumber"]: entry for entry in read}
        return [row for entry in pages.values() for row in self.answer(entry)["results"]]


@pytest.fixture(params=["default", "contrary"])
def company(request: pytest.FixtureRequest, sandbox: SandboxServer, codes: None) -> SandboxServer:
    """A company that nothing was read of yet."""
    sandbox.control.set_dialect(request.param)
    sandbox.control.set_rate_limit(100_000)
    return sandbox


@pytest.fixture
def reader(company: SandboxServer) -> Iterator[Worker]:
    process = Worker(company)
    yield process
    process.stop()


def pick_product(server: SandboxServer) -> Record:
    """One with stock, rules, texts and references."""
    records = server.control.records
    having = [set(records.ids(kind)) for kind in ("product_discount", "description", "reference", "stock")]
    for pk in sorted(set.intersection(*having)):
        product = records.get("product", pk)
        stock = sum(place["stock"] for place in records.get("stock", pk)["locations"])
        if stock > 0 and product.get("sellable") == "Yes" and product.get("supplier") and product.get("groups"):
            return product
    raise AssertionError("no product with everything")


def pick_customer(server: SandboxServer) -> Record:
    """A company with rules of its own about products."""
    records = server.control.records
    for pk in records.ids("customer_discount"):
        customer = records.get("customer", pk)
        rules = records.get("customer_discount", pk)["discounts"]
        plain = all(rule.get("description") for rule in rules) and any(rule.get("products") for rule in rules)
        if plain and customer.get("companyName") and customer.get("number"):
            return customer
    raise AssertionError("no customer with rules")


def read_everything(page: Page, worker: Worker, ear: Ear) -> None:
    """The first day: the status page tells what the worker reads, and in the end that all of it was read."""
    page.goto("/status/")
    rows = page.locator("#status tbody tr")
    expect(rows.filter(has_text="Not read yet")).to_have_count(rows.count())
    worker.start()

    def all_read() -> bool:
        page.reload()
        return rows.filter(has_text="Up to date").count() == rows.count()

    wait_for(all_read, 60)
    worker.stop()
    # The last words of the worker.
    ear.listen()
    asked = [entry for entry in ear.entries if EXPECTED["introspect"].fits(entry)]
    who = ear.answer(asked[-1])
    page.reload()
    facts = page.get_by_role("complementary", name="Details")
    for told in (who["username"], who.get("clientId") or who["client_id"], who["scope"]):
        expect(facts).to_contain_text(told)
    for name, title in LISTS.items():
        row = rows.filter(has=page.get_by_role("cell", name=title, exact=True))
        expect(row.locator("td").nth(2)).to_have_text(money.quantity(len(ear.rows(name))))


def cells(page: Page, text: str) -> Locator:
    """The row of a list's table in which this text stands."""
    return page.locator("table.rows tbody tr").filter(has_text=text).first


def see_lists(page: Page, ear: Ear, customer: Record, product: Record) -> None:
    """What the worker read stands on the pages as LogicTrade gave it."""
    [shown] = [row for row in ear.rows("customer.list") if row["id"] == customer["id"]]
    page.goto(f"/relations/customers/?q={shown['number']}")
    expect(cells(page, shown["number"])).to_contain_text(shown["companyName"])

    supplier_id = product["supplier"]["supplier"]["id"]
    [shown] = [row for row in ear.rows("supplier.list") if row["id"] == supplier_id]
    page.goto(f"/relations/suppliers/?q={shown['number']}")
    expect(cells(page, shown["number"])).to_contain_text(shown["companyName"])

    [shown] = [row for row in ear.rows("product.list") if row["id"] == product["id"]]
    page.goto(f"/catalogue/products/?q={shown['code']}")
    expect(cells(page, shown["code"])).to_contain_text(shown["name"])
    expect(cells(page, shown["code"])).to_contain_text(money.price(shown["salesPrice"]))

    page.goto("/catalogue/groups/")
    groups = {row["id"]: row for row in ear.rows("group.list")}
    for one in product["groups"]:
        expect(cells(page, groups[one["id"]]["description"])).to_contain_text(groups[one["id"]]["code"])

    [shown] = [row for row in ear.rows("stock.list") if row["productId"] == product["id"]]
    page.goto(f"/catalogue/stock/?q={product['code']}")
    row = cells(page, product["code"])
    heads = page.locator("table.rows thead th").all_inner_texts()
    figures = dict(zip([head.strip() for head in heads], row.locator("td").all_inner_texts(), strict=True))
    assert figures["On hand"] == money.quantity(shown["stock"])
    for place in shown["locations"]:
        assert figures[place["description"]] == money.quantity(place["stock"])


def see_rules(page: Page, ear: Ear, customer: Record, product: Record) -> None:
    [shown] = [row for row in ear.rows("discount.products") if row["id"] == product["id"]]
    page.goto(f"/catalogue/discounts/?product={product['id']}&whose=everybody")
    for rule in shown["discounts"]:
        expect(cells(page, rule["description"])).to_contain_text(product["name"])
    [shown] = [row for row in ear.rows("discount.customers") if row["id"] == customer["id"]]
    page.goto(f"/catalogue/discounts/?customer={customer['id']}")
    for rule in shown["discounts"]:
        for one in rule.get("products") or ():
            expect(cells(page, one["name"])).to_contain_text(customer["companyName"])


def see_sets(page: Page, ear: Ear) -> None:
    """A set with its parts, from the list of sets."""
    edges = ear.rows("composition.list")
    names = {row["id"]: row for row in ear.rows("product.list")}
    unknown = {edge["parentProductId"] for edge in edges if not {*edge_ends(edge)} <= names.keys()}
    root = next(edge["parentProductId"] for edge in edges if edge["parentProductId"] not in unknown)
    page.goto("/catalogue/compositions/")
    cells(page, names[root]["code"]).get_by_role("link").first.click()
    page.wait_for_url(f"**/catalogue/products/{root}/")
    parts = page.locator("#parts")
    parts.scroll_into_view_if_needed()
    for edge in edges:
        if edge["parentProductId"] == root:
            row = parts.locator("tbody tr").filter(has_text=names[edge["childProductId"]]["name"]).first
            expect(row).to_contain_text(money.quantity(Decimal(edge["quantity"])))


def edge_ends(edge: Record) -> tuple[int, int]:
    return edge["parentProductId"], edge["childProductId"]


def see_card(page: Page, ear: Ear, product: Record) -> None:
    """Stock of now by itself and by the key, and all that opens on the card."""
    pk = product["id"]
    items = {"items": [{"productId": pk}]}
    ear.server.control.records.patch("stock", pk, {"locations": moved(ear.server, pk)})
    page.goto(f"/catalogue/products/{pk}/")
    stock = page.locator("#stock")
    expect(stock).to_contain_text(re.compile(r"live \d\d:\d\d:\d\d"))
    [answer] = ear.one("stock.search", body=items)["items"]
    places = {place["description"]: place["stock"] for place in answer["locations"]}
    for description, pieces in places.items():
        expect(stock.get_by_role("row").filter(has_text=description).first).to_contain_text(money.quantity(pieces))
    with page.expect_response("**/stock/"):
        steps.press(page, "S")
    ear.one("stock.search", body=items)

    texts = opened(page, "Descriptions per language")
    expect(texts).to_contain_text("LogicTrade, read")
    answer = ear.one("product.descriptions", f"/{pk}/descriptions", {"pageNumber": "1", "pageSize": "100"})
    assert answer["results"]
    for one in answer["results"]:
        if "<" not in one["description"]:
            expect(texts).to_contain_text(one["description"])
        expect(texts).to_contain_text(one["type"])
    links = opened(page, "Alternatives, accessories, successors")
    expect(links).to_contain_text("LogicTrade, read")
    answer = ear.one("product.references", f"/{pk}/references", {"pageNumber": "1", "pageSize": "100"})
    for one in answer["results"] if isinstance(answer, dict) else answer:
        expect(links).to_contain_text(one.get("name") or one["reference"])


def see_made_to_measure(page: Page, ear: Ear) -> None:
    """What was made of a product that can be configured."""
    pk = next(iter(ear.server.control.records.ids("implementation")))
    page.goto(f"/catalogue/products/{pk}/")
    expect(page.locator("#stock")).to_contain_text(re.compile(r"live \d\d:\d\d:\d\d"))
    page.wait_for_load_state("networkidle")
    ear.listen()
    made = opened(page, "Configurations")
    expect(made.get_by_role("row")).not_to_have_count(0)
    answer = ear.one("product.retrieve", f"/{pk}", {"includeImplementations": "true"})
    for one in answer["implementations"]:
        expect(made).to_contain_text(one["number"])


def moved(server: SandboxServer, pk: int) -> list[Record]:
    """The places of a product after somebody put one more piece into each."""
    places: list[Record] = server.control.records.get("stock", pk)["locations"]
    return [place | {"stock": max(0, place["stock"]) + 1} for place in places]


def opened(page: Page, title: str) -> Locator:
    """A part of the card that is read when it is opened."""
    part = page.locator("details.opened").filter(has=page.get_by_role("heading", name=title, exact=True))
    part.locator("summary").click()
    return part.locator(".opened-body")


def ask_rules(page: Page, ear: Ear, customer: Record, product: Record) -> None:
    """The rules of one product for ten pieces on a day, and those of one customer."""
    rules = opened(page, "Discount rules")
    rules.get_by_label("Pieces").fill("10")
    rules.get_by_label("On", exact=True).fill("15-12-2026")
    rules.get_by_role("button", name="Ask LogicTrade").click()
    expect(rules).to_contain_text("LogicTrade's rules, live")
    asked = {"quantity": "10", "referenceDate": "2026-12-15"}
    answer = ear.one("discount.product", f"/{product['id']}", asked)
    see_entry(rules, answer)
    page.goto(f"/relations/customers/{customer['id']}/")
    panel = page.locator(".panel").filter(has=page.get_by_role("heading", name="Discounts", exact=True))
    panel.get_by_role("button", name="Ask LogicTrade").click()
    expect(panel).to_contain_text("LogicTrade's rules, live")
    see_entry(panel, ear.one("discount.customer", f"/{customer['id']}"))


def see_entry(panel: Locator, answer: Record) -> None:
    """The descriptions of an entry's rules, which may come in an envelope."""
    [entry] = answer.get("results", [answer])
    assert entry["discounts"]
    for rule in entry["discounts"]:
        expect(panel).to_contain_text(rule["description"])


def ask_prices(page: Page, ear: Ear, customer: Record, product: Record, other: Record) -> None:
    """Explained on the card for one customer, then checked for two products at once."""
    page.goto(f"/catalogue/products/{product['id']}/")
    expect(page.locator("#stock")).to_contain_text(re.compile(r"live \d\d:\d\d:\d\d"))
    ear.listen()
    steps.press(page, "c")
    page.keyboard.type(customer["number"])
    expect(page.locator("#price-customers [role=option]").first).to_contain_text(customer["companyName"])
    page.keyboard.press("Enter")
    price = page.locator("#price")
    expect(price).to_contain_text(re.compile(r"LogicTrade \d\d:\d\d"))
    body = {"items": [{"productId": product["id"], "customerId": customer["id"]}]}
    [answer] = ear.one("price.get", body=body)
    says = price.get_by_role("row").filter(has_text="LogicTrade says")
    expect(says).to_contain_text(money.price(answer["discountSalesPrice"]))

    page.goto(f"/catalogue/prices/?customer={customer['id']}")
    # Asks by itself when nothing more is typed.
    page.locator("textarea[name=codes]").fill(f"{product['code']}\n{other['code']}")
    expect(page.locator("#prices [role=status]")).to_contain_text(re.compile(r"LogicTrade \d\d:\d\d"))
    # The first one's price was asked a moment ago.
    body = {"items": [{"productId": other["id"], "customerId": customer["id"]}]}
    [answer] = ear.one("price.get", body=body)
    expect(cells(page, other["code"])).to_contain_text(money.price(answer["discountSalesPrice"]))


def open_forms(page: Page, ear: Ear, customer: Record, product: Record) -> None:
    """A form shows the record as it is at that moment, not as it was read before."""
    supplier = product["supplier"]["supplier"]
    for kind, path, pk, field, name in (
        ("customer", "relations/customers", customer["id"], "phone", "phoneNumber"),
        ("supplier", "relations/suppliers", supplier["id"], "phone", "phoneNumber"),
        ("product", "catalogue/products", product["id"], "unit", "unit"),
    ):
        ear.server.control.records.patch(kind, pk, {name: "020 765 43 21"})
        page.goto(f"/{path}/{pk}/edit/")
        answer = ear.one(f"{kind}.retrieve", f"/{kind}s/{pk}")
        expect(page.locator(f"#id_{field}")).to_have_value(answer[name])


def scan(page: Page, ear: Ear) -> None:
    """A code that only LogicTrade knows."""
    ear.server.control.records.create("product", {"code": UNREAD, "name": "Kruk van vanmorgen", "barcode": ""})
    page.goto("/catalogue/products/scan/")
    page.keyboard.type(UNREAD)
    steps.press(page, "Enter")
    expect(page.get_by_text("comes with the next reading")).to_be_visible()
    [hit] = ear.one("product.search", body={"searchScope": "all", "items": [{"keyword": UNREAD}]})
    [found] = hit["results"]
    row = page.get_by_role("row").filter(has_text=found["code"])
    expect(row).to_contain_text(found["name"])


def judge(ear: Ear) -> None:
    """Each operation was asked, rightly, and answered; nothing else was."""
    seen: set[str] = set()
    for entry in ear.entries:
        [name] = [name for name, expected in EXPECTED.items() if expected.fits(entry)] or [""]
        if not name:
            assert BESIDE.fullmatch(entry.path), entry
            continue
        seen.add(name)
        expected, query = EXPECTED[name], dict(parse_qsl(entry.query))
        assert entry.status == 200, entry
        assert expected.always <= query.keys() <= expected.always | expected.sometimes, entry
        assert query.get("pageSize", "100") == "100", entry
        assert query.get("modifiedAfter", "Z").endswith("Z"), entry
    assert seen == EXPECTED.keys()
    assert ear.server.control.violations() == []


def test_the_table_names_every_reading_operation_of_the_master_data():
    first = list(ENDPOINTS)[:28]
    assert EXPECTED.keys() == {name for name in first if ENDPOINTS[name].reads}


@pytest.fixture
def ear(company: SandboxServer) -> Iterator[Ear]:
    found = Ear(company)
    yield found
    found.close()


def test_every_reading_operation_is_asked_by_a_page_and_shown_as_answered(company, ear, reader, open_page):
    customer, product = pick_customer(company), pick_product(company)
    other = steps.pick_products(company)[0]
    page = open_page("admin")
    read_everything(page, reader, ear)
    see_lists(page, ear, customer, product)
    see_rules(page, ear, customer, product)
    see_sets(page, ear)
    page.wait_for_load_state("networkidle")
    ear.listen()
    see_card(page, ear, product)
    ask_rules(page, ear, customer, product)
    see_made_to_measure(page, ear)
    ask_prices(page, ear, customer, product, other)
    open_forms(page, ear, customer, product)
    scan(page, ear)
    judge(ear)
