"""Who else has a record open: signs, what the page shows of them, and when they end."""

from datetime import timedelta

import pytest

from apps.core import clock
from apps.dashboard import presence
from apps.dashboard.models import Presence
from apps.dashboard.records import KINDS, edited_at


def later(monkeypatch, **by):
    now = clock.now() + timedelta(**by)
    monkeypatch.setattr("apps.core.clock.now", lambda: now)


def names(others):
    return [(one.name, one.edits) for one in others.people]


class TestSigns:
    def test_others_are_told_and_the_reader_is_not(self, people):
        for role in ("admin", "sales"):
            presence.give_sign(user=people[role], subject="customer:4", doing="view")
        presence.give_sign(user=people["warehouse"], subject="customer:5", doing="view")
        assert names(presence.others_at("customer:4", but=people["sales"])) == [("Admin", False)]

    def test_who_changes_it_comes_first_also_when_it_is_open_twice(self, people):
        presence.give_sign(user=people["admin"], subject="customer:4", doing="view")
        presence.give_sign(user=people["purchasing"], subject="customer:4", doing="edit")
        presence.give_sign(user=people["purchasing"], subject="customer:4", doing="view")
        found = presence.others_at("customer:4", but=people["sales"])
        assert names(found) == [("Purchasing", True), ("Admin", False)]

    def test_a_sign_lasts_less_than_a_minute(self, people, monkeypatch):
        presence.give_sign(user=people["admin"], subject="customer:4", doing="view")
        later(monkeypatch, seconds=45)
        assert names(presence.others_at("customer:4", but=people["sales"])) == [("Admin", False)]
        later(monkeypatch, seconds=15)
        assert names(presence.others_at("customer:4", but=people["sales"])) == []

    def test_the_same_person_keeps_one_row_per_record(self, people):
        for _time in range(3):
            presence.give_sign(user=people["admin"], subject="customer:4", doing="view")
        assert Presence.objects.count() == 1

    def test_three_by_name_and_the_others_counted(self, people):
        for role in ("admin", "purchasing", "warehouse", "sales"):
            presence.give_sign(user=people[role], subject="customer:4", doing="view")
        found = presence.others_at("customer:4", but=None)
        assert (len(found.people), found.more) == (3, 1)

    def test_whoever_may_no_longer_sign_in_is_not_there(self, people):
        presence.give_sign(user=people["admin"], subject="customer:4", doing="view")
        people["admin"].is_active = False
        people["admin"].save()
        assert names(presence.others_at("customer:4", but=people["sales"])) == []

    def test_the_sweep_keeps_what_still_says_something(self, people, monkeypatch):
        presence.give_sign(user=people["admin"], subject="customer:4", doing="view")
        later(monkeypatch, minutes=5)
        presence.give_sign(user=people["sales"], subject="customer:4", doing="view")
        assert presence.sweep() == 1
        assert Presence.objects.get().user == people["sales"]


class TestPage:
    def test_a_page_hears_of_others_and_of_nothing_new_nothing(self, as_role):
        first, second = as_role("sales"), as_role("admin")
        assert first.post("/here/", {"subject": "customer:4", "doing": "view"}).status_code == 204
        heard = second.post("/here/", {"subject": "customer:4", "doing": "edit"})
        assert "Sales has this open" in heard.text
        heard = first.post("/here/", {"subject": "customer:4", "doing": "view", "shown": ""})
        assert "Admin is changing this" in heard.text
        key = heard.context["others"].key
        assert f'name="shown" value="{key}"' in heard.text
        assert first.post("/here/", {"subject": "customer:4", "doing": "view", "shown": key}).status_code == 204

    def test_who_left_is_taken_off(self, as_role, people):
        heard = as_role("sales").post("/here/", {"subject": "customer:4", "shown": f"{people['admin'].pk}"})
        assert heard.status_code == 200
        assert "Admin" not in heard.text

    @pytest.mark.parametrize(("subject", "status"), [("", 404), ("x:1", 404), ("customer:4", 403)])
    def test_only_records_that_the_person_may_open(self, as_role, subject, status):
        assert as_role("warehouse").post("/here/", {"subject": subject, "doing": "view"}).status_code == status
        assert not Presence.objects.exists()

    def test_another_way_of_doing_is_looking(self, as_role):
        as_role("sales").post("/here/", {"subject": "customer:4", "doing": "steal"})
        assert Presence.objects.get().doing == "view"

    def test_a_sign_is_cheap(self, as_role, django_assert_max_num_queries):
        client = as_role("sales")
        client.post("/here/", {"subject": "customer:4"})
        with django_assert_max_num_queries(7):
            client.post("/here/", {"subject": "customer:4"})

    @pytest.mark.usefixtures("every_kind")
    def test_cards_ask_and_lists_do_not(self, as_role):
        client = as_role("admin")
        assert '{"subject": "customer:4", "doing": "view"}' in client.get("/relations/customers/4/").text
        assert 'id="here"' not in client.get("/relations/customers/").text


def test_every_kind_with_a_form_says_so():
    assert edited_at("relations:customer_edit", {"pk": 4}) == "customer:4"
    assert edited_at("relations:customer_detail", {"pk": 4}) == ""
    assert {kind.name for kind in KINDS.values() if kind.edit_url_name} == {"customer", "supplier", "product"}


class TestDrafts:
    """People also meet at a document in the making."""

    def test_two_at_one_concept_are_told(self, as_role, people, synced):
        from apps.documents.models import Draft
        from apps.documents.services import draft_create

        draft = draft_create(actor=None, user=people["sales"], customer_id=4, customer_name="x", kind=Draft.Kind.QUOTE)
        subject = edited_at("sales:quote_draft_detail", {"draft_id": draft.pk})
        sign = {"subject": subject, "doing": "edit"}
        assert as_role("admin").post("/here/", sign).status_code == 204
        answer = as_role("sales").post("/here/", sign).content.decode()
        assert "Admin is changing this" in answer
        assert as_role("warehouse").post("/here/", sign).status_code == 403
        assert as_role("sales").post("/here/", {**sign, "subject": "draft:x"}).status_code == 404
