"""The bodies of the writing operations, key by key, from the field tables of the contract."""

from .validate import MAX_ITEMS, Either, Kind, Many, Shape, Spec


def _keys(kind: Kind, names: str) -> dict[str, Spec]:
    return dict.fromkeys(names.split(), kind)


ADDRESS = Shape(_keys(Kind.TEXT, "name street houseNumber zipCode city country phoneNumber"))
COMMENT = Shape(_keys(Kind.TEXT, "intern extern"))
ORIGIN = Shape({"code": Kind.TEXT}, read_only=frozenset({"id", "description"}))
CUSTOM_FIELD = Shape({**_keys(Kind.TEXT, "code name"), "values": Many(Kind.TEXT)})
CONFIGURATION = Shape(
    {
        "id": Kind.INTEGER,
        "items": Many(Shape(_keys(Kind.TEXT, "option optionBarcode optionCode value valueBarcode valueCode"))),
    }
)
VAT = Either(Kind.NUMBER, Shape({"id": Kind.INTEGER, "code": Kind.TEXT, "percentage": Kind.NUMBER}))

# Section 6.2: a document takes the customer's id; person fields only belong to an unknown one.
DOCUMENT_CUSTOMER = Shape(
    {
        **_keys(
            Kind.TEXT,
            "gender title initials firstName infix lastName companyName cocNumber vatNumber phoneNumber phoneNumber2"
            " mobileNumber email remark",
        ),
        "id": Kind.INTEGER,
        "isUnknown": Kind.FLAG,
        "newsLetter": Kind.FLAG,
        "birthdate": Kind.DATE,
        "address": ADDRESS,
        "invoiceAddress": ADDRESS,
        "deliveryAddress": ADDRESS,
        "externNumbers": Shape(_keys(Kind.TEXT, "number1 number2 number3")),
    },
    read_only=frozenset({"number", "modifiedDate", "createdDate"}),
)

_AUDIT = frozenset({"id", "modifiedDate", "createdDate"})

# Sections 4.1 and 4.2.
CUSTOMER = Shape(
    {
        **_keys(
            Kind.TEXT,
            "gender title initials firstName infix lastName companyName cocNumber vatNumber phoneNumber phoneNumber2"
            " mobileNumber email remark",
        ),
        "address": ADDRESS,
        "invoiceAddress": ADDRESS,
        "deliveryAddress": ADDRESS,
        "newsLetter": Kind.FLAG,
        "externNumbers": Shape(_keys(Kind.TEXT, "number1 number2 number3")),
        "birthdate": Kind.DATE,
    },
    read_only=_AUDIT | {"number"},
)
SUPPLIER = Shape(
    {
        **_keys(Kind.TEXT, "companyName phoneNumber mobileNumber email remark"),
        "leadTimeInWeeks": Kind.INTEGER,
        "orderQuantityMultiple": Kind.NUMBER,
        "address": ADDRESS,
        **_keys(Kind.TEXT, "ibanNumber bicCode cocNumber"),
    },
    read_only=_AUDIT | {"number"},
)

# Section 5.1: what is written as a code or an id is read with its texts, which are not to be sent back.
_CODED = Shape({"code": Kind.TEXT}, read_only=frozenset({"id", "description"}))
PRODUCT_SUPPLIER = Shape(
    {
        **_keys(Kind.TEXT, "code discription"),
        "purchasePrice": Kind.NUMBER,
        "leadTimeInWeeks": Kind.INTEGER,
        "supplier": Shape({"id": Kind.INTEGER, **SUPPLIER.fields}, read_only=SUPPLIER.read_only - {"id"}),
    }
)
PRODUCT = Shape(
    {
        **_keys(Kind.TEXT, "code name description barcode unit"),
        **_keys(Kind.NUMBER, "height width length depth weight"),
        "groups": Many(
            Shape({"id": Kind.INTEGER}, read_only=frozenset({"parentId", "code", "description", "customFields"}))
        ),
        **_keys(Kind.NUMBER, "volume packages"),
        **_keys(Kind.DATE, "startDate endDate webshopStartDate webshopEndDate"),
        "webshop": Kind.FLAG,
        "salesPrice": Kind.NUMBER,
        "salesGroup": _CODED,
        "vat": _CODED,
        "supplier": PRODUCT_SUPPLIER,
        "images": Many(Shape({"url": Kind.TEXT}, read_only=frozenset({"id", "name", "sequence"})), key="url"),
        "attributes": Many(
            Shape(
                {
                    "code": Kind.TEXT,
                    "values": Many(Shape({"code": Kind.TEXT}, read_only=frozenset({"id", "value"})), key="code"),
                },
                read_only=frozenset({"id", "group", "type", "name", "suffix", "sequence"}),
            ),
            key="code",
        ),
    },
    read_only=_AUDIT | {"configurable", "implementations", "sellable"},
)

# Section 3, free document line.
QUOTE_LINE = Shape(
    {
        "lineNumber": Kind.INTEGER,
        **_keys(Kind.TEXT, "code description"),
        **_keys(Kind.NUMBER, "quantity partPrice discount"),
        "comment": COMMENT,
        "configuration": CONFIGURATION,
        "vat": VAT,
    },
    read_only=frozenset({"id", "linePrice"}),
)

# Section 6.1.
QUOTE = Shape(
    {
        **_keys(Kind.TEXT, "reference salesManUserName"),
        "date": Kind.DATE,
        "origin": ORIGIN,
        "customer": DOCUMENT_CUSTOMER,
        "delivery": Shape({**_keys(Kind.TEXT, "type condition"), "expectedDate": Kind.DATE, "address": ADDRESS}),
        "comment": COMMENT,
        "customFields": Many(CUSTOM_FIELD),
        "lines": Many(QUOTE_LINE),
    },
    read_only=frozenset({"id", "number", "salesMan", "status", "totalAmount", "modifiedDate", "createdDate"}),
)

# Section 6.2. The customer of an order is given when it is made and never again.
ORDER_LINE = Shape(
    {name: spec for name, spec in QUOTE_LINE.fields.items() if name != "vat"} | {"basePartPrice": Kind.NUMBER},
    read_only=QUOTE_LINE.read_only | {"vat", "stockStatus", "deliveryStatus", "invoiceStatus", "reservations"},
)
_PAYMENT = Shape({"amount": Kind.NUMBER, **_keys(Kind.TEXT, "type method")})
ORDER = Shape(
    {
        **_keys(Kind.TEXT, "reference salesManUserName externNumber paymentCondition"),
        "date": Kind.DATE,
        "origin": ORIGIN,
        "customer": DOCUMENT_CUSTOMER,
        "delivery": Shape(
            {
                **_keys(Kind.TEXT, "type condition phoneNumber"),
                **_keys(Kind.DATE, "expectedDate confirmedDate"),
                "address": ADDRESS,
            },
            read_only=frozenset({"description"}),
        ),
        "webshop": Shape(_keys(Kind.TEXT, "number url")),
        "payments": Many(_PAYMENT),
        "comment": COMMENT,
        "customFields": Many(CUSTOM_FIELD),
        "lines": Many(ORDER_LINE),
    },
    read_only=QUOTE.read_only | {"requiredDepositAmount", "stockStatus", "deliveryStatus", "invoiceStatus"},
)
ORDER_UPDATE = Shape(
    {
        **ORDER.fields,
        "customer": Shape(
            {name: spec for name, spec in DOCUMENT_CUSTOMER.fields.items() if name not in ("id", "isUnknown")},
            read_only=DOCUMENT_CUSTOMER.read_only,
        ),
    },
    read_only=ORDER.read_only,
)

# Section 6.3: numbers of lines are texts.
INVOICE_LINE = Shape(
    {
        **QUOTE_LINE.fields,
        "lineNumber": Kind.TEXT,
        "salesGroup": Shape({"code": Kind.TEXT}, read_only=frozenset({"id", "description"})),
    },
    read_only=QUOTE_LINE.read_only,
)
INVOICE = Shape(
    {
        "reference": Kind.TEXT,
        "date": Kind.DATE,
        "origin": ORIGIN,
        "customer": DOCUMENT_CUSTOMER,
        "invoiceAddress": ADDRESS,
        "payments": Many(_PAYMENT),
        "comment": COMMENT,
        "lines": Many(INVOICE_LINE),
    },
    read_only=_AUDIT | {"number", "externNumber", "paymentCondition", "totalAmount"},
)

# Section 6.5.
DELIVERY_PLAN = Shape({"deliveryDate": Kind.MOMENT, "route": Kind.TEXT, "routeSequence": Kind.TEXT})

# Sections 5.1, 5.4 and 5.5.
PRODUCT_SEARCH = Shape({"searchScope": Kind.TEXT, "items": Many(Shape({"keyword": Kind.TEXT}), limit=MAX_ITEMS)})
STOCK_SEARCH = Shape({"items": Many(Shape(_keys(Kind.INTEGER, "productId configurationId")), limit=MAX_ITEMS)})
PRICE_SEARCH = Shape(
    {"items": Many(Shape(_keys(Kind.INTEGER, "productId configurationId customerId")), limit=MAX_ITEMS)}
)
