"""The two halves of the master data that are searched: what each is called where, and who is asked for it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bench.company import Company, Record


@dataclass(frozen=True)
class Side:
    """One list: its table, our page of it, the admin's, and its invented records."""

    name: str
    table: str
    # What 25 rows straight from the database carry.
    columns: str
    page: str
    admin: str
    records: Callable[[Company, int], Iterator[Record]]
    # The filters that the page sends along with each search.
    filters: Mapping[str, str] = field(default_factory=dict)


CUSTOMERS = Side(
    name="customers",
    table="relations_customer",
    columns="id, number, name, city, phone, email",
    page="/relations/customers/",
    admin="/admin/relations/customer/",
    records=Company.customers,
    filters={"kind": "", "town": "", "sort": ""},
)
PRODUCTS = Side(
    name="products",
    table="catalogue_product",
    columns="id, number, name, barcode, supplier_code, group_name",
    page="/catalogue/products/",
    admin="/admin/catalogue/product/",
    records=Company.products,
    filters={"group": "", "stock": "", "phase": "", "sort": ""},
)
SIDES = {side.name: side for side in (CUSTOMERS, PRODUCTS)}
