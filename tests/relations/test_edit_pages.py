"""The pages that make, change and remove customers and suppliers: fields, conflicts, refusals, what they cost."""

import re
from typing import Any

import pytest

from apps.erp.models import EditBase, Write
from apps.erp.outbox.models import State
from apps.logictrade import markers
from apps.relations.models import Customer, Supplier
from tests.erp.posted import inputs, settled

pytestmark = pytest.mark.django_db(transaction=True)
CUSTOMERS = "/relations/customers/"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.OUTBOX_WAIT_SECONDS = 0


@pytest.fixture
def sales(as_role):
    return as_role("sales")


@pytest.fixture
def business(synced) -> dict[str, Any]:
    """A business with an address that LogicTrade knows."""
    records = synced.control.records
    for pk in records.ids("customer"):
        record = records.get("customer", pk)
        if record.get("companyName") and record.get("address", {}).get("street"):
            return record
    raise AssertionError("no business")


def edit_url(record: Any) -> str:
    return f"{CUSTOMERS}{record['id']}/edit/"


class TestNew:
    def post(self, client: Any, **typed: str) -> Any:
        return client.post(f"{CUSTOMERS}new/", inputs(client.get(f"{CUSTOMERS}new/").text) | typed)

    def test_a_business_is_made_once_and_its_card_shown(self, sales, synced, drain):
        response = self.post(
            sales, company_name="Zonnebloem Wonen BV", email="info@zonnebloem.example", home_city="Zwolle"
        )
        page = settled(sales, response, drain)
        [entry] = synced.control.journal(method="POST", path="/rest/v1/customers")
        marker = markers.find("customer", entry.json)
        assert entry.json | {"externNumbers": None} == {
            "companyName": "Zonnebloem Wonen BV",
            "email": "info@zonnebloem.example",
            "address": {"city": "Zwolle", "country": "NL"},
            "externNumbers": None,
        }
        made = Customer.objects.get(name="Zonnebloem Wonen BV")
        assert marker
        assert marker in made.data
        assert page.request["PATH_INFO"] == f"{CUSTOMERS}{made.pk}/"
        assert "Confirmed by LogicTrade as" in page.text

    def test_a_person_needs_both_names(self, sales, synced, drain):
        response = self.post(sales, first_name="Piet")
        assert response.status_code == 422
        assert response.context["form"].errors.keys() == {"last_name"}
        assert 'value="Piet"' in response.text
        assert not Write.objects.exists()

    def test_an_empty_form_asks_for_a_name_and_sends_nothing(self, sales, synced):
        assert self.post(sales).context["form"].errors.keys() == {"first_name", "last_name"}

    def test_the_same_form_twice_makes_one(self, sales, synced, drain):
        typed = inputs(sales.get(f"{CUSTOMERS}new/").text) | {"company_name": "Dubbel BV"}
        for _ in range(3):
            sales.post(f"{CUSTOMERS}new/", typed)
        drain()
        assert len(synced.control.journal(method="POST", path="/rest/v1/customers")) == 1

    def test_the_same_in_another_form_is_asked_about_once(self, sales, synced, drain):
        self.post(sales, company_name="Tweeling BV")
        asked = self.post(sales, company_name="Tweeling BV")
        assert "The same was sent a moment ago." in asked.text
        assert Write.objects.count() == 1
        sales.post(f"{CUSTOMERS}new/", inputs(asked.text))
        assert Write.objects.count() == 2

    def test_odd_numbers_are_remarked_on_and_saved(self, sales, synced, drain):
        typed = {
            "company_name": "Vreemd BV",
            "coc_number": "12",
            "vat_number": "NL1",
            "home_zip_code": "99",
            "phone": "1",
        }
        notes = sales.post(f"{CUSTOMERS}check/", inputs(sales.get(f"{CUSTOMERS}new/").text) | typed)
        assert [hint.field.name for hint in notes.context["hints"]] == [
            "coc_number",
            "vat_number",
            "phone",
            "home_zip_code",
        ]
        settled(sales, self.post(sales, **typed), drain)
        assert Customer.objects.filter(name="Vreemd BV").exists()

    def test_a_new_title_is_remarked_on(self, sales, synced):
        notes = sales.post(f"{CUSTOMERS}check/", {"title": "Jonkheer", "infix": "von und zu"})
        assert [hint.field.name for hint in notes.context["hints"]] == ["title", "infix"]

    def test_records_that_resemble_it_are_shown(self, sales, synced, business):
        notes = sales.post(f"{CUSTOMERS}check/", {"company_name": business["companyName"], "email": business["email"]})
        assert business["companyName"] in [twin.name for twin in notes.context["twins"]]

    def test_logictrades_refusal_stands_beside_its_field_and_all_stays(self, sales, synced, drain):
        page = settled(sales, self.post(sales, company_name="Geweigerd BV", email="piet@localhost"), drain)
        form = page.context["form"]
        assert form.errors.keys() == {"email"}
        assert "is ongeldig" in page.text
        assert "LTA" in page.text
        assert 'value="Geweigerd BV"' in page.text

    def test_an_answer_that_was_lost_is_found_by_the_marker(self, sales, synced, drain):
        synced.control.faults.add("reset_after", method="POST", path="/rest/v1/customers")
        self.post(sales, company_name="Verloren BV")
        drain()
        write = Write.objects.get()
        assert write.state in {State.UNKNOWN, State.CONFIRMED}
        Write.objects.filter(state=State.UNKNOWN).update(check_at=write.created_at)
        drain()
        assert Write.objects.get().state == State.CONFIRMED
        assert len(synced.control.journal(method="POST", path="/rest/v1/customers")) == 1


class TestEdit:
    def open(self, client: Any, record: Any) -> dict[str, Any]:
        page = client.get(edit_url(record))
        assert page.status_code == 200
        return inputs(page.text)

    def test_only_what_was_changed_is_changed(self, sales, synced, business, drain):
        before = synced.control.records.get("customer", business["id"])
        typed = self.open(sales, business) | {"home_street": "Kerkstraat", "remark": "Belt graag"}
        page = settled(sales, sales.post(edit_url(business), typed), drain)
        assert page.request["PATH_INFO"] == f"{CUSTOMERS}{business['id']}/"
        after = synced.control.records.get("customer", business["id"])
        assert after["address"] == before["address"] | {"street": "Kerkstraat"}
        assert after["remark"] == "Belt graag"
        rest = before.keys() - {"address", "remark", "modifiedDate"}
        assert {name: after.get(name) for name in rest} == {name: before[name] for name in rest}
        assert Customer.objects.get(pk=business["id"]).raw["address"]["street"] == "Kerkstraat"

    def test_saving_without_a_change_sends_nothing(self, sales, synced, business):
        response = sales.post(edit_url(business), self.open(sales, business))
        assert response["Location"] == f"{CUSTOMERS}{business['id']}/"
        assert not Write.objects.exists()

    def test_it_costs_one_call_to_open_and_three_to_save(self, sales, synced, business, drain, calls):
        with calls(1):
            typed = self.open(sales, business)
        with calls(0):
            sales.post(edit_url(business), typed | {"remark": "Belt graag"})
        with calls(2):
            drain()
        assert Write.objects.get().state == State.CONFIRMED

    def test_opening_needs_few_queries(self, sales, synced, business, django_assert_max_num_queries):
        sales.get(edit_url(business))
        with django_assert_max_num_queries(45):
            sales.get(edit_url(business))

    def test_every_record_opens_and_saves_unchanged(self, sales, synced):
        ids = synced.control.records.ids("customer")
        for pk in [*ids[:6], *ids[-14:]]:
            url = f"{CUSTOMERS}{pk}/edit/"
            response = sales.post(url, inputs(sales.get(url).text))
            assert response["Location"] == f"{CUSTOMERS}{pk}/", response.context["form"].errors
        assert not Write.objects.exists()

    def test_without_logictrade_the_copy_is_shown_and_said_so(self, sales, synced, business):
        synced.control.down()
        page = sales.get(edit_url(business))
        synced.control.up()
        assert "This is the copy that was read before." in page.text
        assert business["companyName"] in page.text
        assert EditBase.objects.get().fresh is False

    def test_a_record_that_is_gone_leads_to_its_card(self, sales, synced, business):
        synced.control.records.delete("customer", business["id"])
        assert sales.get(edit_url(business))["Location"] == f"{CUSTOMERS}{business['id']}/"
        assert Customer.objects.get(pk=business["id"]).gone_at

    def test_a_record_that_went_after_the_form_was_opened(self, sales, synced, business, drain):
        typed = self.open(sales, business)
        synced.control.records.delete("customer", business["id"])
        page = settled(sales, sales.post(edit_url(business), typed | {"remark": "x"}), drain)
        assert "somebody removed it" in page.text
        copied = sales.get(page.context["result"].copy_url)
        assert business["companyName"] in copied.text

    def test_other_fields_of_others_stay(self, sales, synced, business, drain):
        typed = self.open(sales, business)
        synced.control.records.patch("customer", business["id"], {"remark": "Van een ander"})
        settled(sales, sales.post(edit_url(business), typed | {"home_street": "Kerkstraat"}), drain)
        after = synced.control.records.get("customer", business["id"])
        assert (after["remark"], after["address"]["street"]) == ("Van een ander", "Kerkstraat")

    def conflict(self, client: Any, synced: Any, business: Any, drain: Any) -> Any:
        typed = self.open(client, business)
        synced.control.records.patch("customer", business["id"], {"remark": "Van een ander", "email": "x@y.example"})
        response = client.post(edit_url(business), typed | {"remark": "Van mij", "home_street": "Kerkstraat"})
        page = settled(client, response, drain)
        assert not synced.control.journal(method="PUT")
        return page

    def test_the_same_field_asks_and_sends_nothing(self, sales, synced, business, drain):
        page = self.conflict(sales, synced, business, drain)
        for words in ("Van een ander", "Van mij", "Kerkstraat", "x@y.example", business.get("remark") or "–"):
            assert words in page.text
        assert "checked" not in page.text
        [choice] = page.context["conflict"].clashes
        assert choice.name == "remark"
        write = Write.objects.get()
        assert (write.state, write.reason) == (State.REJECTED, "conflict")

    @pytest.mark.parametrize(("side", "left"), [("mine", "Van mij"), ("theirs", "Van een ander")])
    def test_the_choice_is_sent_with_all_that_was_typed(self, sales, synced, business, drain, side, left):
        page = self.conflict(sales, synced, business, drain)
        url = page.request["PATH_INFO"]
        assert sales.post(url, inputs(page.text)).status_code == 422
        settled(sales, sales.post(url, inputs(page.text) | {"choice:remark": side}), drain)
        after = synced.control.records.get("customer", business["id"])
        assert (after["remark"], after["address"]["street"], after["email"]) == (left, "Kerkstraat", "x@y.example")
        first, second = Write.objects.order_by("created_at")
        assert second.replaces == first
        assert len(synced.control.journal(method="PUT")) == 1

    def test_all_of_theirs_sends_nothing(self, sales, synced, business, drain):
        typed = self.open(sales, business)
        synced.control.records.patch("customer", business["id"], {"remark": "Van een ander"})
        page = settled(sales, sales.post(edit_url(business), typed | {"remark": "Van mij"}), drain)
        url = page.request["PATH_INFO"]
        done = sales.post(url, inputs(page.text) | {"choice:remark": "theirs"})
        assert done["Location"] == f"{CUSTOMERS}{business['id']}/"
        assert not synced.control.journal(method="PUT")

    def test_a_second_change_during_the_choice_is_asked_again(self, sales, synced, business, drain):
        page = self.conflict(sales, synced, business, drain)
        synced.control.records.patch("customer", business["id"], {"remark": "Nog een ander"})
        url = page.request["PATH_INFO"]
        again = settled(sales, sales.post(url, inputs(page.text) | {"choice:remark": "mine"}), drain)
        assert "Nog een ander" in again.text
        assert not synced.control.journal(method="PUT")

    def test_what_logictrade_keeps_differently_is_said(self, sales, synced, business, drain):
        synced.control.faults.add("alter", method="PUT", path="/customers/", field="remark", value="AFGEKAPT")
        typed = self.open(sales, business) | {"remark": "Een lange opmerking"}
        page = settled(sales, sales.post(edit_url(business), typed), drain)
        [line] = page.context["result"].differences
        assert (line.field, line.sent, line.found) == ("Remark", "Een lange opmerking", "AFGEKAPT")

    def test_a_refusal_stands_beside_its_field_and_keeps_the_base(self, sales, synced, business, drain):
        typed = self.open(sales, business) | {"remark": "Blijft staan", "email": "piet@localhost"}
        page = settled(sales, sales.post(edit_url(business), typed), drain)
        assert page.context["form"].errors.keys() == {"email"}
        assert "Blijft staan" in page.text
        synced.control.records.patch("customer", business["id"], {"remark": "Van een ander"})
        typed = inputs(page.text) | {"email": "piet@elders.example"}
        asked = settled(sales, sales.post(edit_url(business), typed), drain)
        assert "conflict" in asked.context, "the refused form still knows what its person was shown"

    def test_the_audit_log_keeps_what_stood_there(self, sales, synced, business, drain):
        from apps.audit.models import AuditDetails

        settled(sales, sales.post(edit_url(business), self.open(sales, business) | {"remark": "Nieuw"}), drain)
        entry = AuditDetails.objects.get(entry__action="write:attempt")
        assert business["companyName"] in entry.before
        assert '"remark":"Nieuw"' in entry.after.replace(" ", "")

    def test_somebody_elses_form_is_drawn_anew(self, sales, as_role, synced, business):
        typed = self.open(as_role("admin"), business) | {"remark": "Getypt"}
        page = sales.post(edit_url(business), typed)
        assert page.status_code == 422
        assert "Getypt" in page.text
        assert not Write.objects.exists()


class TestRemove:
    def ask(self, client: Any, pk: int) -> Any:
        page = client.get(f"{CUSTOMERS}{pk}/remove/")
        token = re.search(r'name="token" value="([^"]*)"', page.text)
        return page, {"token": token[1] if token else ""}

    def unused(self, synced: Any) -> int:
        from apps.documents.models import Document

        used = set(Document.objects.values_list("party_id", flat=True))
        return next(pk for pk in synced.control.records.ids("customer") if pk not in used)

    def test_it_asks_and_removes(self, sales, synced, drain):
        pk = self.unused(synced)
        page, form = self.ask(sales, pk)
        assert "Backoffice knows nothing that refers to it." in page.text
        done = settled(sales, sales.post(f"{CUSTOMERS}{pk}/remove/", form), drain)
        assert done.request["PATH_INFO"] == CUSTOMERS
        assert pk not in synced.control.records.ids("customer")
        assert Customer.objects.get(pk=pk).gone_at

    def test_what_refers_to_it_is_named_and_a_refusal_explained(self, sales, synced, drain):
        from apps.documents.models import Document

        pk = Document.objects.filter(kind="order", gone_at=None).exclude(party_id=None).first().party_id
        page, form = self.ask(sales, pk)
        assert re.search(r"\d+ orders?", page.text)
        done = settled(sales, sales.post(f"{CUSTOMERS}{pk}/remove/", form), drain)
        assert "is in use" in done.text
        assert Customer.objects.get(pk=pk).gone_at is None

    def test_removed_already_is_as_good(self, sales, synced, drain):
        pk = self.unused(synced)
        _page, form = self.ask(sales, pk)
        synced.control.records.delete("customer", pk)
        sales.post(f"{CUSTOMERS}{pk}/remove/", form)
        drain()
        assert Write.objects.get().state == State.CONFIRMED
        assert Customer.objects.get(pk=pk).gone_at


class TestSuppliers:
    SUPPLIERS = "/relations/suppliers/"

    @pytest.fixture
    def buyer(self, as_role):
        return as_role("purchasing")

    def post(self, client: Any, **typed: str) -> Any:
        return client.post(f"{self.SUPPLIERS}new/", inputs(client.get(f"{self.SUPPLIERS}new/").text) | typed)

    def test_a_supplier_is_made_changed_and_removed(self, buyer, synced, drain):
        typed = {"company_name": "Plank & Zoon", "iban": "NL91ABNA0417164300", "lead_time": "6", "multiple": "2,5"}
        page = settled(buyer, self.post(buyer, **typed), drain)
        [entry] = synced.control.journal(method="POST", path="/rest/v1/suppliers")
        assert entry.json["leadTimeInWeeks"] == 6
        assert "address" not in entry.json
        made = Supplier.objects.get(name="Plank & Zoon")
        assert page.request["PATH_INFO"] == f"{self.SUPPLIERS}{made.pk}/"
        url = f"{self.SUPPLIERS}{made.pk}/edit/"
        settled(buyer, buyer.post(url, inputs(buyer.get(url).text) | {"lead_time": "8"}), drain)
        assert synced.control.records.get("supplier", made.pk)["leadTimeInWeeks"] == 8
        url = f"{self.SUPPLIERS}{made.pk}/remove/"
        token = re.search(r'name="token" value="([^"]*)"', buyer.get(url).text)
        settled(buyer, buyer.post(url, {"token": token[1]}), drain)
        assert Supplier.objects.get(pk=made.pk).gone_at

    def test_a_name_is_needed(self, buyer, synced):
        assert self.post(buyer).context["form"].errors.keys() == {"company_name"}

    def test_a_lost_answer_is_found_by_all_that_was_sent(self, buyer, synced, drain):
        synced.control.faults.add("reset_after", method="POST", path="/rest/v1/suppliers")
        self.post(buyer, company_name="Verloren Hout", email="in@verloren.example")
        drain()
        Write.objects.filter(state=State.UNKNOWN).update(check_at="2020-01-01T00:00:00Z")
        drain()
        assert Write.objects.get().state == State.CONFIRMED
        assert len(synced.control.journal(method="POST", path="/rest/v1/suppliers")) == 1

    def test_every_supplier_opens_and_saves_unchanged(self, buyer, synced):
        for pk in synced.control.records.ids("supplier")[-12:]:
            url = f"{self.SUPPLIERS}{pk}/edit/"
            response = buyer.post(url, inputs(buyer.get(url).text))
            assert response["Location"] == f"{self.SUPPLIERS}{pk}/"

    def test_products_of_a_supplier_are_named_before_it_goes(self, buyer, synced):
        from apps.catalogue.models import Product

        pk = Product.objects.exclude(supplier_id=None).filter(gone_at=None).first().supplier_id
        assert re.search(r"\d+ products?", buyer.get(f"{self.SUPPLIERS}{pk}/remove/").text)


@pytest.mark.parametrize("path", ["new/", "1/edit/", "1/remove/"])
def test_only_who_may_write_gets_there(as_role, synced, path):
    for role in ("finance", "viewer", "warehouse", "purchasing"):
        assert as_role(role).get(CUSTOMERS + path).status_code == 403


@pytest.mark.parametrize("path", ["987654321/edit/", f"{'9' * 30}/edit/", "987654321/remove/"])
def test_a_record_that_nobody_knows(sales, synced, path):
    assert sales.get(CUSTOMERS + path).status_code == 404
