"""Customers' own codes: kept here and never sent, one product a code, on both cards, by paste, in the audit log."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.accounts.models import User
from apps.audit.log import Actor
from apps.audit.models import AuditDetails, AuditEntry
from apps.catalogue import code_paste, customer_codes
from apps.catalogue.code_paste import MOST_ROWS, codes_paste
from apps.catalogue.customer_codes import CodeRefusedError, code_list, product_of_code
from apps.catalogue.customers import customer_named
from apps.catalogue.models import CustomerCode, Product
from apps.core import clock
from apps.erp.mirror.upsert import mark_gone, upsert
from apps.relations.resources import CUSTOMERS
from tests.relations.test_search import PEOPLE

HTMX = {"HX-Request": "true"}
ACTOR = Actor(id=None, name="test")
HOTEL, CAFE = 4, 5
ODD = "<script>alert(1)</script>"


@pytest.fixture
def shop(catalogue):
    upsert(CUSTOMERS, PEOPLE, read_began_at=clock.now())


@pytest.fixture
def add(shop, people):
    """``add("KL-88", 10)``: what the hotel, or another customer, calls a product."""

    def keep(code, product, customer=HOTEL):
        return customer_codes.code_add(
            actor=ACTOR,
            author=people["sales"],
            customer=customer_named(customer),
            product=Product.objects.get(pk=product),
            code=code,
        )

    return keep


@pytest.fixture
def paste(shop, people):
    def keep(text, customer=HOTEL):
        return codes_paste(actor=ACTOR, author=people["sales"], customer=customer_named(customer), text=text)

    return keep


def kept(customer=HOTEL):
    return dict(CustomerCode.objects.filter(customer_id=customer).values_list("code", "product_id"))


def of_product(pk):
    return reverse("catalogue:product_codes", args=[pk])


def of_customer(pk):
    return reverse("catalogue:customer_codes", args=[pk])


class TestServices:
    def test_a_code_is_kept_as_typed_with_who_and_when(self, add):
        row = add("KL  88", 10)
        assert (row.code, row.code_key, row.author_name) == ("KL 88", "kl88", "Sales")
        assert row.created_at
        assert str(product_of_code(HOTEL, "kl 88")) == "LT00000047 Hoekbank Nova mosgroen"

    @pytest.mark.parametrize("typed", ["KL-88", "kl-88", " K L - 8 8 ", "KL-88\u200b"])
    def test_the_same_code_again_writes_nothing(self, add, typed):
        first = add("KL-88", 10)
        assert add(typed, 10).pk == first.pk
        assert kept() == {"KL-88": 10}
        assert AuditEntry.objects.filter(action="customer_code:added").count() == 1

    @pytest.mark.parametrize("typed", ["KL-88", "kl-88", "k l-88"])
    def test_a_code_of_another_product_is_refused_and_that_product_named(self, add, typed):
        add("KL-88", 10)
        with pytest.raises(CodeRefusedError, match="LT00000047 Hoekbank Nova mosgroen"):
            add(typed, 11)
        assert kept() == {"KL-88": 10}

    def test_two_customers_may_use_the_same_code_and_a_product_may_have_several(self, add):
        add("KL-88", 10)
        add("KL-88", 11, customer=CAFE)
        add("NOVA", 10)
        assert kept() == {"KL-88": 10, "NOVA": 10}
        assert product_of_code(CAFE, "kl-88").pk == 11
        assert product_of_code(1, "kl-88") is None

    def test_the_database_holds_it_too(self, add):
        row = add("KL-88", 10)
        row.pk, row.product_id = None, 11
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    @pytest.mark.parametrize("code", ["", "  ", "\u200b", "\x00", "x" * 81])
    def test_no_code_and_a_long_one_are_refused(self, add, code):
        with pytest.raises(CodeRefusedError):
            add(code, 10)
        assert not CustomerCode.objects.exists()

    @pytest.mark.parametrize("code", ["", "\x00", "\u200b", "x" * 500])
    def test_no_text_stands_for_a_product_by_accident(self, add, code):
        add("KL-88", 10)
        assert product_of_code(HOTEL, code) is None

    def test_it_is_recorded_in_the_customers_name(self, add):
        row = add("KL-88", 10)
        customer_codes.code_remove(actor=ACTOR, row=row)
        customer_codes.code_remove(actor=ACTOR, row=row)
        added, removed = AuditEntry.objects.order_by("seq")
        assert (added.action, removed.action) == ("customer_code:added", "customer_code:removed")
        assert {added.subject, removed.subject} == {f"customer:{HOTEL}"}
        assert removed.label == "Hotel De Zeeuwse Kust"
        assert "Hoekbank" in AuditDetails.objects.get(entry=added).after
        assert "KL-88" in AuditDetails.objects.get(entry=removed).before
        assert kept() == {}

    def test_the_list_is_found_by_code_and_by_product(self, add):
        add("KL-88", 10)
        add("STOEL", 11)
        add("KL-88", 12, customer=CAFE)

        def found(**asked):
            return [(own.row.customer_id, own.row.code) for own in code_list(**asked).rows]

        assert found(customer=HOTEL) == [(HOTEL, "KL-88"), (HOTEL, "STOEL")]
        assert found(product=12) == [(CAFE, "KL-88")]
        assert found(query="l-8") == [(HOTEL, "KL-88"), (CAFE, "KL-88")]
        assert found(query="terra") == [(HOTEL, "STOEL")]
        assert found(query="nothing like it") == []


class TestPaste:
    def test_tabs_semicolons_and_blanks_part_the_columns(self, paste):
        pasted = paste("KL-88\tLT00000047\tHoekbank\r\n\r\nSTOEL ; lt00000048\nV 1   VL-1\n  \n")
        assert (pasted.added, pasted.known, pasted.refused) == (3, 0, ())
        assert kept() == {"KL-88": 10, "STOEL": 11, "V 1": 12}

    def test_a_barcode_will_do_and_the_same_again_is_no_error(self, paste):
        paste("KL-88\t8719000000249")
        pasted = paste("kl-88\tLT00000047\nNIEUW\tVL-1\nNIEUW\tVL-1")
        assert (pasted.added, pasted.known, pasted.refused) == (1, 1, ())
        assert kept() == {"KL-88": 10, "NIEUW": 12}

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("KL-88", "Two columns"),
            ("KL-88 LT00000047", "Two columns"),
            ("\tLT00000047", "Two columns"),
            ("KL-88;", "Two columns"),
            ("KL-88\tONBEKEND", "No product has the code or barcode ONBEKEND"),
            ("KL-88\t\u200b", "No product"),
            (f"{'x' * 81}\tLT00000047", "at most 80 characters"),
            ("\u200b\tLT00000047", "letter or a digit"),
            ("BEZET\tVL-1", "stands for LT00000047"),
        ],
    )
    def test_what_cannot_be_kept_comes_back_with_its_reason(self, add, paste, row, reason):
        add("BEZET", 10)
        pasted = paste(f"EEN\tVL-1\n{row}\nTWEE\tVL-1")
        assert (pasted.added, pasted.rest) == (2, row)
        assert reason in pasted.refused[0].reason
        assert set(kept()) == {"BEZET", "EEN", "TWEE"}

    def test_of_a_code_that_stands_twice_the_first_counts(self, paste):
        pasted = paste("KL-88\tLT00000047\nkl- 88\tVL-1")
        assert kept() == {"KL-88": 10}
        assert "stands for LT00000047 Hoekbank" in pasted.refused[0].reason

    def test_a_product_that_is_gone_is_refused(self, paste, mirror):
        mirror(gone=(10,))
        assert "was removed in LogicTrade" in paste("KL-88\tLT00000047").refused[0].reason

    def test_a_known_code_of_a_product_that_was_never_read_is_refused(self, add, paste):
        CustomerCode.objects.filter(pk=add("KL-88", 10).pk).update(product_id=4711)
        assert "not known here" in paste("KL-88\tLT00000047").refused[0].reason

    def test_it_is_one_entry_and_a_few_queries(self, paste, django_assert_max_num_queries):
        text = "\n".join(f"KL-{n}\tLT00000047" for n in range(300))
        with django_assert_max_num_queries(25):
            assert paste(text).added == 300
        entry = AuditEntry.objects.get(action="customer_code:added")
        assert "KL-299" in AuditDetails.objects.get(entry=entry).after

    def test_nothing_new_is_nothing_recorded(self, paste):
        assert paste("").added == 0
        paste("x")
        assert not AuditEntry.objects.exists()

    def test_whoever_was_faster_is_not_overwritten(self, add, paste, monkeypatch):
        asked = code_paste._standing

        def later(customer_id, keys):
            """Between our look and our writing somebody else keeps the same code."""
            monkeypatch.setattr(code_paste, "_standing", asked)
            found = asked(customer_id, keys)
            add("KL-88", 11)
            return found

        monkeypatch.setattr(code_paste, "_standing", later)
        pasted = paste("KL-88\tLT00000047\nANDERS\tLT00000047")
        assert (pasted.added, pasted.rest) == (1, "KL-88\tLT00000047")
        assert "stands for LT00000048 Bank Terra" in pasted.refused[0].reason
        assert kept() == {"KL-88": 11, "ANDERS": 10}


class TestPanels:
    def test_both_cards_have_their_panel(self, as_role, shop):
        assert of_product(10) in as_role("sales").get("/catalogue/products/10/").text
        assert of_customer(HOTEL) in as_role("sales").get(f"/relations/customers/{HOTEL}/").text

    def test_a_code_is_added_on_a_products_card_without_a_call(self, as_role, shop, calls):
        client = as_role("sales")
        with calls(0):
            assert client.post(of_product(10), {"code": "KL-88", "customer": HOTEL}).status_code == 303
            page = client.get(of_product(10)).text
        for part in ("KL-88", "Hotel De Zeeuwse Kust", "Sales", "LogicTrade has no field for them"):
            assert part in page
        assert kept() == {"KL-88": 10}

    def test_a_code_is_added_on_a_customers_card(self, as_role, shop, calls):
        client = as_role("sales")
        with calls(0):
            answer = client.post(of_customer(HOTEL), {"code": "KL-88", "product": "10"}, headers=HTMX)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        for part in ("KL-88 is kept", "/catalogue/products/10/", "LT00000047"):
            assert part in answer.text

    @pytest.mark.parametrize("typed", ["lt00000047", "8719000000249"])
    def test_a_product_may_be_typed_by_its_code_or_barcode(self, as_role, shop, typed):
        assert as_role("sales").post(of_customer(HOTEL), {"code": "KL-88", "q": typed}).status_code == 303
        assert kept() == {"KL-88": 10}

    @pytest.mark.parametrize("typed", ["R000000004", "hotel de zeeuwse kust"])
    def test_a_customer_may_be_typed_by_number_or_name(self, as_role, shop, typed):
        assert as_role("sales").post(of_product(10), {"code": "KL-88", "q": typed}).status_code == 303
        assert kept() == {"KL-88": 10}

    @pytest.mark.parametrize(
        ("address", "typed", "option"),
        [(of_customer, "bank", 'name="product" value="11"'), (of_product, "zeeuwse", 'name="customer" value="4"')],
    )
    def test_words_give_a_choice_also_without_javascript(self, as_role, shop, address, typed, option):
        pk = HOTEL if address is of_customer else 10
        answer = as_role("sales").post(address(pk), {"code": "KL-88", "q": typed})
        assert answer.status_code == 422
        for part in (option, "Choose one from the list", 'value="KL-88"', f'value="{typed}"'):
            assert part in answer.text
        assert not CustomerCode.objects.exists()

    @pytest.mark.parametrize(
        ("posted", "message"),
        [
            ({"product": "10"}, "Fill this in"),
            ({"code": "\u200b", "product": "10"}, "Fill this in"),
            ({"code": "x" * 81, "product": "10"}, "at most 80 characters"),
            ({"code": "K\x00L", "product": "10"}, "Null characters"),
            ({"code": "KL-88"}, "Choose one from the list"),
            ({"code": "KL-88", "q": "zzzzzz"}, "No product has this code"),
            ({"code": "KL-88", "product": "9" * 40}, "Choose one from the list"),
            ({"code": "KL-88", "product": "-1", "q": "zzzzzz"}, "No product has this code"),
            ({"code": "KL-88", "product": "12"}, "Removed in LogicTrade"),
            ({"code": "BEZET", "product": "10"}, "stands for LT00000048 Bank Terra"),
        ],
    )
    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_bad_input_stays_beside_its_field(self, as_role, add, mirror, posted, message, headers):
        mirror(gone=(12,))
        add("BEZET", 11)
        answer = as_role("sales").post(of_customer(HOTEL), posted, headers=headers)
        assert answer.status_code == 422
        assert message in answer.text
        assert 'aria-invalid="true"' in answer.text
        if posted.get("code", "").isprintable():
            assert f'value="{posted.get("code", "")}"' in answer.text or not posted.get("code")
        assert kept() == {"BEZET": 11}

    def test_what_was_picked_stays_too(self, as_role, add):
        add("BEZET", 11)
        answer = as_role("sales").post(of_customer(HOTEL), {"code": "BEZET", "product": "10"})
        assert 'value="LT00000047"' in answer.text
        answer = as_role("sales").post(of_product(10), {"code": "BEZET", "customer": HOTEL})
        assert 'value="R000000004"' in answer.text

    def test_hostile_text_is_text(self, as_role, shop):
        client = as_role("sales")
        for code in (ODD, "=1+1", "@SUM(A1)", "%_"):
            assert client.post(of_customer(HOTEL), {"code": code, "product": "10"}).status_code == 303
        for page in (of_customer(HOTEL), of_product(10), reverse("catalogue:customer_code_list")):
            text = client.get(page).text
            assert ODD not in text
            assert "&lt;script&gt;alert(1)" in text
            assert "=1+1" in text
        asked = {"list": "catalogue:customer_code_list", "query": "", "format": "csv-en"}
        file = client.post(reverse("core:export"), asked).getvalue().decode()
        assert "'=1+1" in file

    @pytest.mark.parametrize("junk", ["", "x", "-1", "٣", "9" * 40, "999999"])
    def test_junk_takes_nothing_away(self, as_role, add, junk):
        add("KL-88", 10)
        assert as_role("sales").post(of_customer(HOTEL), {"remove": junk}).status_code == 303
        assert kept() == {"KL-88": 10}

    def test_a_code_is_taken_away_from_its_own_record_only(self, as_role, add):
        row, client = add("KL-88", 10), as_role("sales")
        client.post(of_customer(CAFE), {"remove": row.pk})
        client.post(of_product(11), {"remove": row.pk})
        assert kept() == {"KL-88": 10}
        answer = client.post(of_product(10), {"remove": row.pk}, headers=HTMX)
        assert "KL-88 is removed" in answer.text
        assert kept() == {}

    def test_the_list_of_all_codes_is_one_step_away(self, as_role, shop):
        for address in (of_product(10), of_customer(HOTEL)):
            assert 'href="/catalogue/customers/codes/"' in as_role("sales").get(address).text
        # Who may not see customers is not led to a list of them.
        assert "/catalogue/customers/codes/" not in as_role("warehouse").get(of_product(10)).text

    def test_a_paste_keeps_what_it_can_and_gives_the_rest_back(self, as_role, shop):
        client = as_role("sales")
        text = f"KL-88\tLT00000047\n{ODD}\tONBEKEND\nlos"
        answer = client.post(of_customer(HOTEL), {"rows": text}, headers=HTMX)
        assert answer.status_code == 422
        for part in ("1 code is kept. 2 rows are left in the box.", "code or barcode ONBEKEND", "los: Two columns"):
            assert part in answer.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;\tONBEKEND\nlos</textarea>" in answer.text
        assert "details open" in answer.text
        assert kept() == {"KL-88": 10}
        assert client.post(of_customer(HOTEL), {"rows": "KL-88\tLT00000047\x00"}).status_code == 303
        assert client.post(of_product(10), {"rows": "KL-88\tLT00000047"}).status_code == 404

    def test_too_many_rows_are_not_begun(self, as_role, shop):
        text = "\n".join(f"K{n}\tVL-1" for n in range(MOST_ROWS + 1))
        answer = as_role("sales").post(of_customer(HOTEL), {"rows": text})
        assert answer.status_code == 422
        assert "At most 2000 rows" in answer.text.replace(",", "")
        assert "K1999\tVL-1" in answer.text
        assert kept() == {}

    def test_what_is_gone_is_marked_and_takes_no_codes(self, as_role, add, mirror):
        row, client = add("KL-88", 10), as_role("sales")
        mirror(gone=(10,))
        mark_gone(CUSTOMERS, HOTEL, at=clock.now())
        for address in (of_customer(HOTEL), of_product(10)):
            page = client.get(address, headers=HTMX).text
            assert "removed in LogicTrade" in page
            assert 'name="code"' not in page
            assert client.post(address, {"code": "X", "product": "11", "customer": CAFE}).status_code == 409
        client.post(of_product(10), {"remove": row.pk})
        assert kept() == {}

    def test_a_product_that_was_never_read_has_its_number(self, as_role, add):
        CustomerCode.objects.filter(pk=add("KL-88", 10).pk).update(product_id=4711)
        assert "Product 4711, not read" in as_role("sales").get(of_customer(HOTEL)).text
        assert "#4711" in as_role("sales").get(reverse("catalogue:customer_code_list")).text

    def test_many_codes_lead_to_the_list(self, as_role, paste):
        paste("\n".join(f"KL-{n:03}\tLT00000047" for n in range(60)))
        page = as_role("sales").get(of_customer(HOTEL), headers=HTMX).text
        assert "KL-049" in page
        assert "KL-050" not in page
        assert "10 more" in page
        address = f"{reverse('catalogue:customer_code_list')}?customer={HOTEL}"
        assert address in page
        response = as_role("sales").get(address)
        assert response.context["rows"].total.value == 60
        assert "Hotel De Zeeuwse Kust" in response.text

    def test_what_it_costs(self, as_role, add, calls, django_assert_max_num_queries):
        client = as_role("sales")
        for number in range(20):
            add(f"KL-{number}", 10 + number % 3)
        for address in (of_customer(HOTEL), of_product(10)):
            with calls(0), django_assert_max_num_queries(9):
                client.get(address, headers=HTMX)

    def test_unknown_records_are_not_found(self, as_role, shop):
        assert as_role("sales").get(of_customer(99)).status_code == 404
        assert as_role("sales").get(of_product(99)).status_code == 404


def test_the_customers_history_and_the_audit_log_tell_it(as_role, add):
    add("KL-88", 10)
    client = as_role("admin")
    history = client.get(reverse("erp:history_customer", args=[HOTEL])).text
    log = client.get(reverse("audit:entry_list"), {"group": "customer_code"}).text
    for page in (history, log):
        assert "own product code added" in page
        assert "KL-88" in page


class TestForWhom:
    @pytest.mark.parametrize(
        ("role", "sees", "changes"),
        [
            ("sales", True, True),
            ("finance", True, True),
            ("admin", True, True),
            ("viewer", True, False),
            ("purchasing", False, False),
            ("warehouse", False, False),
        ],
    )
    def test_a_card_is_for_who_may_see_it_and_changes_for_who_may_see_both(self, as_role, add, role, sees, changes):
        row, client = add("KL-88", 10), as_role(role)
        product, customer = client.get(of_product(10)), client.get(of_customer(HOTEL))
        assert (product.status_code, customer.status_code) == (200, 200 if sees else 403)
        assert "KL-88" in product.text
        assert (f"/relations/customers/{HOTEL}/" in product.text) is sees
        assert ('name="code"' in product.text) is changes
        for address in (of_product(10), of_customer(HOTEL)):
            for posted in ({"code": "X", "product": "10", "customer": HOTEL}, {"rows": "X\tVL-1"}, {"remove": row.pk}):
                assert (client.post(address, posted).status_code == 403) is not changes
        assert ("KL-88" in kept()) is not changes

    def test_the_list_is_for_who_may_see_customers(self, as_role, add):
        add("KL-88", 10)
        address = reverse("catalogue:customer_code_list")
        assert "KL-88" in as_role("viewer").get(address, {"q": "kl-8"}).text
        assert as_role("warehouse").get(address).status_code == 403


class TestPicker:
    def test_options_of_products_that_exist(self, as_role, shop, mirror, calls):
        mirror(gone=(11,))
        with calls(0):
            page = as_role("sales").get(reverse("catalogue:product_picker"), {"q": "bank"}).text
        assert 'name="product" value="10"' in page
        assert 'value="11"' not in page
        assert "Nothing found" in as_role("sales").get(reverse("catalogue:product_picker"), {"q": "zzzzzz"}).text

    def test_a_large_number_is_posted_as_it_is(self, as_role, shop, mirror):
        mirror([{"id": 1234567, "code": "GROOT", "name": "Groot"}])
        client = as_role("sales")
        assert 'value="1234567"' in client.get(reverse("catalogue:product_picker"), {"q": "groot"}).text
        upsert(CUSTOMERS, [{"id": 7654321, "companyName": "Groothandel"}], read_began_at=clock.now())
        assert 'value="7654321"' in client.get(reverse("relations:customer_picker"), {"q": "groot"}).text
        client.post(of_customer(7654321), {"code": "KL-88", "product": "1234567"})
        CustomerCode.objects.update(id=4711)
        page = client.get(of_customer(7654321)).text
        assert 'name="remove" value="4711"' in page

    @pytest.mark.parametrize("typed", ["", "\x00", "x" * 10_000, "<b>", "%"])
    def test_any_text_gives_an_answer(self, as_role, shop, typed):
        assert as_role("sales").get(reverse("catalogue:product_picker"), {"q": typed}).status_code == 200


def test_a_user_who_leaves_takes_no_code_along(add):
    row = add("KL-88", 10)
    User.objects.get(username="sales").delete()
    row.refresh_from_db()
    assert (row.author, row.author_name) == (None, "Sales")
