"""Orders and invoices made, and all three kinds changed, through the outbox and the stand-in over real HTTP."""

import uuid
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from apps.audit.log import Actor
from apps.core import clock
from apps.documents import services as documents
from apps.documents.builder import adding
from apps.documents.models import Document, DocumentLink, Draft, DraftLine
from apps.documents.selectors import draft_lines
from apps.documents.sending import CannotOpenError, NotReadyError
from apps.erp.models import CodeEntry, EditBase, Write
from apps.erp.outbox import kinds
from apps.erp.outbox.decide import NotTheRecordError, write_cancel, write_found
from apps.logictrade import codec, markers
from apps.sales.writing.sender import SENDERS
from tests.erp.outbox.support import Hands

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor(id=None, name="test")
DIALECTS = ("default", "contrary")
WRITERS = {"quote": "sales", "order": "sales", "invoice": "finance"}
every_kind = pytest.mark.parametrize("kind", WRITERS)
both_dialects = pytest.mark.parametrize("dialect", DIALECTS)


@pytest.fixture
def hands() -> Iterator[Hands]:
    source = Hands()
    with clock.using(source):
        yield source


@pytest.fixture
def make(customer: Any, products: Any, people: Any) -> Callable[..., Draft]:
    """A draft of a kind with two lines, ready to be sent."""

    def make(kind: str, **head: Any) -> Draft:
        draft = documents.draft_create(
            actor=ACTOR,
            user=people[WRITERS[kind]],
            customer_id=customer.pk,
            customer_name=customer.name,
            kind=kind,
            origin="WIN",
            **({} if kind == "invoice" else {"delivery_type": "BZ", "delivery_condition": "STD"}),
        )
        for product, quantity in zip(products, (3, 2), strict=False):
            adding.product_line_add(actor=ACTOR, draft=draft, product_id=product.pk, quantity=Decimal(quantity))
        Draft.objects.filter(pk=draft.pk).update(**head)
        return Draft.objects.get(pk=draft.pk)

    return make


def send(draft: Draft, people: Any, **options: Any) -> Write:
    fresh = Draft.objects.select_related("write", "owner").get(pk=draft.pk)
    user = people[WRITERS[draft.kind]]
    return SENDERS[draft.kind].send(actor=ACTOR, user=user, draft=fresh, write_id=uuid.uuid4(), **options)


def settled(write: Write, drain: Any) -> Write:
    drain()
    fresh = Write.objects.get(pk=write.pk)
    assert fresh.state == "confirmed", (fresh.state, fresh.reason, fresh.error_detail)
    return fresh


def journal(sandbox: Any, method: str, path: str) -> list[Any]:
    return sandbox.control.journal(method=method, path=f"/rest/v1/{path}")


def calls_since(sandbox: Any, number: int) -> list[str]:
    return [entry.method for entry in sandbox.control.journal(since=number)]


def last_call(sandbox: Any) -> int:
    return max((entry.number for entry in sandbox.control.journal()), default=0)


def open_edit(kind: str, people: Any, record_id: int) -> Draft:
    return SENDERS[kind].edit(actor=ACTOR, user=people[WRITERS[kind]], record_id=record_id)


def untouched(sandbox: Any, kind: str) -> int:
    """A document of LogicTrade that can be changed, with at least two lines."""
    control = sandbox.control
    for pk in control.records.ids(kind):
        raw = control.records.get(kind, pk)
        lamps = [one.get(lamp) for one in (raw, *raw["lines"]) for lamp in ("deliveryStatus", "invoiceStatus")]
        whole = raw.get("comment") and (kind == "invoice" or (raw.get("delivery") or {}).get("address"))
        if whole and len(raw["lines"]) > 1 and set(lamps) <= {"none", None} and raw.get("number"):
            return pk
    raise AssertionError(kind)


# --- making ---------------------------------------------------------------------------------------------------------


def test_an_order_arrives_once_with_its_marker(synced: Any, make: Any, people: Any, drain: Any) -> None:
    draft = make("order", reference="PO 4711", payment_condition="N14", discount=Decimal(10))
    line = draft_lines(draft)[0]
    DraftLine.objects.filter(pk=line.pk).update(discount=Decimal("12.5"), part_price=Decimal("10.50"))
    before = last_call(synced)
    write = settled(send(draft, people), drain)
    (post,) = journal(synced, "POST", "orders")
    assert post.query == "allowUnknownCustomer=false"
    body = post.json
    assert (body["externNumber"], body["paymentCondition"], body["salesManUserName"]) == (
        write.marker,
        "N14",
        "verkoper1",
    )
    assert write.marker not in body["comment"]["intern"]
    # 1 - 0.875 x 0.9, in percent with two decimals, half up.
    assert body["lines"][0]["discount"] == Decimal("0.2125")
    assert body["lines"][1]["discount"] == Decimal("0.1")
    # The first of its kind is read back once to see whether its marker survived.
    assert calls_since(synced, before) == ["POST", "GET"]
    assert write.differences == ""
    row = Document.objects.get(kind="order", remote_id=write.remote_id)
    assert (row.number, row.state, row.reference) == (write.remote_number, "open", "PO 4711")
    assert Draft.objects.get(pk=draft.pk).sent_id == write.remote_id


def test_an_invoice_is_a_concept_with_its_marker_in_the_comment(
    synced: Any, make: Any, people: Any, drain: Any, customer: Any
) -> None:
    draft = make("invoice", comment_intern="Nabellen", comment_extern="Met dank")
    write = settled(send(draft, people), drain)
    (post,) = journal(synced, "POST", "invoices")
    body = post.json
    assert "date" not in body
    assert body["comment"] == {"intern": f"Nabellen\n{write.marker}", "extern": "Met dank"}
    assert [line["lineNumber"] for line in body["lines"]] == ["10", "20"]
    raw = synced.control.records.get("customer", customer.pk)
    assert body["invoiceAddress"]["city"] == (raw.get("invoiceAddress") or raw["address"])["city"]
    row = Document.objects.get(kind="invoice", remote_id=write.remote_id)
    assert (row.state, row.number) == ("concept", "")
    assert kinds.get("invoice.create").permission == "invoices.write"
    assert [role for role, user in people.items() if user.has_perm("invoices.write")] == ["finance", "admin"]


@every_kind
def test_making_costs_one_call_once_markers_are_proved(
    kind: str, synced: Any, make: Any, people: Any, drain: Any
) -> None:
    settled(send(make(kind), people), drain)
    before = last_call(synced)
    settled(send(make(kind), people, twin_seen=True), drain)
    assert calls_since(synced, before) == ["POST"]


@every_kind
@both_dialects
def test_an_answer_lost_after_the_act_ends_confirmed_and_once(
    kind: str, dialect: str, synced: Any, make: Any, people: Any, drain: Any
) -> None:
    synced.control.set_dialect(dialect)
    before = len(synced.control.records.ids(kind))
    synced.control.faults.add("reset_after", method="POST", path=f"/{kind}s$", times=1)
    write = send(make(kind, comment_intern="Let op"), people)
    drain()
    assert Write.objects.get(pk=write.pk).state == "unknown"
    Write.objects.filter(pk=write.pk).update(check_at=write.created_at)
    write = settled(write, drain)
    assert len(synced.control.records.ids(kind)) == before + 1
    assert len(journal(synced, "POST", f"{kind}s")) == 1
    assert Draft.objects.get(pk=write.subject.removeprefix("draft:")).sent_id == write.remote_id


@every_kind
@both_dialects
def test_making_under_either_dialect(kind: str, dialect: str, synced: Any, make: Any, people: Any, drain: Any) -> None:
    synced.control.set_dialect(dialect)
    write = settled(send(make(kind), people), drain)
    assert write.differences == ""
    assert markers.find(kind, synced.control.records.get(kind, write.remote_id)) == write.marker


@pytest.mark.parametrize("how", ["trimmed", "dropped"])
def test_an_order_whose_marker_did_not_survive_counts_by_its_content(
    how: str, synced: Any, make: Any, people: Any, drain: Any
) -> None:
    synced.control.set_dialect(extern_number=how, create_answer="empty")
    write = send(make("order"), people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == ("confirmed", "marker_lost")
    assert len(journal(synced, "POST", "orders")) == 1


def test_what_moves_goods_is_sent_again_once_only() -> None:
    assert [kinds.get(f"{kind}.create").most_sends for kind in WRITERS] == [3, 2, 2]


def test_texts_and_options_become_comments(synced: Any, make: Any, people: Any, products: Any, drain: Any) -> None:
    draft = make("quote", comment_extern="Tot ziens")
    first, second = draft_lines(draft)
    DraftLine.objects.filter(pk=first.pk).update(position=2, comment_extern="Zaagmaat 80")
    DraftLine.objects.filter(pk=second.pk).update(position=4)
    more = [
        (1, {"role": "heading", "description": "Keuken"}),
        (3, {"role": "text", "description": "Op maat"}),
        (5, {"role": "text", "description": "Slotzin"}),
        (6, {"code": products[2].number, "product_id": products[2].pk, "description": "Barkruk", "optional": True,
             "quantity": Decimal(2), "part_price": Decimal("136.67"), "discount": Decimal(10)}),
    ]  # fmt: skip
    for position, values in more:
        DraftLine.objects.create(draft=draft, position=position, **values)
    settled(send(draft, people), drain)
    (post,) = journal(synced, "POST", "quotes")
    assert [line["comment"]["extern"] for line in post.json["lines"]] == ["Keuken\nZaagmaat 80", "Op maat"]
    below = post.json["comment"]["extern"].split("\n")
    assert below[:2] == ["Tot ziens", "Slotzin"]
    assert "2 x Barkruk, € 123,00" in below[2]


def test_a_configuration_travels_unchanged(synced: Any, make: Any, people: Any, drain: Any) -> None:
    made = {"id": 9, "items": [{"optionCode": "KLR", "valueCode": "ZND"}]}
    draft = make("order")
    DraftLine.objects.filter(draft=draft, position=1).update(configuration=codec.dumps(made))
    settled(send(draft, people), drain)
    (post,) = journal(synced, "POST", "orders")
    assert post.json["lines"][0]["configuration"] == made


def test_what_an_order_needs_stands_beside_its_field(synced: Any, make: Any, people: Any) -> None:
    draft = make("order", delivery_type="", delivery_condition="", payment_condition="ZZ")
    CodeEntry.objects.filter(table="salesman").delete()
    with pytest.raises(NotReadyError) as found:
        send(draft, people)
    assert [problem.field for problem in found.value.problems] == [
        "delivery_type",
        "delivery_condition",
        "payment_condition",
        "",
    ]
    assert not Write.objects.exists()


@pytest.mark.parametrize("status", ["400", "422"])
def test_a_refusal_names_its_line(status: str, synced: Any, make: Any, people: Any, drain: Any) -> None:
    synced.control.set_dialect(refusal_status=status)
    draft = make("order")
    line = draft_lines(draft)[1]
    synced.control.records.patch("product", line.product_id, {"code": "ANDERS-1"})
    write = send(draft, people)
    drain()
    thawed = Draft.objects.select_related("write").get(pk=draft.pk)
    refusal = SENDERS["order"].refusal(thawed)
    assert refusal is not None
    assert (refusal.line_id, refusal.field, refusal.code) == (line.pk, "code", "LTA0101")
    assert thawed.editable
    assert Write.objects.get(pk=write.pk).state == "rejected"


# --- from one to the next -------------------------------------------------------------------------------------------


@pytest.fixture
def quote_id(synced: Any, make: Any, people: Any, drain: Any) -> int:
    """A quote of ours in LogicTrade."""
    return settled(send(make("quote", reference="PO 1", comment_intern="Van ons"), people), drain).remote_id or 0


def follow(kind: str, people: Any, from_kind: str, from_id: int) -> Draft:
    return SENDERS[kind].follow(actor=ACTOR, user=people[WRITERS[kind]], from_kind=from_kind, from_id=from_id)


def test_an_order_from_a_quote_and_an_invoice_from_that(synced: Any, quote_id: int, people: Any, drain: Any) -> None:
    before = last_call(synced)
    draft = follow("order", people, "quote", quote_id)
    assert calls_since(synced, before) == ["GET"]
    assert (draft.from_kind, draft.from_id, draft.reference, draft.comment_intern) == (
        "quote",
        quote_id,
        "PO 1",
        "Van ons",
    )
    assert (draft.delivery_type, draft.delivery_condition, draft.payment_condition) == ("BZ", "STD", "PC")
    write = settled(send(draft, people), drain)
    raw = synced.control.records.get("quote", quote_id)
    (post,) = journal(synced, "POST", "orders")
    assert [(line["code"], line["quantity"], line["partPrice"]) for line in post.json["lines"]] == [
        (line["code"], line["quantity"], line["partPrice"]) for line in raw["lines"]
    ]
    link = DocumentLink.objects.get()
    assert (link.from_kind, link.from_id, link.to_kind, link.to_id) == ("quote", quote_id, "order", write.remote_id)
    assert Document.objects.get(kind="quote", remote_id=quote_id).state == "ordered"

    invoice = settled(send(follow("invoice", people, "order", write.remote_id or 0), people), drain)
    assert DocumentLink.objects.filter(from_kind="order", to_kind="invoice", to_id=invoice.remote_id).exists()


def test_a_quote_without_a_reference_is_ordered_by_its_link(synced: Any, make: Any, people: Any, drain: Any) -> None:
    quote = settled(send(make("quote"), people), drain)
    order = settled(send(follow("order", people, "quote", quote.remote_id or 0), people), drain)
    assert Document.objects.get(kind="quote", remote_id=quote.remote_id).state == "ordered"
    synced.control.records.patch("order", order.remote_id or 0, {"status": "Geannuleerd"})
    read_again("order")
    assert Document.objects.get(kind="quote", remote_id=quote.remote_id).state == "draft"
    # What was called off no longer stands in the way of another.
    settled(send(follow("order", people, "quote", quote.remote_id or 0), people, twin_seen=True), drain)


def read_again(name: str) -> None:
    from apps.erp.mirror import registry
    from apps.erp.sync.engine import run

    assert run(registry.get(name), full=True)


def test_two_people_make_one_order_of_a_quote(synced: Any, quote_id: int, people: Any, drain: Any) -> None:
    first, second = (follow("order", people, "quote", quote_id) for _ in range(2))
    write = send(first, people)
    with pytest.raises(NotReadyError) as found:
        send(second, people, twin_seen=True)
    assert [problem.field for problem in found.value.problems] == ["from"]
    assert Draft.objects.get(pk=second.pk).editable
    with pytest.raises(CannotOpenError):
        follow("order", people, "quote", quote_id)
    settled(write, drain)
    assert len(journal(synced, "POST", "orders")) == 1


def test_the_database_lets_one_of_two_in_who_passed_the_check(
    synced: Any, quote_id: int, people: Any, monkeypatch: Any
) -> None:
    first, second = (follow("order", people, "quote", quote_id) for _ in range(2))
    send(first, people)
    monkeypatch.setattr("apps.documents.links.link_taken", lambda *_: None)
    monkeypatch.setattr("apps.sales.writing.checks.link_taken", lambda *_: None)
    with pytest.raises(NotReadyError):
        send(second, people, twin_seen=True)
    assert Write.objects.filter(kind="order.create").count() == 1


def test_an_order_taken_back_frees_its_quote(synced: Any, quote_id: int, people: Any, drain: Any) -> None:
    write = send(follow("order", people, "quote", quote_id), people)
    write_cancel(actor=ACTOR, write=write)
    assert not DocumentLink.objects.exists()
    settled(send(follow("order", people, "quote", quote_id), people), drain)


def test_a_copy_in_logictrade_tells_where_it_came_from(synced: Any, quote_id: int, people: Any) -> None:
    records = synced.control.records
    quote = records.get("quote", quote_id)
    order = records.get("order", records.ids("order")[0])
    made = {**order, "comment": quote["comment"], "customer": quote["customer"], "number": "V26999999"}
    made.pop("id")
    copy = records.create("order", made)
    read_again("order")
    link = DocumentLink.objects.get()
    assert (link.from_kind, link.from_id, link.to_kind, link.to_id, link.told) == (
        "quote",
        quote_id,
        "order",
        copy,
        True,
    )
    assert Write.objects.get(kind="quote.create").remote_id == quote_id


# --- changing -------------------------------------------------------------------------------------------------------


@every_kind
@both_dialects
def test_a_change_goes_over_the_record_and_the_rest_stays(
    kind: str, dialect: str, synced: Any, people: Any, drain: Any, products: Any
) -> None:
    pk = untouched(synced, kind)
    records = synced.control.records
    raw = records.get(kind, pk)
    records.patch(kind, pk, {"vrijVeld": {"a": [1, Decimal("2.50")]}, "lines": [
        line | {"kleur": "zand", "configuration": {"id": 5, "items": []}} for line in raw["lines"]]})  # fmt: skip
    before = records.get(kind, pk)
    synced.control.set_dialect(dialect)
    draft = open_edit(kind, people, pk)
    assert (draft.edits_id, draft.edits_number) == (pk, before["number"])
    first, *others = draft_lines(draft)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "Gewijzigd"}, seen={})
    documents.line_update(actor=ACTOR, draft=draft, line_id=first.pk, changes={"quantity": Decimal(7)}, seen={})
    adding.product_line_add(actor=ACTOR, draft=draft, product_id=products[5].pk, quantity=Decimal(2))
    called = last_call(synced)
    write = settled(send(draft, people), drain)
    assert write.differences == ""
    # One reading and one write; one more reading where the answer was empty.
    assert calls_since(synced, called) == ["GET", "PUT"] + (["GET"] if dialect == "contrary" else [])
    after = records.get(kind, pk)
    assert (after["reference"], after["vrijVeld"], after["number"]) == ("Gewijzigd", before["vrijVeld"], raw["number"])
    assert after["comment"]["extern"] == before["comment"]["extern"]
    assert after["lines"][0]["quantity"] == 7
    assert len(after["lines"]) == len(before["lines"]) + 1
    for old, new in zip(before["lines"][1:], after["lines"][1:-1], strict=True):
        kept = ("lineNumber", "code", "quantity", "partPrice", "discount", "kleur", "configuration", "comment")
        assert {name: new[name] for name in kept} == {name: old[name] for name in kept}
    assert after["lines"][-1]["code"] == products[5].number
    assert others
    row = Document.objects.get(kind=kind, remote_id=pk)
    assert (row.reference, row.lines_count) == ("Gewijzigd", len(after["lines"]))


@every_kind
def test_the_marker_stays_when_the_comment_is_changed(
    kind: str, synced: Any, make: Any, people: Any, drain: Any
) -> None:
    made = settled(send(make(kind, comment_intern="Eerst"), people), drain)
    draft = open_edit(kind, people, made.remote_id or 0)
    assert draft.comment_intern == "Eerst"
    documents.draft_update(actor=ACTOR, draft=draft, changes={"comment_intern": "Daarna"}, seen={})
    settled(send(draft, people), drain)
    raw = synced.control.records.get(kind, made.remote_id or 0)
    assert markers.find(kind, raw) == made.marker
    assert markers.strip_text(raw["comment"]["intern"]) == "Daarna"


def test_lines_are_taken_away_and_moved(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "quote")
    before = synced.control.records.get("quote", pk)["lines"]
    draft = open_edit("quote", people, pk)
    lines = draft_lines(draft)
    documents.line_move(actor=ACTOR, draft=draft, line_id=lines[0].pk, step=1)
    for line in lines[2:]:
        documents.line_remove(actor=ACTOR, draft=draft, line_id=line.pk)
    settled(send(draft, people), drain)
    after = synced.control.records.get("quote", pk)["lines"]
    assert [(line["lineNumber"], line["code"]) for line in after] == [
        (10, before[1]["code"]),
        (20, before[0]["code"]),
    ]


def test_another_change_of_the_same_field_is_a_conflict_and_nothing_leaves(
    synced: Any, people: Any, drain: Any
) -> None:
    pk = untouched(synced, "quote")
    draft = open_edit("quote", people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "Mijn"}, seen={})
    synced.control.records.patch("quote", pk, {"reference": "Hun"})
    write = send(draft, people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == ("rejected", "conflict")
    assert journal(synced, "PUT", "quotes") == []
    assert Draft.objects.get(pk=draft.pk).editable


def test_another_change_elsewhere_is_merged(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "quote")
    records = synced.control.records
    draft = open_edit("quote", people, pk)
    first = draft_lines(draft)[0]
    documents.line_update(actor=ACTOR, draft=draft, line_id=first.pk, changes={"quantity": Decimal(9)}, seen={})
    lines = records.get("quote", pk)["lines"]
    records.patch(
        "quote", pk, {"reference": "Hun", "lines": [lines[0], lines[1] | {"description": "Hun regel"}, *lines[2:]]}
    )
    settled(send(draft, people), drain)
    after = records.get("quote", pk)
    assert (after["reference"], after["lines"][0]["quantity"], after["lines"][1]["description"]) == (
        "Hun",
        9,
        "Hun regel",
    )


def test_a_conflict_in_a_line(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "order")
    draft = open_edit("order", people, pk)
    first = draft_lines(draft)[0]
    documents.line_update(actor=ACTOR, draft=draft, line_id=first.pk, changes={"quantity": Decimal(9)}, seen={})
    lines = synced.control.records.get("order", pk)["lines"]
    synced.control.records.patch("order", pk, {"lines": [lines[0] | {"quantity": 4}, *lines[1:]]})
    write = send(draft, people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == ("rejected", "conflict")


@pytest.mark.parametrize(
    "progress", [{"deliveryStatus": "partial"}, {"invoiceStatus": "complete"}, {"lines": "deliveryStatus"}]
)
def test_an_order_under_way_is_not_written_over(progress: dict[str, str], synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "order")
    draft = open_edit("order", people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "Te laat"}, seen={})
    if "lines" in progress:
        lines = synced.control.records.get("order", pk)["lines"]
        progress = {"lines": [lines[0] | {"deliveryStatus": "partial"}, *lines[1:]]}  # type: ignore[dict-item]
    synced.control.records.patch("order", pk, progress)
    write = send(draft, people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == ("rejected", "in_progress")
    assert journal(synced, "PUT", "orders") == []
    Draft.objects.filter(pk=draft.pk).delete()
    with pytest.raises(CannotOpenError):
        open_edit("order", people, pk)


@every_kind
@pytest.mark.parametrize(("fault", "puts"), [("reset_after", 1), ("reset_before", 2)])
def test_an_update_without_an_answer_is_looked_at(
    kind: str, fault: str, puts: int, synced: Any, people: Any, drain: Any, hands: Any
) -> None:
    pk = untouched(synced, kind)
    draft = open_edit(kind, people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "Eens"}, seen={})
    first = draft_lines(draft)[0]
    documents.line_update(actor=ACTOR, draft=draft, line_id=first.pk, changes={"quantity": Decimal(6)}, seen={})
    synced.control.faults.add(fault, method="PUT", path=f"/{kind}s/", times=1)
    write = send(draft, people)
    drain()
    for _ in range(6):
        hands.pass_time(61)
        drain()
    settled(write, drain)
    assert len(journal(synced, "PUT", f"{kind}s")) == puts
    raw = synced.control.records.get(kind, pk)
    assert (raw["reference"], raw["lines"][0]["quantity"]) == ("Eens", 6)


def test_a_second_change_waits_for_the_first_and_is_compared_with_it(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "quote")
    mine, theirs = open_edit("quote", people, pk), None
    theirs = SENDERS["quote"].edit(actor=ACTOR, user=people["admin"], record_id=pk)
    assert theirs.pk != mine.pk
    assert open_edit("quote", people, pk).pk == mine.pk
    documents.draft_update(actor=ACTOR, draft=mine, changes={"reference": "Eerst"}, seen={})
    documents.draft_update(actor=ACTOR, draft=theirs, changes={"comment_extern": "Daarna"}, seen={})
    first, second = send(mine, people), send(theirs, people)
    assert Write.objects.get(pk=second.pk).depends_on_id == first.pk
    settled(first, drain)
    settled(second, drain)
    raw = synced.control.records.get("quote", pk)
    assert (raw["reference"], raw["comment"]["extern"]) == ("Eerst", "Daarna")
    assert EditBase.objects.filter(record_id=pk).count() == 2


def test_an_order_without_an_address_gets_its_customers_own(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "order")
    records = synced.control.records
    records.patch("order", pk, {"delivery": records.get("order", pk)["delivery"] | {"address": None}})
    draft = open_edit("order", people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "x"}, seen={})
    settled(send(draft, people), drain)
    customer = records.get("order", pk)["customer"]
    wanted = customer.get("deliveryAddress") or customer["address"]
    assert records.get("order", pk)["delivery"]["address"]["zipCode"] == wanted["zipCode"]


def test_nothing_changed_is_nothing_to_send(synced: Any, people: Any) -> None:
    draft = open_edit("quote", people, untouched(synced, "quote"))
    with pytest.raises(NotReadyError) as found:
        send(draft, people)
    assert "Nothing is different" in str(found.value)


def test_a_text_without_a_code_stops_the_change_here(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "quote")
    synced.control.records.patch("quote", pk, {"delivery": synced.control.records.get("quote", pk)["delivery"] | {
        "type": "Per drone"}})  # fmt: skip
    draft = open_edit("quote", people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "x"}, seen={})
    with pytest.raises(NotReadyError) as found:
        send(draft, people)
    assert [problem.field for problem in found.value.problems] == ["delivery_type"]
    assert "Per drone" in str(found.value)
    documents.draft_update(actor=ACTOR, draft=Draft.objects.get(pk=draft.pk), changes={"delivery_type": "AF"}, seen={})
    settled(send(draft, people), drain)
    assert synced.control.records.get("quote", pk)["delivery"]["type"] == "Afhalen"


def test_a_document_that_is_gone_cannot_be_changed(synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "quote")
    draft = open_edit("quote", people, pk)
    documents.draft_update(actor=ACTOR, draft=draft, changes={"reference": "x"}, seen={})
    synced.control.records.delete("quote", pk)
    write = send(draft, people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.error_status) == ("rejected", 404)
    with pytest.raises(CannotOpenError):
        SENDERS["quote"].edit(actor=ACTOR, user=people["admin"], record_id=pk)


# --- choosing after a conflict --------------------------------------------------------------------------------------


def rejected(draft: Draft, people: Any, drain: Any) -> Draft:
    write = send(draft, people)
    drain()
    write.refresh_from_db()
    assert (write.state, write.reason) == ("rejected", "conflict")
    return Draft.objects.select_related("write", "owner").get(pk=draft.pk)


def test_a_conflict_is_chosen_on_a_page_and_the_rest_comes_along(
    synced: Any, people: Any, drain: Any, as_role: Any
) -> None:
    pk = untouched(synced, "quote")
    records = synced.control.records
    draft = open_edit("quote", people, pk)
    first, second, *_rest = draft_lines(draft)
    documents.draft_update(
        actor=ACTOR, draft=draft, changes={"reference": "Mijn", "comment_extern": "Van mij"}, seen={}
    )
    for line in (first, second):
        documents.line_update(actor=ACTOR, draft=draft, line_id=line.pk, changes={"quantity": Decimal(9)}, seen={})
    was = records.get("quote", pk)
    lines = was["lines"]
    added = {**lines[0], "id": 99_001, "lineNumber": 900}
    theirs = [lines[0] | {"quantity": 4}, lines[1] | {"description": "Hun woorden"}, *lines[2:], added]
    delivery = was["delivery"] | {"type": "Afhalen"}
    records.patch("quote", pk, {"reference": "Hun", "delivery": delivery, "lines": theirs})
    draft = rejected(draft, people, drain)
    conflict = SENDERS["quote"].conflict(draft)
    assert conflict is not None
    assert [choice.name for choice in conflict.clashes] == ["reference", "line-10"]
    assert conflict.clashes[0].rows == [("Reference", was["reference"] or "–", "Hun", "Mijn")]
    assert [row[2] for row in conflict.theirs] == ["Afhalen"]

    client = as_role("sales")
    address = f"/sales/quotes/drafts/{draft.pk}/conflict/"
    builder = client.get(f"/sales/quotes/drafts/{draft.pk}/").content.decode()
    assert address in builder
    assert "LogicTrade refused" not in builder
    page = client.get(address).content.decode()
    assert "checked" not in page
    version = {"version": str(draft.version)}
    assert client.post(address, {**version, "choice:reference": "mine"}).status_code == 422
    assert client.post(address, {"version": "1", "choice:reference": "mine"}).status_code == 409
    chosen = {**version, "choice:reference": "mine", "choice:line-10": "theirs"}
    assert client.post(address, chosen)["Location"].endswith("/review/")

    settled_draft = Draft.objects.select_related("write", "owner").get(pk=draft.pk)
    assert (settled_draft.reference, settled_draft.comment_extern, settled_draft.delivery_type) == (
        "Mijn",
        "Van mij",
        "AF",
    )
    one, two, *_rest, last = draft_lines(settled_draft)
    assert (one.quantity, two.quantity, two.description, last.line_number) == (4, 9, "Hun woorden", 900)
    assert SENDERS["quote"].refusal(settled_draft) is None
    assert client.get(address)["Location"].endswith(f"/drafts/{draft.pk}/")
    settled(send(settled_draft, people), drain)
    after = records.get("quote", pk)
    assert (after["reference"], after["comment"]["extern"], after["delivery"]["type"]) == ("Mijn", "Van mij", "Afhalen")
    assert [line["quantity"] for line in after["lines"][:2]] == [4, 9]
    assert after["lines"][1]["description"] == "Hun woorden"


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_whole_lists_are_chosen_whole(side: str, synced: Any, people: Any, drain: Any) -> None:
    pk = untouched(synced, "order")
    records = synced.control.records
    draft = open_edit("order", people, pk)
    mine = draft_lines(draft)
    documents.line_remove(actor=ACTOR, draft=draft, line_id=mine[0].pk)
    lines = records.get("order", pk)["lines"]
    theirs = [*lines[:1], {**lines[0], "id": 99_002, "lineNumber": 910, "quantity": 5}]
    records.patch("order", pk, {"lines": theirs})
    draft = rejected(draft, people, drain)
    conflict = SENDERS["order"].conflict(draft)
    assert conflict is not None
    assert [choice.name for choice in conflict.clashes] == ["lines"]
    SENDERS["order"].settle(actor=ACTOR, draft=draft, choices={"lines": side})
    draft = Draft.objects.select_related("write", "owner").get(pk=draft.pk)
    if side == "theirs":
        assert [line.line_number for line in draft_lines(draft)] == [line["lineNumber"] for line in theirs]
        with pytest.raises(NotReadyError):
            send(draft, people)
        return
    settled(send(draft, people), drain)
    after = records.get("order", pk)["lines"]
    assert [line["code"] for line in after] == [line["code"] for line in lines[1:]]


def test_a_person_names_a_concept_of_an_invoice_by_its_id(
    synced: Any, make: Any, people: Any, drain: Any, customer: Any
) -> None:
    synced.control.set_dialect(marker="dropped")
    synced.control.faults.add("reset_after", method="POST", path="/invoices$", times=1)
    write = send(make("invoice"), people)
    drain()
    Write.objects.filter(pk=write.pk).update(state="needs_human")
    write.refresh_from_db()
    made = max(synced.control.records.ids("invoice"))
    other = next(
        pk for pk in synced.control.records.ids("invoice")
        if synced.control.records.get("invoice", pk)["customer"]["id"] != customer.pk
    )  # fmt: skip
    for wrong, reason in ((f"#{other}", "different"), ("#999999", "none")):
        with pytest.raises(NotTheRecordError) as found:
            write_found(actor=ACTOR, write=write, number=wrong)
        assert found.value.reason == reason
    write_found(actor=ACTOR, write=write, number=f"#{made}")
    assert Write.objects.get(pk=write.pk).remote_id == made
