"""The pages that make, change and remove products."""

import re
from decimal import Decimal
from typing import Any

import pytest

from apps.catalogue.models import Composition, Product
from apps.erp.models import Write
from apps.erp.outbox.models import State
from tests.erp.posted import inputs, settled

pytestmark = pytest.mark.django_db(transaction=True)
PRODUCTS = "/catalogue/products/"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.OUTBOX_WAIT_SECONDS = 0


@pytest.fixture
def buyer(as_role):
    return as_role("purchasing")


@pytest.fixture
def plain(synced) -> dict[str, Any]:
    """A product with a supplier, a group and a price."""
    records = synced.control.records
    for pk in records.ids("product"):
        record = records.get("product", pk)
        supplier = record.get("supplier") or {}
        if record.get("groups") and (supplier.get("supplier") or {}).get("id") and record.get("salesPrice"):
            return record
    raise AssertionError("no plain product")


def post_new(client: Any, **typed: Any) -> Any:
    return client.post(f"{PRODUCTS}new/", inputs(client.get(f"{PRODUCTS}new/").text) | typed)


def test_a_product_is_made(buyer, synced, drain, plain):
    group = str(plain["groups"][0]["id"])
    supplier = str(plain["supplier"]["supplier"]["id"])
    typed = {"code": "NIEUW1", "name": "Kruk Nieuw", "sales_price": "12,50", "groups": [group], "supplier": supplier}
    page = settled(buyer, post_new(buyer, **typed, purchase_price="6", start_date="1-2-2027", webshop="yes"), drain)
    [entry] = synced.control.journal(method="POST", path="/rest/v1/products")
    assert entry.json == {
        "code": "NIEUW1",
        "name": "Kruk Nieuw",
        "salesPrice": Decimal("12.50"),
        "groups": [{"id": int(group)}],
        "supplier": {"supplier": {"id": int(supplier)}, "purchasePrice": Decimal("6.00")},
        "startDate": "2027-02-01",
        "webshop": True,
    }
    made = Product.objects.get(number="NIEUW1")
    assert page.request["PATH_INFO"] == f"{PRODUCTS}{made.pk}/"


def test_only_what_was_changed_is_changed(buyer, synced, drain, plain):
    url = f"{PRODUCTS}{plain['id']}/edit/"
    settled(buyer, buyer.post(url, inputs(buyer.get(url).text) | {"sales_price": "99,95", "vat": ""}), drain)
    after = synced.control.records.get("product", plain["id"])
    assert after["salesPrice"] == Decimal("99.95")
    kept = plain.keys() - {"salesPrice", "vat", "modifiedDate"}
    assert {name: after.get(name) for name in kept} == {name: plain[name] for name in kept}


@pytest.fixture
def keyless(synced) -> dict[str, Any]:
    """A product of which an image has no address, a property no code, and a value of another none."""
    image = {"id": 900_010, "name": "los.jpg", "url": None, "sequence": 10}
    known = {"id": 900_011, "name": "1.jpg", "url": "https://images.example.nl/1.jpg", "sequence": 20}
    colour = {"id": 1, "code": "KLR", "name": "Kleur", "values": [{"id": 77, "code": None, "value": "oker"}]}
    loose = {"id": 900_012, "code": "", "name": "Herkomst", "values": [{"id": 78, "code": "", "value": "Drenthe"}]}
    pk = synced.control.records.ids("product")[40]
    parts = {"images": [image, known], "attributes": [colour, loose]}
    return synced.control.records.patch("product", pk, parts)


@pytest.mark.parametrize("update_meaning", ["replace", "merge"])
def test_parts_that_cannot_be_written_by_their_key_stop_nothing_and_stay(buyer, synced, drain, keyless, update_meaning):
    """What nobody edits and LogicTrade gave itself: sent back as received, and still there."""
    synced.control.set_dialect(update_meaning=update_meaning)
    url = f"{PRODUCTS}{keyless['id']}/edit/"
    page = settled(buyer, buyer.post(url, inputs(buyer.get(url).text) | {"unit": "doos"}), drain)
    write = Write.objects.get()
    assert (write.state, write.differences) == (State.CONFIRMED, "")
    assert page.request["PATH_INFO"] == f"{PRODUCTS}{keyless['id']}/"
    after = synced.control.records.get("product", keyless["id"])
    assert after["unit"] == "doos"
    assert after["images"] == keyless["images"]
    assert [one["name"] for one in after["attributes"]] == ["Kleur", "Herkomst"]
    assert [one["values"] for one in after["attributes"]] == [one["values"] for one in keyless["attributes"]]


def test_parts_that_logictrade_passes_over_are_named_after_the_write(buyer, synced, drain, keyless):
    synced.control.set_dialect(keyless_parts="dropped")
    url = f"{PRODUCTS}{keyless['id']}/edit/"
    page = settled(buyer, buyer.post(url, inputs(buyer.get(url).text) | {"unit": "doos"}), drain)
    assert Write.objects.get().state == State.CONFIRMED
    told = [(line.field, line.sent, line.found) for line in page.context["result"].differences]
    assert told == [
        ("Images", "los.jpg", "no longer there"),
        ("Properties", "Kleur oker, Herkomst", "no longer there"),
    ]
    assert "Herkomst" in page.text


def test_every_product_opens_and_saves_unchanged(buyer, synced):
    ids = synced.control.records.ids("product")
    for pk in [*ids[:4], *ids[-12:]]:
        url = f"{PRODUCTS}{pk}/edit/"
        response = buyer.post(url, inputs(buyer.get(url).text))
        assert response["Location"] == f"{PRODUCTS}{pk}/", response.context["form"].errors
    assert not Write.objects.exists()


def test_a_price_and_its_vat_are_one_choice(buyer, synced, drain, plain):
    url = f"{PRODUCTS}{plain['id']}/edit/"
    typed = inputs(buyer.get(url).text) | {"sales_price": "99,95"}
    synced.control.records.patch("product", plain["id"], {"unit": "doos"})
    page = settled(buyer, buyer.post(url, typed), drain)
    [choice] = page.context["conflict"].clashes
    assert len(choice.rows) == 2
    assert not synced.control.journal(method="PUT")
    again = page.request["PATH_INFO"]
    settled(buyer, buyer.post(again, inputs(page.text) | {f"choice:{choice.name}": "theirs"}), drain)
    assert synced.control.records.get("product", plain["id"])["unit"] == "doos"


def test_dates_the_wrong_way_round_and_no_name(buyer, synced):
    page = post_new(buyer, start_date="1-2-2027", end_date="1-1-2027")
    assert page.context["form"].errors.keys() == {"name", "end_date"}


def test_odd_barcodes_and_twins_are_remarked_on(buyer, synced, plain):
    notes = buyer.post(f"{PRODUCTS}check/", {"code": plain["code"], "barcode": "1234567890123", "name": "x"})
    assert [hint.field.name for hint in notes.context["hints"]] == ["barcode"]
    assert [twin.place for twin in notes.context["twins"]] == [plain["code"]]


def test_where_nothing_can_be_found_a_person_is_asked(buyer, synced, drain, settings):
    """Without a marker it is never sent a second time by itself."""
    # Not at once: each try looks through all products.
    settings.OUTBOX_SCHEDULE = (1,)
    synced.control.faults.add("reset_before", method="POST", path="/rest/v1/products")
    post_new(buyer, name="Nooit aangekomen")
    drain()
    from datetime import timedelta

    from apps.core import clock
    from tests.erp.outbox.support import Hands

    hands = Hands()
    with clock.using(hands):
        for _ in range(6):
            hands.pass_time(timedelta(minutes=1).total_seconds())
            drain()
    write = Write.objects.get()
    assert (write.state, write.reason) == (State.NEEDS_HUMAN, "unmarked")
    assert not [
        pk for pk in synced.control.records.ids("product") if "Nooit" in str(synced.control.records.get("product", pk))
    ]
    page = buyer.get(f"/writes/{write.pk}/")
    assert "Look it up there" in page.text


def test_what_refers_to_a_product_is_named_and_a_refusal_explained(buyer, synced, drain):
    pk = Composition.objects.filter(gone_at=None).first().child_id
    url = f"{PRODUCTS}{pk}/remove/"
    page = buyer.get(url)
    assert re.search(r"\d+ compositions?", page.text)
    token = re.search(r'name="token" value="([^"]*)"', page.text)[1]
    assert "is in use" in settled(buyer, buyer.post(url, {"token": token}), drain).text


@pytest.mark.parametrize("path", ["new/", "1/edit/", "1/remove/"])
def test_only_who_may_write_gets_there(as_role, synced, path):
    for role in ("sales", "finance", "viewer", "warehouse"):
        assert as_role(role).get(PRODUCTS + path).status_code == 403
