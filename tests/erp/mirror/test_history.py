"""What changed in LogicTrade: which fields are kept, what says nothing, how long values are, and what it costs."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from apps.audit import services
from apps.audit.log import Actor
from apps.audit.models import AuditEntry
from apps.core import clock
from apps.erp.mirror import history, registry
from apps.erp.mirror.history import CUT, LONGEST, MOST_FIELDS, Change, changes, shortened
from apps.erp.mirror.models import FieldChange
from apps.erp.mirror.upsert import mark_gone, prepare, upsert, write
from apps.erp.outbox.models import State
from apps.logictrade import codec
from apps.relations.models import Customer
from tests.erp.outbox.support import KIND, register_kind
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_told():
    history.forget_told()
    yield
    history.forget_told()


@pytest.fixture
def customers() -> registry.Resource:
    return registry.get("customer")


def put(resource, *records):
    return upsert(resource, list(records), read_began_at=clock.now())


def read_list(resource, *records):
    return write(resource, prepare(resource, list(records)), read_began_at=clock.now(), listed=True)


def kept(pk: int = 1) -> dict[str, tuple[str, str]]:
    return {row.field: (row.old, row.new) for row in FieldChange.objects.filter(remote_id=pk).order_by("id")}


class TestChanges:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ({"a": 1}, {"a": Decimal("1.0")}),
            ({"a": None}, {"a": ""}),
            ({"a": []}, {"a": None}),
            ({"modifiedDate": "2026-01-01"}, {"modifiedDate": "2026-01-02"}),
            ({"a": {"b": None}}, {"a": None}),
            ({"a": 1, "b": 2}, {"a": 1}),
            ({"a": 1}, {"a": 1, "b": 2}),
        ],
    )
    def test_what_is_no_change(self, old, new):
        assert changes(old, new) == []

    @pytest.mark.parametrize(
        ("old", "new", "found"),
        [
            ({"a": None}, {"a": False}, Change("a", None, False)),
            ({"a": None}, {"a": 0}, Change("a", None, 0)),
            ({"a": {"b": "x"}}, {"a": {"b": "y"}}, Change("a.b", "x", "y")),
            ({"a": None}, {"a": {"b": "y"}}, Change("a.b", None, "y")),
            ({"a": "x"}, {"a": {"b": "y"}}, Change("a", "x", {"b": "y"})),
            ({"a": ["x"]}, {"a": ["x", "y"]}, Change("a", ["x"], ["x", "y"])),
        ],
    )
    def test_what_is_one(self, old, new, found):
        assert changes(old, new) == [found]

    def test_a_line_that_was_put_in_moves_no_other(self):
        first, second, third = ({"lineNumber": n, "code": f"P{n}", "quantity": n} for n in (10, 20, 30))
        assert changes({"lines": [first, third]}, {"lines": [first, second, third]}) == [
            Change("lines[20]", None, second)
        ]
        assert changes({"lines": [first]}, {"lines": [first | {"quantity": 4}]}) == [
            Change("lines[10].quantity", 10, 4)
        ]

    def test_lines_without_a_key_are_compared_by_place(self):
        assert changes({"l": [{"x": 1}, {"x": 2}]}, {"l": [{"x": 1}, {"x": 3}]}) == [Change("l[2].x", 2, 3)]

    def test_a_new_order_of_the_same_entries_is_told(self):
        one, two = {"id": 1}, {"id": 2}
        assert changes({"groups": [one, two]}, {"groups": [two, one]}) == [Change("groups", "1, 2", "2, 1")]

    def test_what_is_missing_counts_where_the_answer_speaks_of_it(self):
        assert changes({"a": 1, "phone": "06"}, {"a": 1}, {"a", "phone"}) == [
            Change("phone", "06", None, one_sided=True)
        ]

    def test_depth_has_an_end(self):
        deep, other = {"v": 1}, {"v": 2}
        for _ in range(2000):
            deep, other = {"d": deep}, {"d": other}
        assert [change.field for change in changes(deep, other)] == [".".join("d" * history.DEEPEST)]


class TestLength:
    def test_of_long_texts_the_part_that_differs_stays(self):
        old, new = shortened("x" * 3000 + "oud" + "y" * 3000, "x" * 3000 + "nieuw" + "y" * 3000)
        assert "oud" in old
        assert "nieuw" in new
        for side in (old, new):
            text = codec.loads(side)
            assert len(text) <= LONGEST + 2
            assert text.startswith(CUT)
            assert text.endswith(CUT)

    def test_short_values_stay_whole(self):
        assert shortened("a", None) == ('"a"', "")
        assert shortened(Decimal("1.50"), False) == ("1.50", "false")
        assert shortened(None, {"code": "P1"}) == ("", '{"code":"P1"}')

    def test_a_large_value_is_cut_with_a_mark(self):
        old, new = shortened(None, {"text": "z" * 9000})
        assert old == ""
        assert len(new) < LONGEST + 200
        assert codec.loads(new).endswith(CUT)


class TestUpsert:
    def test_a_changed_field_is_kept_with_its_values_and_moments(self, customers):
        put(customers, {"id": 1, "companyName": "Oud", "address": {"city": "Zwolle"}})
        put(
            customers,
            {
                "id": 1,
                "companyName": "Nieuw",
                "address": {"city": "Zwolle"},
                "modifiedDate": "2026-11-24T10:00:00Z",
            },
        )
        row = FieldChange.objects.get()
        assert (row.resource, row.remote_id, row.field) == ("customer", 1, "companyName")
        assert (codec.loads(row.old), codec.loads(row.new)) == ("Oud", "Nieuw")
        assert row.noticed_at == Customer.objects.get(pk=1).synced_at
        assert row.remote_modified is not None
        assert row.write_id is None

    def test_new_and_unchanged_records_leave_no_trace_and_cost_no_query(self, customers, django_assert_num_queries):
        records = [{"id": pk, "companyName": f"Bedrijf {pk}"} for pk in range(1, 51)]
        read_list(customers, *records)
        with django_assert_num_queries(4):  # savepoint, stored rows, quarantine, savepoint
            read_list(customers, *records)
        assert not FieldChange.objects.exists()

    def test_many_changed_records_cost_as_many_queries_as_one(self, customers, django_assert_max_num_queries):
        read_list(customers, *({"id": pk, "companyName": "A", "remark": "x"} for pk in range(1, 101)))
        with django_assert_max_num_queries(20):
            read_list(customers, *({"id": pk, "companyName": "B", "remark": "y"} for pk in range(1, 101)))
        assert FieldChange.objects.count() == 200

    def test_an_older_reading_leaves_no_trace(self, customers):
        put(customers, {"id": 1, "companyName": "Nieuw"})
        upsert(customers, [{"id": 1, "companyName": "Oud"}], read_began_at=clock.now() - timedelta(minutes=1))
        assert not FieldChange.objects.exists()

    def test_a_field_that_lists_leave_out_neither_comes_nor_goes(self, customers):
        listed = {"id": 1, "companyName": "A", "city": "x"}
        read_list(customers, listed)
        put(customers, listed | {"comment": {"intern": "alleen bij lezen op id"}})
        read_list(customers, listed)
        assert not FieldChange.objects.exists()

    def test_an_emptied_field_that_lists_leave_out_when_empty_is_noticed(self, customers):
        read_list(customers, {"id": 1, "phoneNumber": "1"}, {"id": 2, "phoneNumber": "2"})
        read_list(customers, {"id": 1}, {"id": 2, "phoneNumber": "2"})
        assert kept() == {"phoneNumber": ('"1"', "")}

    def test_and_once_known_on_a_page_of_its_own_too(self, customers):
        read_list(customers, {"id": 1, "phoneNumber": "1"}, {"id": 2, "phoneNumber": "2"})
        read_list(customers, {"id": 1, "phoneNumber": "1", "remark": "r"}, {"id": 2, "phoneNumber": "2"})
        FieldChange.objects.all().delete()
        read_list(customers, {"id": 2})
        assert kept(2) == {"phoneNumber": ('"2"', "")}

    def test_a_field_that_a_new_release_gives_to_all_records_is_no_news_of_theirs(self, customers):
        old = [{"id": pk, "companyName": "A"} for pk in range(1, 31)]
        read_list(customers, *old)
        new = [record | {"toekomst": "ja"} for record in old]
        new[0]["companyName"] = "B"
        read_list(customers, *new)
        assert list(FieldChange.objects.values_list("remote_id", "field")) == [(1, "companyName")]

    def test_more_fields_than_are_kept_are_counted(self, customers):
        put(customers, {"id": 1, "l": {f"f{n}": 1 for n in range(MOST_FIELDS + 5)}})
        put(customers, {"id": 1, "l": {f"f{n}": 2 for n in range(MOST_FIELDS + 5)}})
        assert FieldChange.objects.filter(what="field").count() == MOST_FIELDS
        assert FieldChange.objects.get(what="more").new == "5"

    def test_going_and_coming_back(self, customers):
        put(customers, {"id": 1, "companyName": "A"})
        mark_gone(customers, 1, at=clock.now())
        put(customers, {"id": 1, "companyName": "B"})
        assert list(FieldChange.objects.order_by("id").values_list("what", flat=True)) == ["gone", "back", "field"]

    def test_a_page_asked_for_before_a_record_went_does_not_bring_it_back(self, customers):
        put(customers, {"id": 1, "companyName": "A"})
        asked = clock.now()
        mark_gone(customers, 1, at=clock.now())
        upsert(customers, [{"id": 1, "companyName": "A"}], read_began_at=asked)
        assert Customer.objects.get(pk=1).gone_at is not None

    def test_the_write_of_ours_that_it_followed_is_named(self, customers, people):
        register_kind()
        quotes = registry.get("quote")
        put(quotes, {"id": 7, "number": "O7", "reference": "oud"}, {"id": 8, "number": "O8", "reference": "oud"})
        ours = made_write(people["sales"], State.CONFIRMED, kind=KIND, remote_id=7, id=uuid.uuid4())
        put(quotes, {"id": 7, "number": "O7", "reference": "nieuw"}, {"id": 8, "number": "O8", "reference": "nieuw"})
        assert dict(FieldChange.objects.values_list("remote_id", "write_id")) == {7: ours.pk, 8: None}
        put(quotes, {"id": 7, "number": "O7", "reference": "later"})
        assert FieldChange.objects.filter(remote_id=7, write_id=None).count() == 1


class TestRetention:
    def row(self, pk: int = 1, days: int = 0) -> FieldChange:
        return FieldChange.objects.create(
            resource="customer",
            remote_id=pk,
            field="remark",
            old='"a"',
            new='"b"',
            noticed_at=clock.now() - timedelta(days=days),
        )

    def test_what_is_too_old_is_dropped_piece_by_piece(self, settings, monkeypatch):
        monkeypatch.setattr(history, "PURGED_AT_ONCE", 2)
        settings.HISTORY_DAYS = 30
        kept_row = self.row(days=29)
        for _ in range(5):
            self.row(days=31)
        assert history.purge() == 5
        assert list(FieldChange.objects.all()) == [kept_row]

    def test_erasing_a_persons_details_erases_the_values_too(self):
        mine, other = self.row(1), self.row(2)
        services.details_erase_subject(actor=Actor.system("x"), subject="customer:1", reason="asked")
        mine.refresh_from_db()
        other.refresh_from_db()
        assert (mine.field, mine.old, mine.new, mine.erased) == ("remark", "", "", True)
        assert other.old == '"a"'
        assert AuditEntry.objects.get().subject == "customer:1"

    @pytest.mark.parametrize("subject", ["customer:x", "customer", "customer:" + "9" * 40, "write:1"])
    def test_other_subjects_erase_nothing_here(self, subject):
        self.row()
        services.details_erase_subject(actor=Actor.system("x"), subject=subject, reason="asked")
        assert FieldChange.objects.filter(erased=True).count() == 0

    def test_erasing_before_a_day(self):
        old, new = self.row(days=10), self.row(days=1)
        services.details_erase_before(
            actor=Actor.system("x"), before=clock.now() - timedelta(days=5), reason="retention"
        )
        old.refresh_from_db()
        new.refresh_from_db()
        assert (old.erased, new.erased) == (True, False)
