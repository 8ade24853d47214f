"""A customer's own code finds the product: in every search of products, on the scan page, and after our own codes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.catalogue.finding import MOST_CODES, code_hits, found_or_near
from apps.catalogue.models import CustomerCode
from apps.catalogue.selectors import product_list, product_search, products_by_scan
from apps.catalogue.texts import code_key
from apps.core import clock
from apps.erp.mirror.upsert import upsert
from apps.relations.resources import CUSTOMERS
from tests.relations.test_search import PEOPLE

SCAN = "/catalogue/products/scan/"
HOTEL, CAFE = 4, 5


def keep(code, product, customer=HOTEL):
    return CustomerCode(
        customer_id=customer, product_id=product, code=code, code_key=code_key(code), created_at=clock.now()
    )


@pytest.fixture
def called(catalogue):
    """``called((code, product), (code, product, customer), …)``."""
    upsert(CUSTOMERS, PEOPLE, read_began_at=clock.now())

    def put(*codes):
        CustomerCode.objects.bulk_create(keep(*one) for one in codes)

    return put


def found(query, **options):
    return [row.pk for row in product_search(query, 20, **options)[0]]


class TestFinds:
    @pytest.mark.parametrize("typed", ["KL-88", "kl-88", "k l - 8 8", "KL-8", "KL-"])
    def test_whole_and_by_its_beginning_and_says_why(self, called, typed):
        called(("KL-88", 11))
        (row,), total = product_search(typed)
        assert (row.pk, total.value) == (11, 1)
        assert row.found_by.words == "KL-88 at Hotel De Zeeuwse Kust"

    @pytest.mark.parametrize("typed", ["KL", "L-88", "KL-888", "", "\u200b"])
    def test_two_characters_and_a_piece_from_the_middle_do_not(self, called, typed):
        called(("KL-88", 11))
        assert found(typed) == []

    def test_a_short_code_whole(self, called):
        called(("7", 11), ("78", 10))
        assert found("7")[0] == 11

    def test_exact_before_beginning_before_words(self, called):
        called(("BANK-1", 11), ("BANK", 12))
        assert found("bank") == [12, 11, 10]

    def test_our_own_code_and_barcode_go_first(self, called):
        called(("LT00000047", 12), ("8719000000249", 11))
        assert found("LT00000047") == [10, 12]
        assert found("8719000000249") == [10, 11]

    def test_the_beginning_of_our_own_goes_before_that_of_theirs(self, called):
        called(("LT00000099", 12))
        assert set(found("LT000000")[:2]) == {10, 11}
        assert found("LT000000", customer_id=HOTEL)[0] == 12

    def test_of_several_customers_each_product_once(self, called):
        called(("KL-88", 11), ("KL-88", 10, CAFE), ("KL-89", 11, CAFE))
        rows, total = product_search("KL-8")
        assert ([row.pk for row in rows], total.value) == ([11, 10], 2)
        assert rows[0].found_by.customer_name == "Hotel De Zeeuwse Kust"

    def test_of_one_customer_only_theirs(self, called):
        called(("KL-88", 11), ("KL-88", 12, CAFE))
        assert found("KL-88", customer_id=CAFE) == [12]
        assert found("KL-88", customer_id=1) == []

    def test_what_was_found_by_words_has_no_reason(self, called):
        called(("KL-88", 11))
        assert [row.found_by for row in product_search("bank")[0]] == [None, None]

    def test_products_that_are_gone_or_were_never_read(self, called, mirror):
        called(("KL-88", 11), ("KL-89", 4711))
        mirror(gone=(11,))
        assert found("KL-8") == [11]
        assert found("KL-8", with_gone=False) == []

    def test_a_customer_that_is_not_known_leaves_the_code(self, called):
        called(("KL-88", 11, 4711))
        assert product_search("KL-88")[0][0].found_by.words == "KL-88"

    def test_no_guess_where_a_code_answers(self, called):
        called(("HOEKBNAK", 12))
        assert found("hoekbnak") == [12]
        assert found("hoekbnak", customer_id=CAFE) == [10]

    def test_a_common_beginning_is_cut_and_says_so(self, called, mirror):
        mirror([{"id": 100 + n, "code": f"P{n}", "name": "X"} for n in range(MOST_CODES + 5)])
        called(*((f"KL-{n:03}", 100 + n) for n in range(MOST_CODES + 5)))
        rows, total = product_search("KL-")
        assert (len(rows), total.value, total.capped) == (5, MOST_CODES, True)

    @pytest.mark.usefixtures("called")
    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.text(max_size=60) | st.text(alphabet="\"'*^():-+{}[]~%_\\ KL-88é\x00", max_size=30))
    def test_no_text_makes_it_fail(self, text):
        code_hits(text)
        assert found_or_near(text, customer_id=HOTEL).capped is False

    def test_it_costs_one_query_more_two_for_a_code_and_none_for_nothing(
        self, called, django_assert_num_queries, django_assert_max_num_queries
    ):
        called(("KL-88", 11))
        # The search, the codes, the rows.
        with django_assert_num_queries(3):
            found("LT00000047")
        # Of a code that is one, its customer and its product as well.
        with django_assert_max_num_queries(4):
            found("KL-88")
        with django_assert_num_queries(0):
            code_hits("")
            code_hits("\u200b")


class TestPages:
    def test_the_list_of_products_says_why(self, as_role, called):
        called(("KL-88", 11))
        response = as_role("sales").get("/catalogue/products/", {"q": "kl-88"})
        assert [row.product.pk for row in response.context["rows"].rows] == [11]
        assert "KL-88 at Hotel De Zeeuwse Kust" in response.text
        assert [row.product.pk for row in product_list(query="kl-88", order=("name_key",)).rows] == [11]

    def test_its_filters_hold_for_codes_too(self, called):
        called(("KL-88", 11), ("KL-89", 12))
        assert [row.product.pk for row in product_list(query="kl-8", sellable=True).rows] == [11]
        assert [row.product.pk for row in product_list(query="kl-8", group=3).rows] == [12]
        assert [row.product.pk for row in product_list(query="kl-8", stock="in").rows] == []

    def test_pages_of_the_list_do_not_overlap(self, called):
        called(("BANK-1", 12))
        pages = [product_list(query="bank", limit=1, offset=at).rows for at in range(3)]
        assert [row.product.pk for page in pages for row in page] == [12, 11, 10]

    def test_hostile_text_is_text_in_every_search(self, as_role, called):
        odd = "<script>alert(1)</script>"
        called((odd, 11))
        for address, query in (("/catalogue/products/", odd), ("/search/", odd), ("/catalogue/stock/", odd)):
            page = as_role("sales").get(address, {"q": query}).text
            assert odd not in page
            assert "alert(1)" in page.replace("<mark>", "").replace("</mark>", "")


class TestScan:
    @pytest.mark.parametrize("code", ["KL-88", "kl-88", " KL - 88 "])
    def test_a_customers_code_opens_its_product_without_a_call(self, as_role, called, calls, code):
        called(("KL-88", 11), ("KL-889", 12))
        with calls(0):
            response = as_role("viewer").get(SCAN, {"code": code})
        assert response.headers["Location"] == "/catalogue/products/11/"

    def test_of_two_products_each_says_whose_it_is(self, as_role, called):
        called(("KL-88", 11), ("KL-88", 12, CAFE))
        page = as_role("viewer").get(SCAN, {"code": "KL-88"}).text
        for part in ("More than one product", "KL-88 at Hotel De Zeeuwse Kust", "KL-88 at Café 100% Øl_bar"):
            assert part in page

    def test_our_own_numbers_win_and_a_beginning_is_not_enough(self, called):
        called(("LT00000047", 12), ("8719000000249", 12), ("DBS0001", 12), ("KL-88", 12))
        for code in ("LT00000047", "8719000000249", "DBS0001"):
            assert [row.pk for row in products_by_scan(code)] == [10]
        assert products_by_scan("KL-8") == []

    def test_one_that_exists_goes_before_one_that_is_gone(self, called, mirror):
        called(("KL-88", 11), ("KL-88", 12, CAFE))
        mirror(gone=(11,))
        assert [row.pk for row in products_by_scan("KL-88")] == [12]
