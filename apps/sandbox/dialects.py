"""The open questions of contract section 9 that change bytes, each a switch; the first value is the default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One switch; `question` 0 stands in section 8 and not among the questions.

    `contrary` is its value in the contrary set; None keeps the default there, for the reason in `about`.
    """

    name: str
    question: int
    values: tuple[str, ...]
    contrary: str | None
    about: str

    @property
    def default(self) -> str:
        return self.values[0]


DIALECTS = (
    Dialect(
        "discount_unit",
        2,
        ("fraction", "percent"),
        None,
        "a line's 0.10 means ten percent, or 10 does; "
        "not contrary: without the operator's setting every discount would be stored wrong",
    ),
    Dialect("line_vat", 3, ("number", "object"), "object", "`vat` of a line is 21 or {id, code, percentage}"),
    Dialect("naive_zone", 4, ("Europe/Amsterdam", "UTC"), "UTC", "zone of the times that carry none"),
    Dialect("modified_after", 5, ("inclusive", "exclusive"), "exclusive", "modifiedAfter means >= or >"),
    Dialect(
        "modified_after_zone",
        5,
        ("honoured", "dropped", "shifted"),
        "shifted",
        "the Z in modifiedAfter counts; or is cut off and the rest read in naive_zone; or the moment is made local "
        "and compared as if it were UTC, one or two hours too late, so that a caller without overlap misses changes",
    ),
    Dialect("list_order", 6, ("newest_first", "oldest_first"), "oldest_first", "lists sorted by id down or up"),
    Dialect(
        "page_parameters",
        6,
        ("required", "optional"),
        "optional",
        "a list without pageSize or pageNumber is refused, or gets page 1 of 10 (a violation either way)",
    ),
    Dialect("retry_after", 7, ("sent", "absent"), "absent", "whether a 429 says Retry-After"),
    Dialect(
        "rate_headers",
        7,
        ("RateLimit", "X-RateLimit", "X-Rate-Limit", "none"),
        "X-RateLimit",
        "prefix of the -Limit, -Remaining and -Reset headers",
    ),
    Dialect("client_id", 8, ("clientId", "client_id"), "client_id", "spelling in the introspection answer"),
    Dialect(
        "introspect_revoked",
        8,
        ("refused", "inactive"),
        "inactive",
        "a revoked key's introspection is 401, or 200 with active false",
    ),
    Dialect(
        "scope_words",
        8,
        ("every", "documented"),
        "documented",
        "introspection names every resource of the key, or only the words of the documentation's example, "
        "while the other resources answer all the same",
    ),
    Dialect(
        "administration",
        9,
        ("ignored", "required"),
        None,
        "a call without the right administration-guid gets "
        "401; not contrary: it needs a value in the caller's settings",
    ),
    Dialect(
        "references_path",
        10,
        ("guessed", "absent"),
        None,
        "references stand where the contract guesses, or that address is 404; "
        "not contrary: then no reference could be shown",
    ),
    Dialect("references_shape", 10, ("page", "array"), "array", "references come in pages or as a bare array"),
    Dialect(
        "references_meaning",
        10,
        ("products", "texts"),
        "texts",
        "a reference names another product, or carries a text of somebody else about this one",
    ),
    Dialect(
        "discount_one",
        11,
        ("object", "envelope", "absent"),
        "envelope",
        "discounts of one record are an entry, a page with that entry, or a 404",
    ),
    Dialect(
        "discount_none",
        11,
        ("empty", "listed", "missing"),
        "missing",
        "a record without rules is by id an entry with none and not listed; is listed too; is a 404",
    ),
    Dialect(
        "supplier_by_id",
        12,
        ("guessed", "absent"),
        None,
        "suppliers are read by id and written where the contract guesses, or these addresses are 404; "
        "not contrary: then no supplier could be written",
    ),
    Dialect("iban_check", 12, ("free", "refused"), "refused", "an IBAN with wrong check digits is stored or refused"),
    Dialect(
        "update_meaning",
        13,
        ("replace", "merge"),
        "merge",
        "a PUT clears the keys it leaves out, or keeps them",
    ),
    Dialect(
        "keyless_parts",
        13,
        ("kept", "dropped"),
        "dropped",
        "an image without an address, or a property or value without a code, that an update sends back as it was "
        "read is kept, or passed over",
    ),
    Dialect(
        "lines_on_update",
        14,
        ("replaced", "matched"),
        "matched",
        "the lines of an updated document are new ones with other ids, or those of before where the number is the same",
    ),
    Dialect("create_answer", 15, ("object", "id", "empty"), "empty", "what a create answers"),
    Dialect("update_answer", 15, ("object", "id", "empty"), "empty", "what an update answers"),
    Dialect("create_status", 15, ("201", "200"), "200", "status of a create"),
    Dialect("delivery_id", 18, ("order", "own"), "own", "deliveries carry the order's id or one of their own"),
    Dialect(
        "delivery_update",
        18,
        ("sets", "silent"),
        None,
        "PUT sets confirmedDeliveryDate, or answers {} and shows "
        "nothing; not contrary: then no plan could ever be confirmed",
    ),
    Dialect(
        "text_filter", 21, ("exact", "contains", "ignored"), "contains", "number, reference, code and such filters"
    ),
    Dialect(
        "marker",
        22,
        ("kept", "joined", "trimmed", "dropped"),
        "joined",
        "comment.intern on write: as sent; line breaks become spaces; cut to 40 characters; lost",
    ),
    Dialect(
        "extern_numbers",
        22,
        ("kept", "trimmed", "dropped"),
        "dropped",
        "externNumbers of a customer on write: as sent; cut to 10 characters; left as they were",
    ),
    Dialect(
        "extern_number",
        22,
        ("kept", "trimmed", "dropped"),
        None,
        "externNumber of an order on write: as sent; cut to 10 characters; lost; "
        "not contrary: then no order whose answer was lost could be told from another",
    ),
    Dialect("sellable_words", 23, ("Yes/No", "Ja/Nee"), "Ja/Nee", "the texts of a product's `sellable`, others stay"),
    Dialect(
        "description_types",
        23,
        ("english", "dutch"),
        "dutch",
        "`type` of a description is short, long, webshop, or Korte omschrijving and so on",
    ),
    Dialect("languages", 23, ("nl", "nl-NL"), "nl-NL", "`language` of a description with or without its country"),
    Dialect("stock_sign", 24, ("negative", "clipped"), "clipped", "stock below zero shows as such, or as 0"),
    Dialect(
        "batch_limit",
        24,
        ("open", "refused"),
        "refused",
        "more than 100 items in one question are answered or refused (a violation either way)",
    ),
    Dialect(
        "list_comments",
        0,
        ("with", "without"),
        "without",
        "lists of documents carry `comment`, or leave it out (look-up by marker)",
    ),
    Dialect(
        "refusal_status", 0, ("400", "422"), "422", "status of a document that names something LogicTrade does not know"
    ),
    Dialect(
        "spelling",
        0,
        ("documented", "mended"),
        "mended",
        "`precentage` of a tier and `discription` of a product's supplier are read as documented, or mended",
    ),
    Dialect(
        "discounts_add_up",
        0,
        ("best", "together"),
        "together",
        "the best single rule makes the price, or a customer's percentage comes off the product's own action price",
    ),
    Dialect(
        "empty_text",
        0,
        ("as_sent", "text", "null", "absent"),
        "text",
        "a text of a master record that was written as null, as an empty text or not at all comes back as sent "
        "(null when it was left out), as an empty text, as null, or not at all",
    ),
    Dialect(
        "outer_blanks", 0, ("kept", "trimmed"), "trimmed", "blanks around the texts of a master record that is written"
    ),
)
BY_NAME = {dialect.name: dialect for dialect in DIALECTS}
DEFAULTS = {dialect.name: dialect.default for dialect in DIALECTS}
CONTRARY = {dialect.name: dialect.contrary or dialect.default for dialect in DIALECTS}
SETS = {"default": DEFAULTS, "contrary": CONTRARY}


def resolve(values: dict[str, str]) -> dict[str, str]:
    """Check names and values; `set=contrary` stands for a whole set. ValueError names what is wrong."""
    chosen: dict[str, str] = {}
    for name, value in values.items():
        if name == "set":
            if value not in SETS:
                raise ValueError(f"unknown dialect set {value!r}; choose from {', '.join(SETS)}")
            chosen = {**SETS[value], **chosen}
        elif name not in BY_NAME:
            raise ValueError(f"unknown dialect {name!r}")
        elif value not in BY_NAME[name].values:
            raise ValueError(f"{name} is one of {', '.join(BY_NAME[name].values)}, not {value!r}")
        else:
            chosen[name] = value
    return chosen
