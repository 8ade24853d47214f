"""How the outbox reads to people: states, why a write stands where it stands, names of its fields."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import dates
from apps.core.labels import Label, unknown
from apps.erp.models import CodeEntry
from apps.erp.outbox import kinds
from apps.erp.outbox.models import CONFLICT, State, Write

type Text = str | Promise

STATES: dict[str, Label] = {
    State.INTENT: Label(gettext_lazy("Waiting"), "muted", "clock"),
    State.SENDING: Label(gettext_lazy("Sent"), "accent", "sent"),
    State.UNKNOWN: Label(gettext_lazy("Unknown"), "warn", "diamond"),
    State.NEEDS_HUMAN: Label(gettext_lazy("You decide"), "bad", "person"),
    State.HELD: Label(gettext_lazy("Held"), "bad", "bar"),
    State.REJECTED: Label(gettext_lazy("Rejected"), "bad", "octagon"),
    State.CONFIRMED: Label(gettext_lazy("Confirmed"), "ok", "tick"),
    State.CANCELLED: Label(gettext_lazy("Taken back"), "muted", "ring"),
}

HELD: dict[str, Text] = {
    "off": gettext_lazy("Writing to LogicTrade is switched off. It goes on when someone releases it."),
    "mismatch": gettext_lazy("The key belongs to another company than before. Nothing is sent with it."),
    "key": gettext_lazy("LogicTrade refused the key. Release it when there is a new one."),
    "not_granted": gettext_lazy("The key has no right to write this. Release it when LogicTrade gives the right."),
    "actor": gettext_lazy("The person who ordered this is locked. Release it, or drop it."),
    "dependency": gettext_lazy("What this write builds on was not confirmed. Drop it and make it anew."),
}

ASKED: dict[str, Text] = {
    "twins": gettext_lazy("LogicTrade has more than one record with our reference. Say which one counts."),
    "alike": gettext_lazy("The answer was lost, and LogicTrade has a record that looks the same. Is that the one?"),
    "marker_unproved": gettext_lazy(
        "The answer was lost, and LogicTrade does not keep our reference. Look it up there."
    ),
    "sends": gettext_lazy("It was sent as often as is safe and never seen in LogicTrade. Look it up there."),
    "no_look_up": gettext_lazy("LogicTrade could not be searched for a day. Look it up there."),
    "unmarked": gettext_lazy(
        "The answer was lost, and LogicTrade shows no record with all that was sent. Look it up there."
    ),
    "poison": gettext_lazy("Backoffice cannot build this message. Tell the administrator, or drop it."),
}

OUTCOMES: dict[str, Text] = {
    "not_sent": gettext_lazy("nothing left"),
    "not_done": gettext_lazy("not carried out"),
    "refused": gettext_lazy("refused"),
    "done": gettext_lazy("done"),
    "doubt": gettext_lazy("answer lost"),
}

TABLES: dict[str, Text] = {
    CodeEntry.Table.VAT: gettext_lazy("VAT codes"),
    CodeEntry.Table.DELIVERY_TYPE: gettext_lazy("Delivery types"),
    CodeEntry.Table.DELIVERY_CONDITION: gettext_lazy("Delivery conditions"),
    CodeEntry.Table.ORIGIN: gettext_lazy("Origins"),
    CodeEntry.Table.SALESMAN: gettext_lazy("Salesmen"),
    CodeEntry.Table.PAYMENT_CONDITION: gettext_lazy("Payment conditions"),
}

TABLE_NOTES: dict[str, Text] = {
    CodeEntry.Table.VAT: gettext_lazy("LogicTrade tells no percentage with a product, so it stands here."),
    CodeEntry.Table.DELIVERY_TYPE: gettext_lazy("LogicTrade shows the text and wants the code."),
    CodeEntry.Table.DELIVERY_CONDITION: gettext_lazy("LogicTrade shows the text and wants the code."),
    CodeEntry.Table.ORIGIN: gettext_lazy("Where a document came from."),
    CodeEntry.Table.SALESMAN: gettext_lazy("Under which name a person's documents stand in LogicTrade."),
    CodeEntry.Table.PAYMENT_CONDITION: gettext_lazy(
        "After how many days an invoice is overdue: LogicTrade tells the condition only."
    ),
}

# LogicTrade's own field names, as they stand in what is sent and in what comes back.
FIELDS: dict[str, Text] = {
    "address": gettext_lazy("address"),
    "attributes": gettext_lazy("properties"),
    "barcode": gettext_lazy("barcode"),
    "biccode": gettext_lazy("BIC"),
    "birthdate": gettext_lazy("birth date"),
    "city": gettext_lazy("city"),
    "cocnumber": gettext_lazy("KvK number"),
    "code": gettext_lazy("code"),
    "comment": gettext_lazy("comment"),
    "commentextern": gettext_lazy("comment on paper"),
    "commentintern": gettext_lazy("internal comment"),
    "companyname": gettext_lazy("company"),
    "condition": gettext_lazy("condition"),
    "configurable": gettext_lazy("configurable"),
    "configuration": gettext_lazy("configuration"),
    "confirmeddeliverydate": gettext_lazy("confirmed delivery date"),
    "country": gettext_lazy("country"),
    "createddate": gettext_lazy("created"),
    "customer": gettext_lazy("customer"),
    "customerid": gettext_lazy("customer"),
    "customfields": gettext_lazy("free fields"),
    "date": gettext_lazy("date"),
    "delivery": gettext_lazy("delivery"),
    "deliveryaddress": gettext_lazy("delivery address"),
    "deliverycondition": gettext_lazy("delivery condition"),
    "deliverydate": gettext_lazy("delivery date"),
    "deliveryexpecteddate": gettext_lazy("expected delivery date"),
    "deliverystatus": gettext_lazy("delivery status"),
    "deliverytype": gettext_lazy("delivery type"),
    "depth": gettext_lazy("depth"),
    "description": gettext_lazy("description"),
    "discount": gettext_lazy("discount"),
    "discription": gettext_lazy("description"),
    "email": gettext_lazy("e-mail"),
    "enddate": gettext_lazy("end date"),
    "expecteddate": gettext_lazy("expected date"),
    "extern": gettext_lazy("on paper"),
    "externnumber": gettext_lazy("external number"),
    "externnumbers": gettext_lazy("numbers elsewhere"),
    "firstname": gettext_lazy("first name"),
    "gender": gettext_lazy("gender"),
    "groups": gettext_lazy("groups"),
    "height": gettext_lazy("height"),
    "housenumber": gettext_lazy("house number"),
    "ibannumber": gettext_lazy("IBAN"),
    "id": gettext_lazy("number in LogicTrade"),
    "images": gettext_lazy("images"),
    "infix": gettext_lazy("infix"),
    "initials": gettext_lazy("initials"),
    "intern": gettext_lazy("internal"),
    "invoiceaddress": gettext_lazy("invoice address"),
    "invoicestatus": gettext_lazy("invoice status"),
    "lastname": gettext_lazy("last name"),
    "leadtimeinweeks": gettext_lazy("lead time in weeks"),
    "length": gettext_lazy("length"),
    "linenumber": gettext_lazy("line"),
    "lineprice": gettext_lazy("line price"),
    "lines": gettext_lazy("lines"),
    "mobilenumber": gettext_lazy("mobile"),
    "name": gettext_lazy("name"),
    "newsletter": gettext_lazy("newsletter"),
    "number": gettext_lazy("number"),
    "orderquantitymultiple": gettext_lazy("order multiple"),
    "origin": gettext_lazy("origin"),
    "origincode": gettext_lazy("origin"),
    "packages": gettext_lazy("packages"),
    "partprice": gettext_lazy("price"),
    "paymentcondition": gettext_lazy("payment condition"),
    "phonenumber": gettext_lazy("telephone"),
    "phonenumber2": gettext_lazy("second telephone"),
    "pricereason": gettext_lazy("reason of the price"),
    "pricesource": gettext_lazy("source of the price"),
    "productid": gettext_lazy("product"),
    "purchaseprice": gettext_lazy("purchase price"),
    "quantity": gettext_lazy("quantity"),
    "reference": gettext_lazy("reference"),
    "remark": gettext_lazy("remark"),
    "route": gettext_lazy("route"),
    "salesgroup": gettext_lazy("sales group"),
    "salesman": gettext_lazy("salesman"),
    "salesmanusername": gettext_lazy("salesman"),
    "salesprice": gettext_lazy("sales price"),
    "sellable": gettext_lazy("sellable"),
    "startdate": gettext_lazy("start date"),
    "status": gettext_lazy("status"),
    "stockstatus": gettext_lazy("stock status"),
    "stop": gettext_lazy("stop"),
    "street": gettext_lazy("street"),
    "supplier": gettext_lazy("supplier"),
    "title": gettext_lazy("title"),
    "totalamount": gettext_lazy("total"),
    "type": gettext_lazy("type"),
    "unit": gettext_lazy("unit"),
    "url": gettext_lazy("address on the web"),
    "values": gettext_lazy("values"),
    "vat": gettext_lazy("VAT"),
    "vatnumber": gettext_lazy("VAT number"),
    "volume": gettext_lazy("volume"),
    "webshop": gettext_lazy("web shop"),
    "webshopenddate": gettext_lazy("end in the web shop"),
    "webshopstartdate": gettext_lazy("start in the web shop"),
    "weight": gettext_lazy("weight"),
    "width": gettext_lazy("width"),
    "zipcode": gettext_lazy("postcode"),
}


def state_label(state: str) -> Label:
    return STATES.get(state) or unknown(state)


def kind_text(name: str) -> Text:
    """The words for a kind of write, as its app registered them; the bare name of one that is not installed."""
    known = {kind.name: kind.title for kind in kinds.all_kinds()}
    return known.get(name) or name


def table_text(table: str) -> Text:
    return TABLES.get(table, table)


def field_text(path: str) -> str:
    """LogicTrade's field names in words: ``delivery.type`` is "delivery type", ``lines.0.code`` is "line 1 code".

    In brackets stands what an entry of a list is called: ``lines[10].code`` is "line 10 code".
    """
    parts = path.replace("[", ".[").split(".")
    whole = FIELDS.get("".join(parts).replace("_", "").lower())
    if whole is not None:
        return str(whole)
    words = []
    for place, part in enumerate(parts):
        if part.isdecimal():
            words.append(str(int(part) + 1))
        elif part.startswith("["):
            words.append(part.strip("[]"))
        elif part == "lines" and (following := parts[place + 1 : place + 2]) and _is_entry(following[0]):
            words.append(str(FIELDS["linenumber"]))
        else:
            words.append(str(FIELDS.get(part.replace("_", "").lower(), part)))
    return " ".join(words)


def _is_entry(part: str) -> bool:
    return part.isdecimal() or part.startswith("[")


def explain_write(write: Write) -> str:
    """Why a write stands where it stands, and what comes next, in one line."""
    explain = _EXPLAIN.get(State(write.state))
    return str(explain(write)) if explain else ""


def _waiting(write: Write) -> str:
    if write.depends_on is not None and not write.depends_on.final:
        return _("Goes after %(other)s") % {"other": write.depends_on.label}
    if write.reason in {"absent", "person_absent", "repeat"}:
        return _("Not in LogicTrade, goes again")
    if write.reason == "not_done":
        return _("LogicTrade asked to wait. Next try %(time)s") % {"time": dates.time_of(write.not_before)}
    if write.not_before is not None:
        return _("LogicTrade did not answer, nothing left. Next try %(time)s") % {
            "time": dates.time_of(write.not_before)
        }
    return _("Goes at once")


def _sending(write: Write) -> str:
    return _("Sent at %(time)s, answer expected") % {"time": dates.time_of(write.changed_at)}


def _unknown(write: Write) -> str:
    if write.marker:
        return _("Answer lost. We look for %(marker)s before anything is sent again") % {"marker": write.marker}
    return _("Answer lost. We compare with LogicTrade before anything is sent again")


def _rejected(write: Write) -> str:
    if write.reason == CONFLICT:
        return _("Somebody changed the same fields in LogicTrade. Nothing was sent; choose what stays")
    if write.reason.startswith("code:"):
        table = table_text(write.reason.removeprefix("code:").replace(".", "_"))
        return _("No code for “%(text)s” in %(table)s. Nothing was sent") % {"text": write.error_detail, "table": table}
    if write.reason == "in_progress":
        return _("Something of it is delivered or invoiced meanwhile, so its lines stay as they are. Nothing was sent")
    if write.reason == "unwritable":
        return _("This cannot be written: %(detail)s. Nothing was sent") % {"detail": write.error_detail}
    return _("LogicTrade refused: %(detail)s") % {
        "detail": write.error_detail or write.error_code or write.error_status
    }


def _confirmed(write: Write) -> str:
    if write.reason == "put_back":
        return _("Confirmed, but it may have undone a change made in LogicTrade at the same moment")
    if write.reason == "marker_lost":
        return _("Confirmed, but LogicTrade does not keep our reference")
    if write.differences:
        return _("Confirmed, with differences")
    if write.remote_number:
        return _("Confirmed by LogicTrade as %(number)s") % {"number": write.remote_number}
    return _("Read back, the same")


def _cancelled(write: Write) -> str:
    if write.reason == "dropped":
        return _("Dropped. Nothing more goes to LogicTrade")
    if write.reason == "replaced":
        return _("Replaced by a later write of the same. Nothing of this one goes to LogicTrade")
    return _("Taken back. Nothing went to LogicTrade")


_EXPLAIN = {
    State.INTENT: _waiting,
    State.SENDING: _sending,
    State.UNKNOWN: _unknown,
    State.NEEDS_HUMAN: lambda write: ASKED.get(write.reason, _("Look it up in LogicTrade and say what you see.")),
    State.HELD: lambda write: HELD.get(write.reason, _("Waits until someone releases it.")),
    State.REJECTED: _rejected,
    State.CONFIRMED: _confirmed,
    State.CANCELLED: _cancelled,
}

PHASES: dict[str, Text] = {
    "idle": gettext_lazy("at rest"),
    "full": gettext_lazy("reading all"),
    "delta": gettext_lazy("reading changes"),
    "sweep": gettext_lazy("looking for removals"),
}

RESOURCES: dict[str, Text] = {
    "customer": gettext_lazy("Customers"),
    "supplier": gettext_lazy("Suppliers"),
    "product": gettext_lazy("Products"),
    "group": gettext_lazy("Product groups"),
    "stock": gettext_lazy("Stock"),
    "product_discount": gettext_lazy("Discounts of products"),
    "customer_discount": gettext_lazy("Discounts of customers"),
    "composition": gettext_lazy("Compositions"),
    "quote": gettext_lazy("Quotes"),
    "order": gettext_lazy("Orders"),
    "invoice": gettext_lazy("Invoices"),
    "deliverable": gettext_lazy("Deliverable orders"),
}


def resource_text(name: str) -> Text:
    return RESOURCES.get(name.removesuffix("s"), name)
