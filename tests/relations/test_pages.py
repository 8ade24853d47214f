"""The pages of customers: who may open them, what they show, what they cost."""

import pytest
from django.urls import reverse

from apps.erp.models import Link, SyncState
from tests.relations.test_search import PEOPLE

LIST = "/relations/customers/"
SEES = ("sales", "finance", "viewer", "admin")
SEES_NOT = ("purchasing", "warehouse")


@pytest.fixture
def people_in_mirror(mirror):
    mirror(*PEOPLE)


@pytest.fixture
def sales(as_role):
    return as_role("sales")


@pytest.mark.parametrize("role", SEES)
def test_roles_that_work_with_customers_see_them(as_role, people_in_mirror, role):
    client = as_role(role)
    assert "Hotel De Zeeuwse Kust" in client.get(LIST).text
    assert client.get(f"{LIST}4/").status_code == 200


@pytest.mark.parametrize("role", SEES_NOT)
@pytest.mark.parametrize("path", [LIST, f"{LIST}4/", f"{LIST}picker/?q=hotel"])
def test_other_roles_are_refused(as_role, people_in_mirror, role, path):
    response = as_role(role).get(path)
    assert response.status_code == 403
    assert "Zeeuwse" not in response.text


def test_without_sign_in_there_is_only_the_way_to_it(client, people_in_mirror):
    response = client.get(f"{LIST}4/")
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("path", [LIST, f"{LIST}4/", f"{LIST}picker/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_sent_there(sales, people_in_mirror, path, method):
    assert getattr(sales, method)(path).status_code == 405


@pytest.mark.parametrize("pk", ["99", "0", "9" * 30])
def test_a_customer_that_does_not_exist(sales, people_in_mirror, pk):
    assert sales.get(f"{LIST}{pk}/").status_code == 404


class TestList:
    @pytest.mark.parametrize(
        "query",
        [
            *(
                "q=" + "x" * 10_000,
                "q=%00",
                "q=%22*%28",
                "q=a&q=b",
                "unknown=1",
                "sort=nothing",
                "sort=-",
                "sort=name;",
            ),
            *("page=abc", "page=-1", "page=0", "kind=alien", "town=%00%25", "gone=maybe"),
        ],
    )
    def test_junk_in_the_address_gives_a_page(self, sales, people_in_mirror, query):
        assert sales.get(f"{LIST}?{query}").status_code == 200

    def test_a_page_past_the_end_leads_to_the_last(self, sales, people_in_mirror):
        response = sales.get(f"{LIST}?page=999")
        assert (response.status_code, response["Location"]) == (302, LIST)

    @pytest.mark.parametrize(("kind", "shown", "hidden"), [("business", 4, 1), ("private", 1, 4)])
    def test_the_kind_filters(self, sales, people_in_mirror, kind, shown, hidden):
        text = sales.get(LIST, {"kind": kind}).text
        assert f"{LIST}{shown}/" in text
        assert f"{LIST}{hidden}/" not in text

    def test_the_town_filters_by_its_beginning(self, sales, people_in_mirror):
        text = sales.get(LIST, {"town": "vliss"}).text
        assert f"{LIST}4/" in text
        assert f"{LIST}5/" not in text

    @pytest.mark.parametrize(("sort", "first"), [("number", 1), ("-number", 5), ("name", 5), ("-name", 1)])
    def test_sorting(self, sales, people_in_mirror, sort, first):
        assert sales.get(LIST, {"sort": sort}).context["rows"].rows[0].pk == first

    def test_a_query_gives_the_best_hit_first_and_keeps_filters(self, sales, people_in_mirror):
        response = sales.get(LIST, {"q": "R000000003"})
        assert [row.pk for row in response.context["rows"].rows] == [3]
        assert sales.get(LIST, {"q": "muller", "kind": "business"}).context["rows"].rows == []

    def test_gone_customers_show_when_searched_or_asked_for(self, sales, mirror):
        mirror(*PEOPLE, gone=(4,))
        assert "Zeeuwse" not in sales.get(LIST).text
        for query in ({"q": "zeeuwse"}, {"gone": "on"}):
            text = sales.get(LIST, query).text
            assert "Hotel De Zeeuwse Kust" in text
            assert "removed in LogicTrade" in text

    def test_htmx_gets_the_list_alone(self, sales, people_in_mirror):
        text = sales.get(LIST, headers={"HX-Request": "true"}).text
        assert 'id="list"' in text
        assert "<html" not in text

    def test_an_empty_mirror_says_so(self, sales):
        assert "No customers yet" in sales.get(LIST).text

    def test_the_first_reading_shows_how_far_it_is(self, sales):
        SyncState.objects.create(resource="customer", records=300, total=800)
        assert "300 of 800 customers so far" in sales.get(LIST).text

    def test_a_key_without_the_right_is_told(self, sales, people_in_mirror):
        Link.objects.create(pk=1, scope="product stock")
        text = sales.get(LIST).text
        assert "no right to customers" in text
        assert "Hotel De Zeeuwse Kust" in text

    @pytest.mark.parametrize("query", [{}, {"q": "muller"}, {"kind": "private", "sort": "town"}])
    def test_what_it_costs(self, sales, mirror, query, calls, django_assert_max_num_queries):
        mirror(*({**PEOPLE[0], "id": 100 + n, "number": f"R{n}"} for n in range(60)))
        with calls(0), django_assert_max_num_queries(16):
            assert sales.get(LIST, query).status_code == 200


class TestCard:
    def test_it_shows_what_one_calls_and_writes_to(self, sales, people_in_mirror):
        text = sales.get(f"{LIST}4/").text
        for part in ("R000000004", "Hotel De Zeeuwse Kust", 'href="tel:+31118412205"', "22041187", "NL804412207B01"):
            assert part in text
        assert 'href="mailto:inkoop@zeeuwsekust.example.nl"' in text
        assert "4382 AD Vlissingen" in text
        assert "1234AB Utrecht" in text

    def test_odd_data_is_shown_and_nothing_of_it_runs(self, sales, mirror):
        mirror(
            {
                "id": 9,
                "companyName": "<script>alert('naam')</script>",
                "remark": "<img src=x onerror=alert(1)>",
                "email": "javascript:alert(1)",
                "loyaltyTier": "goud",
                "score": {"value": 7, "tag": "<b>x</b>"},
                "address": {"street": "'; DROP TABLE", "country": "BE"},
            }
        )
        text = sales.get(f"{LIST}9/").text
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "<b>x</b>" not in text
        assert 'href="javascript' not in text
        for kept in ("loyaltyTier", "goud", "score", "BE", "2 more fields of LogicTrade"):
            assert kept in text

    def test_a_bare_record_has_a_card(self, sales, mirror):
        mirror({"id": 9})
        text = sales.get(f"{LIST}9/").text
        assert "#9" in text
        assert "No phone or e-mail" in text

    def test_a_gone_customer_says_so_and_offers_no_quote(self, sales, mirror):
        mirror(*PEOPLE, gone=(4,))
        text = sales.get(f"{LIST}4/").text
        assert "Removed in LogicTrade." in text
        assert "New quote" not in text

    def test_only_who_may_write_quotes_is_offered_one(self, as_role, people_in_mirror):
        assert "New quote" in as_role("sales").get(f"{LIST}4/").text
        assert "New quote" not in as_role("viewer").get(f"{LIST}4/").text

    def test_what_it_costs(self, sales, people_in_mirror, calls, django_assert_max_num_queries):
        # One of them for the figures of the register, three for what is owed.
        with calls(0), django_assert_max_num_queries(13):
            sales.get(f"{LIST}4/")


class TestPicker:
    def test_options_carry_id_and_name_and_submit_the_customer(self, sales, people_in_mirror):
        text = sales.get(f"{LIST}picker/", {"q": "41 22 05"}).text
        assert 'role="option"' in text
        assert 'name="customer" value="4"' in text
        assert 'data-id="4" data-label="Hotel De Zeeuwse Kust"' in text
        assert "<html" not in text

    def test_gone_customers_cannot_be_picked(self, sales, mirror):
        mirror(*PEOPLE, gone=(4,))
        assert "No customer found" in sales.get(f"{LIST}picker/", {"q": "zeeuwse"}).text

    def test_nothing_typed_gives_nothing(self, sales, people_in_mirror):
        assert "option" not in sales.get(f"{LIST}picker/", {"q": " "}).text

    def test_it_asks_logictrade_nothing(self, sales, people_in_mirror, calls, django_assert_max_num_queries):
        with calls(0), django_assert_max_num_queries(14):
            sales.get(f"{LIST}picker/", {"q": "muller"})
