"""Customers (contract section 4.1, operations 2 to 6)."""

from typing import Any

from apps.sandbox import problems
from apps.sandbox.bodies import CUSTOMER
from apps.sandbox.call import Call, Route
from apps.sandbox.masters import DOCUMENTS, Complaints, is_used, kept, learn_word, remove, timed, written
from apps.sandbox.messages import Response
from apps.sandbox.outcomes import created, removed, updated
from apps.sandbox.paging import PAGE, Filter, find, one, page

Record = dict[str, Any]

RELATION_FILTERS = {
    "name": ("name", Filter.WORDS),
    "number": ("number", Filter.CODE),
    "zipCodeHouseNumber": ("zipCodeHouseNumber", Filter.DIGITS),
    "city": ("city", Filter.WORDS),
    "email": ("email", Filter.CODE),
    "phoneNumber": ("phoneNumber", Filter.DIGITS),
}
_EXTERN_WIDTH = 10
_NO_EXTERN = {"number1": "", "number2": "", "number3": ""}


def list_customers(call: Call) -> Response:
    return page(call, "customer", RELATION_FILTERS)


def get_customer(call: Call) -> Response:
    return one(call, "customer")


def create_customer(call: Call) -> Response:
    made = _written(call, None)
    customer = timed(
        call,
        {"id": call.store.next_number("customer"), "number": f"R{call.store.next_number('R'):09d}", **made},
        None,
    )
    _save(call, customer, "create")
    return created(call, "customer", customer)


def update_customer(call: Call) -> Response:
    old = find(call, "customer")
    customer = timed(call, {**kept(CUSTOMER, old), **_written(call, old)}, old)
    _save(call, customer, "update")
    return updated(call, "customer", customer)


def remove_customer(call: Call) -> Response:
    find(call, "customer")
    used = is_used(call, DOCUMENTS, "customerId", call.record_id)
    remove(call, "customer", used=used, along=("customer_discount",))
    return removed()


def _written(call: Call, old: Record | None) -> Record:
    _, made = written(call, CUSTOMER, old, {"externNumbers": _extern_numbers})
    if call.dialect["extern_numbers"] == "dropped":
        made["externNumbers"] = (old or {}).get("externNumbers", _NO_EXTERN)
    complaints = Complaints(old, made)
    if not made.get("companyName") and (old is None or old.get("companyName")):
        # Without a company name it is an individual, who has both names.
        for name in ("firstName", "lastName"):
            if not made.get(name):
                complaints.add(problems.REQUIRED, f"{name} is verplicht voor een particuliere relatie.")
    complain_about_contact(complaints, "address", "invoiceAddress", "deliveryAddress")
    complaints.close()
    return made


def complain_about_contact(complaints: Complaints, *addresses: str) -> None:
    complaints.unless("email", _is_mail, problems.OUT_OF_RANGE, "E-mailadres '{}' is ongeldig")
    for name in addresses:
        # ISO 3166-1 alpha-2 (contract section 3).
        complaints.unless(f"{name}.country", _is_country, problems.UNKNOWN_VALUE, "Land '{}' is niet bekend")


def _is_mail(text: str) -> bool:
    local, _, host = text.strip().rpartition("@")
    return bool(local) and "." in host and " " not in text.strip()


def _is_country(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalpha()


def _extern_numbers(call: Call, given: Record, before: Record | None) -> Record:
    """By dialect (open question 22); numbers that are left out follow the meaning of an update."""
    merging = call.dialect["update_meaning"] == "merge"
    numbers = _NO_EXTERN | ((before or {}) if merging else {}) | {name: text or "" for name, text in given.items()}
    if call.dialect["extern_numbers"] == "trimmed":
        return {name: str(text or "")[:_EXTERN_WIDTH] for name, text in numbers.items()}
    return numbers


def _save(call: Call, customer: Record, action: str) -> None:
    call.save("customer", customer, action)
    for name in ("infix", "title"):
        learn_word(call, name, customer.get(name))


ROUTES = (
    Route(2, "GET", "/rest/v1/customers", "customer", list_customers, PAGE | set(RELATION_FILTERS) | {"modifiedAfter"}),
    Route(3, "GET", "/rest/v1/customers/{id}", "customer", get_customer),
    Route(4, "POST", "/rest/v1/customers", "customer", create_customer),
    Route(5, "PUT", "/rest/v1/customers/{id}", "customer", update_customer),
    Route(6, "DELETE", "/rest/v1/customers/{id}", "customer", remove_customer),
)
