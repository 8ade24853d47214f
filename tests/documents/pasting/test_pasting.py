"""A pasted list in a draft: what is sure is added at once, what is doubtful waits, what was chosen is learned."""

import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditEntry
from apps.catalogue.models import Product
from apps.catalogue.resources import PRODUCTS
from apps.core import clock
from apps.documents.drafts import DraftFrozenError
from apps.documents.lines import MOST_LINES, TooManyLinesError
from apps.documents.models import Draft, DraftLine, LearnedWords, Paste, PastedRow
from apps.documents.pasting import learning, services
from apps.documents.pasting.matching import match_text
from apps.documents.pasting.selectors import pasted_view
from apps.erp.mirror.upsert import upsert
from tests.documents.pasting.conftest import ACTOR, CUSTOMER, product

pytestmark = pytest.mark.usefixtures("shelf")


def found(text):
    matches = match_text(text, customer_id=CUSTOMER).matches
    return [(one.product.number if one.product else None, one.asked.quantity) for one in matches]


def may_be(text):
    (match,) = match_text(text, customer_id=CUSTOMER).matches
    assert not match.sure
    return [(one.product.number, str(one.by)) for one in match.candidates]


class TestMatching:
    def test_by_our_code_whatever_the_case_and_by_barcode(self):
        assert found("bk-100\t2\n8712345678906\t3") == [("BK-100", 2), ("10045", 3)]

    def test_by_a_code_with_a_blank_in_running_text(self):
        assert found("2 x tafel 3 graag") == [("TAFEL 3", 2)]

    def test_by_a_suppliers_code_where_it_can_mean_one_thing(self):
        assert found("LEV-8\t2") == [("KLEED", 2)]
        assert [code for code, _by in may_be("LEV-7\t2")] == ["BK-100", "TAFEL 3"]

    @pytest.mark.usefixtures("their_code")
    def test_by_this_customers_code_and_nobody_elses(self):
        assert found("KL-9\t2") == [("KLEED", 2)]
        assert match_text("KL-9\t2", customer_id=5).matches[0].product is None

    def test_a_whole_name_is_sure_and_part_of_one_is_not(self):
        assert found("Barkruk Sofia wit\t2") == [("10046", 2)]
        assert may_be("barkruk sofia\t2") == [("10046", "name"), ("10045", "name")]

    def test_words_of_which_one_is_nowhere_still_find_the_nearest(self):
        assert may_be("stevige bijzettafel eiken\t2")[0] == ("BK-100", "name")

    def test_nothing_like_it(self):
        assert may_be("olifant\t2") == []

    def test_what_is_gone_is_not_meant(self):
        Product.objects.filter(pk=12).update(gone_at=clock.now())
        assert found("BK-100\t2") == [(None, 2)]

    def test_learned_words_come_before_the_search(self, people, shelf):
        learning.words_learn(user=people["sales"], customer_id=CUSTOMER, words="De  Hoge Kruk.", product=shelf["10045"])
        assert found("de hoge kruk\t2") == [("10045", 2)]
        assert match_text("de hoge kruk\t2", customer_id=5).matches[0].product is None

    def test_an_odd_quantity_is_asked_about(self):
        assert may_be("Code\tAantal\nBK-100\tveel") == [("BK-100", "code")]

    @pytest.mark.parametrize("rows", [10, 40])
    def test_the_number_of_queries_does_not_grow(self, rows):
        names = [f"Barkruk model {n} zwart\t2" for n in range(rows)] + [f"onbekend{n} ding\t1" for n in range(rows)]
        with CaptureQueriesContext(connection) as queries:
            match_text("\n".join(names), customer_id=CUSTOMER)
        assert len(queries) <= 11


def paste(draft, user, text):
    return services.paste(actor=ACTOR, user=user, draft=draft, text=text, paste_id=uuid.uuid4())


def lines(draft):
    return [
        (line.code or line.description, line.quantity)
        for line in DraftLine.objects.filter(draft=draft).order_by("position", "pk")
    ]


def waiting(draft):
    return [one.row for one in pasted_view(draft).waiting]


@pytest.fixture
def user(people):
    return people["sales"]


class TestPasting:
    def test_forty_known_lines_are_there_at_once(self, draft, user):
        upsert(PRODUCTS, [product(100 + n, f"Z{n:03}", f"Ding {n}") for n in range(40)], read_began_at=clock.now())
        paste(draft, user, "\n".join(f"Z{n:03}\t{n + 1}" for n in range(40)))
        assert lines(draft) == [(f"Z{n:03}", n + 1) for n in range(40)]
        assert not pasted_view(draft).waiting
        assert Draft.objects.get(pk=draft.pk).version == draft.version + 1

    def test_one_form_pastes_once(self, draft, user):
        form = uuid.uuid4()
        for _ in range(2):
            services.paste(actor=ACTOR, user=user, draft=draft, text="10045\t3", paste_id=form)
        assert lines(draft) == [("10045", 3)]

    def test_what_is_doubtful_lands_at_its_place_once_chosen_and_is_learned(self, draft, user, shelf):
        paste(draft, user, "KLEED\t1\nde hoge kruk\t4\nBK-100\t2")
        (row,) = waiting(draft)
        services.row_choose(actor=ACTOR, user=user, draft=draft, row_id=row.pk, product_id=shelf["10045"].pk)
        assert lines(draft) == [("KLEED", 1), ("10045", 4), ("BK-100", 2)]
        assert not waiting(draft)
        paste(draft, user, "De hoge kruk: 2")
        assert lines(draft)[-1] == ("10045", 2)
        assert LearnedWords.objects.get().times == 2

    def test_the_first_row_lands_above_the_others(self, draft, user, shelf):
        paste(draft, user, "wat anders\t4\nBK-100\t2")
        services.row_choose(actor=ACTOR, user=user, draft=draft, row_id=waiting(draft)[0].pk, product_id=14)
        assert lines(draft) == [("KLEED", 4), ("BK-100", 2)]

    def test_a_row_may_become_text_or_be_left_out_and_is_never_lost(self, draft, user):
        paste(draft, user, "Beste,\nolifant\t4\nzebra\t1\nBK-100\t2")
        first, second = waiting(draft)
        services.row_as_text(actor=ACTOR, draft=draft, row_id=first.pk)
        services.row_drop(actor=ACTOR, draft=draft, row_id=second.pk)
        assert lines(draft) == [("olifant 4", 4), ("BK-100", 2)]
        assert [row.row for row in pasted_view(draft).left] == ["Beste,", "zebra\t1"]
        services.row_again(actor=ACTOR, draft=draft, row_id=second.pk)
        assert [row.pk for row in waiting(draft)] == [second.pk]

    def test_a_row_is_dealt_with_once(self, draft, user):
        paste(draft, user, "olifant\t4")
        (row,) = waiting(draft)
        services.row_drop(actor=ACTOR, draft=draft, row_id=row.pk)
        with pytest.raises(services.RowGoneError):
            services.row_choose(actor=ACTOR, user=user, draft=draft, row_id=row.pk, product_id=10)
        assert lines(draft) == []

    def test_the_prices_of_the_list_are_taken_only_when_asked_for(self, draft, user):
        paste(draft, user, "Code\tAantal\tPrijs\n10045\t3\t8,95\nBK-100\t2\t12,00")
        assert pasted_view(draft).priced == 1
        services.prices_take(actor=ACTOR, draft=draft, reason="pasted")
        line = DraftLine.objects.get(code="10045")
        assert (line.part_price, line.price_source, line.price_reason) == (Decimal("8.95"), "person", "pasted")
        assert DraftLine.objects.get(code="BK-100").price_source == "list"
        assert pasted_view(draft).priced == 0

    def test_a_price_that_is_the_customers_own_after_discount_is_no_difference(self, draft, user):
        paste(draft, user, "Code\tAantal\tPrijs\n10045\t3\t9,00")
        DraftLine.objects.update(part_price=Decimal("10.00"), discount=Decimal("10.00"))
        assert pasted_view(draft).priced == 0

    def test_more_than_a_draft_takes_is_refused_whole(self, draft, user):
        with pytest.raises(TooManyLinesError):
            paste(draft, user, "\n".join(["10045\t1"] * (MOST_LINES + 1)))
        assert not Paste.objects.exists()
        assert not lines(draft)

    def test_a_draft_that_is_being_sent_takes_no_paste(self, draft, user):
        Draft.objects.filter(pk=draft.pk).update(frozen_at=clock.now())
        with pytest.raises(DraftFrozenError):
            paste(draft, user, "10045\t1")
        assert not PastedRow.objects.exists()

    def test_learned_words_can_be_taken_away(self, user, shelf):
        learning.words_learn(user=user, customer_id=CUSTOMER, words="kruk", product=shelf["10045"])
        learning.words_forget(actor=ACTOR, row=LearnedWords.objects.get())
        assert not LearnedWords.objects.exists()
        assert AuditEntry.objects.filter(action="learned_words:removed").exists()

    def test_who_says_otherwise_later_is_right(self, user, shelf):
        for code in ("10045", "10045", "10046"):
            learning.words_learn(user=user, customer_id=CUSTOMER, words="kruk", product=shelf[code])
        learned = LearnedWords.objects.get()
        assert (learned.product_id, learned.times) == (11, 1)
