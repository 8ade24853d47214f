"""What may be written of customers and suppliers, and what of it belongs together (contract 4.1, 4.2; A5.2)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.erp.outbox.master import Master, register
from apps.erp.outbox.merge import Field, Kind, Shape

PLACE = ("name", "street", "houseNumber", "zipCode", "city", "country")
PERSON = ("title", "initials", "firstName", "infix", "lastName", "gender")


def _address(path: str) -> tuple[tuple[Field, ...], frozenset[str]]:
    """The fields of an address; where it is makes one choice, the telephone there another."""
    names = (*PLACE, "phoneNumber")
    return tuple(Field(f"{path}.{name}") for name in names), frozenset(f"{path}.{name}" for name in PLACE)


_HOME, _HOME_GROUP = _address("address")
_INVOICE, _INVOICE_GROUP = _address("invoiceAddress")
_DELIVERY, _DELIVERY_GROUP = _address("deliveryAddress")

CUSTOMER_SHAPE = Shape(
    fields=(
        Field("companyName"),
        Field("cocNumber"),
        Field("vatNumber"),
        *(Field(name) for name in PERSON),
        Field("birthdate", Kind.DAY),
        Field("phoneNumber"),
        Field("phoneNumber2"),
        Field("mobileNumber"),
        Field("email"),
        Field("newsLetter", Kind.FLAG),
        *_HOME,
        *_INVOICE,
        *_DELIVERY,
        Field("remark"),
    ),
    # A name is one name, an address one place.
    groups=(frozenset(PERSON) - {"gender"}, _HOME_GROUP, _INVOICE_GROUP, _DELIVERY_GROUP),
)

CUSTOMER = Master(
    name="customer",
    permission="customers.write",
    shape=CUSTOMER_SHAPE,
    same=(
        ("companyName", "email"),
        ("companyName", "address.zipCode", "address.houseNumber"),
        ("lastName", "firstName", "email"),
        ("lastName", "firstName", "address.zipCode", "address.houseNumber"),
        ("companyName", "phoneNumber"),
        ("lastName", "firstName", "mobileNumber"),
        ("lastName", "firstName", "phoneNumber"),
        # The least that a customer is made of: better a question than a second one.
        ("companyName",),
        ("lastName", "firstName"),
    ),
    create_title=_("New customer"),
    update_title=_("Change customer"),
    remove_title=_("Remove customer"),
    page="relations:customer_saving",
    marker_kind="customer",
)


SUPPLIER_SHAPE = Shape(
    fields=(
        Field("companyName"),
        Field("cocNumber"),
        Field("phoneNumber"),
        Field("mobileNumber"),
        Field("email"),
        Field("leadTimeInWeeks", Kind.NUMBER),
        Field("orderQuantityMultiple", Kind.NUMBER),
        Field("ibanNumber"),
        Field("bicCode"),
        *_HOME,
        Field("remark"),
    ),
    groups=(_HOME_GROUP, frozenset({"ibanNumber", "bicCode"})),
)

# No field is meant for a marker: found again by all that was sent (contract section 8).
SUPPLIER = Master(
    name="supplier",
    permission="suppliers.write",
    shape=SUPPLIER_SHAPE,
    same=(("companyName",),),
    create_title=_("New supplier"),
    update_title=_("Change supplier"),
    remove_title=_("Remove supplier"),
    page="relations:supplier_saving",
)


def relation_name(raw: Mapping[str, Any]) -> str:
    """What a customer or supplier is called, from a record or from the flat values of a new one."""
    person = (raw.get("firstName") or raw.get("initials"), raw.get("infix"), raw.get("lastName"))
    name = " ".join(str(part).strip() for part in person if part)
    return str(raw.get("companyName") or name or raw.get("number") or "").strip()


def connect() -> None:
    register(CUSTOMER)
    register(SUPPLIER)
