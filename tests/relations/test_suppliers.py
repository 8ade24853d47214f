"""Suppliers: from a received record to a row, the search, the pages, and what they cost."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.erp.mirror.search import search
from apps.erp.models import Link, SyncState
from apps.logictrade.errors import RecordError
from apps.relations.models import Supplier
from apps.relations.resources import SUPPLIERS, read_supplier
from apps.relations.selectors import supplier_search

LIST = "/relations/suppliers/"
SEES = ("purchasing", "finance", "viewer", "admin")
SEES_NOT = ("sales", "warehouse")
WEAVER = {
    "id": 3,
    "number": "R000000021",
    "companyName": "Weverij Zeeuws Vlaanderen",
    "phoneNumber": "0118-41 22 05",
    "mobileNumber": "+31 6 12345678",
    "email": "inkoop@weverij.example.nl",
    "remark": "Levert alleen op dinsdag",
    "leadTimeInWeeks": 6,
    "orderQuantityMultiple": Decimal("2.5"),
    "ibanNumber": "nl91abna0417164300",
    "bicCode": "ABNANL2A",
    "cocNumber": "2204 1187",
    "address": {"street": "Kaai", "houseNumber": "4", "zipCode": "4382 AD", "city": "Vlissingen", "country": "NL"},
    "modifiedDate": "2024-04-12T14:12:47.33",
}
RECORDS = [WEAVER, {"id": 4, "companyName": "Beslag & Zn", "leadTimeInWeeks": 1}, {"id": 5, "companyName": "Aktie"}]


@pytest.fixture
def known(suppliers):
    suppliers(*RECORDS)


@pytest.fixture
def buyer(as_role):
    return as_role("purchasing")


def columns(**raw):
    return read_supplier({"id": 7, **raw}).columns


class TestReading:
    def test_what_the_list_shows_has_a_column(self):
        found = columns(**{name: value for name, value in WEAVER.items() if name != "id"})
        assert (found["number"], found["name"], found["city"]) == (
            "R000000021",
            "Weverij Zeeuws Vlaanderen",
            "Vlissingen",
        )
        assert (found["lead_time_weeks"], found["iban"], found["coc_number"]) == (
            6,
            "nl91abna0417164300",
            "2204 1187",
        )

    def test_one_without_anything_is_shown_by_its_id(self):
        nothing = dict.fromkeys((*WEAVER, "externNumbers"))
        assert columns(**nothing | {"id": 7})["name"] == "#7"

    @pytest.mark.parametrize("weeks", [-1, 10_000, 10**14, "veel", 1.5, None, [], True])
    def test_a_lead_time_that_no_calendar_knows_is_left_out(self, weeks):
        assert columns(leadTimeInWeeks=weeks)["lead_time_weeks"] is None

    def test_what_no_column_holds_is_cut(self):
        found = columns(companyName="W\x00" + "x" * 900, remark="r" * 900, ibanNumber="N" * 90, cocNumber="1" * 90)
        assert [len(found[name]) for name in ("name", "remark", "iban", "coc_number")] == [300, 200, 40, 40]

    @pytest.mark.parametrize("pk", [None, "7", 0, -1, True])
    def test_a_record_without_a_usable_id_is_refused(self, pk):
        with pytest.raises(RecordError):
            read_supplier({"id": pk, "companyName": "x"})

    @pytest.mark.django_db(transaction=True)
    def test_the_list_is_read_into_the_mirror(self, synced):
        rows = Supplier.objects.order_by("pk")
        assert SyncState.objects.get(pk="supplier").last_full_at
        assert rows.count() == len(synced.control.records.ids("supplier")) > 0
        assert all(row.name for row in rows)


@pytest.mark.usefixtures("known")
class TestSearch:
    @pytest.mark.parametrize(
        "typed",
        [
            *("zeeuws weverij", "R000000021", "r0000000", "41 22 05", "+31 118 4122", "4382ad 4", "inkoop@weverij"),
            *("22041187", "2204", "NL91ABNA0417164300", "vlissingen"),
        ],
    )
    def test_it_is_found_by(self, typed):
        assert 3 in search(Supplier, typed).ids

    def test_the_remark_is_not_searched(self):
        assert search(Supplier, "dinsdag").ids == ()

    def test_gone_ones_are_found_and_cannot_be_picked(self, suppliers):
        suppliers(WEAVER, gone=(3,))
        assert [row.pk for row in supplier_search("weverij")[0]] == [3]
        assert supplier_search("weverij", with_gone=False)[0] == []


@pytest.mark.usefixtures("known")
class TestAccess:
    @pytest.mark.parametrize("role", SEES)
    def test_roles_that_work_with_suppliers_see_them(self, as_role, role):
        client = as_role(role)
        assert "Weverij Zeeuws Vlaanderen" in client.get(LIST).text
        assert client.get(f"{LIST}3/").status_code == 200

    @pytest.mark.parametrize("role", SEES_NOT)
    @pytest.mark.parametrize("path", [LIST, f"{LIST}3/", f"{LIST}99/", f"{LIST}picker/?q=weverij"])
    def test_other_roles_are_refused(self, as_role, role, path):
        response = as_role(role).get(path)
        assert response.status_code == 403
        assert "Weverij" not in response.text

    def test_without_sign_in_there_is_only_the_way_to_it(self, client):
        assert client.get(f"{LIST}3/")["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("path", [LIST, f"{LIST}3/", f"{LIST}picker/"])
    def test_nothing_can_be_sent_there(self, buyer, path):
        assert buyer.put(path).status_code == 405

    def test_it_stands_in_the_menu_under_purchasing(self, buyer, as_role):
        assert f'href="{LIST}"' in buyer.get("/").text
        assert f'href="{LIST}"' not in as_role("sales").get("/").text


@pytest.mark.parametrize("pk", ["99", "0", "9223372036854775807", "9223372036854775808", "9" * 30])
@pytest.mark.parametrize("kind", ["suppliers", "customers"])
def test_an_unknown_id_gets_a_page_with_a_way_on(as_role, known, kind, pk):
    response = as_role("admin").get(f"/relations/{kind}/{pk}/")
    assert response.status_code == 404
    assert "is not here" in response.text
    assert f'action="/relations/{kind}/"' in response.text


@pytest.mark.usefixtures("known")
class TestList:
    def test_columns(self, buyer):
        text = buyer.get(LIST).text
        for part in ("R000000021", "Vlissingen", "0118-41 22 05", "inkoop@weverij.example.nl", "Lead time (weeks)"):
            assert part in text

    @pytest.mark.parametrize(
        ("sort", "ids"),
        [
            *(("name", [5, 4, 3]), ("-name", [3, 4, 5]), ("lead", [4, 3, 5]), ("-lead", [3, 4, 5])),
            *(("changed", [3, 4, 5]), ("number", [4, 5, 3]), ("nonsense", [5, 4, 3])),
        ],
    )
    def test_sorting_leaves_the_unknown_last(self, buyer, sort, ids):
        assert [row.pk for row in buyer.get(LIST, {"sort": sort}).context["rows"].rows] == ids

    @pytest.mark.parametrize("query", ["q=" + "x" * 10_000, "q=%00", "page=abc", "town=%00%25", "gone=maybe", "sort=-"])
    def test_junk_in_the_address_gives_a_page(self, buyer, query):
        assert buyer.get(f"{LIST}?{query}").status_code == 200

    def test_the_town_filters_by_its_beginning(self, buyer):
        assert [row.pk for row in buyer.get(LIST, {"town": "vliss"}).context["rows"].rows] == [3]

    def test_gone_suppliers_show_when_searched_or_asked_for(self, buyer, suppliers):
        suppliers(*RECORDS, gone=(3,))
        assert "Weverij" not in buyer.get(LIST).text
        for query in ({"q": "weverij"}, {"gone": "on"}):
            assert "removed in LogicTrade" in buyer.get(LIST, query).text

    def test_a_key_without_the_right_is_told(self, buyer):
        Link.objects.create(pk=1, scope="customer product")
        assert "no right to suppliers" in buyer.get(LIST).text

    @pytest.mark.parametrize("query", [{}, {"q": "weverij"}, {"sort": "lead"}])
    def test_what_it_costs(self, buyer, suppliers, query, calls, django_assert_max_num_queries):
        suppliers(*({**WEAVER, "id": 100 + n, "number": f"R{n}"} for n in range(60)))
        with calls(0), django_assert_max_num_queries(16):
            assert buyer.get(LIST, query).status_code == 200


def test_an_empty_mirror_says_so(as_role):
    assert "No suppliers yet" in as_role("purchasing").get(LIST).text


class TestCard:
    def test_it_shows_what_a_buyer_needs(self, buyer, known):
        text = buyer.get(f"{LIST}3/").text
        for part in (
            *("R000000021", "Weverij Zeeuws Vlaanderen", 'href="tel:+31118412205"', 'href="tel:+31612345678"'),
            *('href="mailto:inkoop@weverij.example.nl"', "4382 AD Vlissingen", "6 weeks", "2.5", "ABNANL2A"),
            *("NL91 ABNA 0417 1643 00", "2204 1187", "Levert alleen op dinsdag"),
        ):
            assert part in text

    def test_odd_data_is_shown_and_nothing_of_it_runs(self, buyer, suppliers):
        suppliers(
            {
                "id": 9,
                "companyName": "<script>alert('naam')</script>",
                "remark": '=HYPERLINK("x")<img src=x onerror=alert(1)>',
                "email": "javascript:alert(1)",
                "ibanNumber": "<b>geen</b>",
                "leadTimeInWeeks": 10**14,
                "contactPerson": "<i>Wisse</i>",
                "vatNumber": "NL804412207B01",
                "address": {"street": "'; DROP TABLE", "country": "BE"},
            }
        )
        text = buyer.get(f"{LIST}9/").text
        for hostile in ("<script>alert", "<img src=x", "<b>geen", "<i>Wisse", 'href="javascript'):
            assert hostile not in text
        for kept in ("contactPerson", "Wisse", "vatNumber", "NL804412207B01", "BE", "2 more fields of LogicTrade"):
            assert kept in text

    def test_a_record_with_every_field_null_has_a_card_and_a_row(self, buyer, suppliers):
        suppliers({**dict.fromkeys(WEAVER), "id": 9}, {"id": 10, "companyName": "N" * 900})
        assert "No phone or e-mail" in buyer.get(f"{LIST}9/").text
        assert "N" * 300 in buyer.get(f"{LIST}10/").text
        assert "#9" in buyer.get(LIST).text

    def test_a_gone_supplier_says_so(self, buyer, suppliers):
        suppliers(WEAVER, gone=(3,))
        assert "Removed in LogicTrade." in buyer.get(f"{LIST}3/").text

    def test_what_it_costs(self, buyer, known, calls, django_assert_max_num_queries):
        with calls(0), django_assert_max_num_queries(9):
            buyer.get(f"{LIST}3/")


@pytest.mark.usefixtures("known")
class TestPicker:
    def test_options_carry_id_and_name_and_submit_the_supplier(self, buyer):
        text = buyer.get(f"{LIST}picker/", {"q": "41 22 05"}).text
        assert 'role="option"' in text
        assert 'name="supplier" value="3"' in text
        assert "<html" not in text

    def test_nothing_typed_gives_nothing(self, buyer):
        assert "option" not in buyer.get(f"{LIST}picker/", {"q": " "}).text

    def test_nothing_found_is_said(self, buyer):
        assert "No supplier found" in buyer.get(f"{LIST}picker/", {"q": "zzzz"}).text

    def test_it_asks_logictrade_nothing(self, buyer, calls, django_assert_max_num_queries):
        with calls(0), django_assert_max_num_queries(14):
            buyer.get(f"{LIST}picker/", {"q": "weverij"})


def test_it_is_kept_current_by_its_own_list():
    assert (SUPPLIERS.list_endpoint, SUPPLIERS.get_endpoint, SUPPLIERS.delta) == (
        "supplier.list",
        "supplier.retrieve",
        True,
    )
