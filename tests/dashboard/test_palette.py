"""The palette: records, pages and what can be done on the open record; grouped, the best first, from here alone."""

import pytest
from django.urls import reverse

from apps.core import clock, menu
from apps.core.access import may
from apps.dashboard import services
from apps.dashboard.palette import _list_actions
from apps.relations.models import Customer

URL = "/palette/"
LIST = {"HX-Request": "true", "HX-Target": "palette-hits"}


def ask(client, typed="", at=""):
    return client.get(URL, {"q": typed, "at": at}, headers=LIST)


def groups(response):
    return {group.key: [hit.title for hit in group.hits] for group in response.context["groups"]}


class TestEmptyBox:
    def test_what_the_record_offers_then_what_is_kept_then_all_pages(self, every_kind, as_role, people):
        services.pin(user=people["sales"], subject="product:10")
        services.record_opened(user=people["sales"], subject="quote:1")
        response = ask(as_role("sales"), at="customer:4")
        found = groups(response)
        assert list(found) == ["actions", "pinned", "recent", "pages"]
        assert (found["pinned"], found["recent"]) == (["LT00000047"], ["O26-04127"])
        assert {"New quote", "Change", "History"} <= set(found["actions"])
        assert "On Hotel De Zeeuwse Kust" in response.text

    @pytest.mark.parametrize("role", ["sales", "purchasing", "warehouse", "finance", "viewer", "admin"])
    def test_pages_are_those_that_the_reader_may_open_and_all_open(self, as_role, people, role):
        client = as_role(role)
        (group,) = ask(client).context["groups"]
        allowed = {reverse(item.url_name) for item in menu.registered() if may(people[role], item.permission)}
        allowed |= {reverse(one.url_name) for one in _list_actions() if may(people[role], one.permission)}
        shown = {hit.url for hit in group.hits}
        assert shown == allowed | {"/keys/", reverse("accounts:preferences")}
        assert {client.get(url).status_code for url in shown} == {200}

    def test_what_lists_let_one_make_is_among_the_pages(self, as_role):
        assert "New quote" in groups(ask(as_role("sales")))["pages"]
        assert "New quote" not in groups(ask(as_role("viewer")))["pages"]


@pytest.mark.usefixtures("suppliers")
class TestTyped:
    def test_records_and_pages_in_one_list(self, as_role):
        found = groups(ask(as_role("sales"), "hotel"))
        assert list(found) == ["customers", "order", "quote"]
        assert found["order"] == ["V26-11884"]

    @pytest.mark.parametrize(
        ("typed", "first"),
        [("quotes", "pages"), ("stoc", "pages"), ("new q", "pages"), ("O26-04127", "quote"), ("noord", "suppliers")],
    )
    def test_the_best_group_comes_first(self, as_role, typed, first):
        assert next(iter(groups(ask(as_role("admin"), typed)))) == first

    def test_an_action_on_the_record_by_its_first_letters(self, as_role):
        response = ask(as_role("sales"), "hist", at="customer:4")
        (group,) = response.context["groups"]
        (hit,) = group.hits
        assert (group.key, hit.title, hit.url, hit.keys) == (
            "actions", "History", reverse("erp:history_customer", args=[4]), ("h",)
        )  # fmt: skip

    def test_a_removed_record_offers_only_its_past(self, as_role):
        Customer.objects.filter(pk=4).update(gone_at=clock.now())
        assert groups(ask(as_role("sales"), at="customer:4"))["actions"] == ["History"]

    @pytest.mark.parametrize(
        ("role", "at"),
        [
            ("warehouse", "customer:4"),
            ("sales", "supplier:70"),
            ("sales", "customer:999"),
            ("sales", "x:1"),
            ("sales", ""),
        ],
    )
    def test_no_actions_on_what_is_not_there_or_not_theirs(self, as_role, role, at):
        assert "actions" not in groups(ask(as_role(role), at=at))

    def test_a_viewer_is_offered_nothing_that_writes(self, as_role):
        assert groups(ask(as_role("viewer"), at="customer:4"))["actions"] == ["History"]

    def test_every_action_opens(self, every_kind, as_role):
        client = as_role("admin")
        for subject in every_kind:
            if subject.startswith(("quote", "order", "delivery")):
                continue  # The register alone has these; their cards are asked for in the browser.
            (group,) = [one for one in ask(client, at=subject).context["groups"] if one.key == "actions"]
            for hit in group.hits:
                # An edit reads the record anew, which nobody answers here.
                assert client.get(hit.url).status_code in {200, 503}, hit.url

    def test_more_hits_lead_on(self, as_role):
        assert "All 9 hits" not in ask(as_role("sales"), "hotel").text


@pytest.mark.usefixtures("records")
class TestForms:
    def test_a_page_without_scripts_and_a_list_in_the_dialog(self, sales):
        page, part = sales.get(URL, {"q": "hotel", "at": "customer:4"}), ask(sales, "hotel")
        assert "<html" in page.text
        assert 'name="at" value="customer:4"' in page.text
        assert "<html" not in part.text
        assert part.text.count('role="option"') == 3
        assert 'id="palette-customers"' in part.text
        assert " ms</span>" in part.text

    def test_the_dialog_is_on_every_page_with_its_record(self, sales):
        text = sales.get("/relations/customers/4/").text
        assert '<dialog class="palette" id="palette"' in text
        assert '"at": "customer:4"' in text
        assert "data-palette" in text
        assert '"at"' not in sales.get("/").text

    @pytest.mark.parametrize(
        "typed", ["", " ", "\x00", "x" * 10_000, '"', "%", "_", "<b>", "🪑", "=1+1", "NEAR(a b)", "‮"]
    )
    @pytest.mark.parametrize("headers", [{}, LIST])
    def test_any_text_gives_an_answer(self, sales, typed, headers):
        response = sales.get(URL, {"q": typed, "at": typed}, headers=headers)
        assert response.status_code == 200
        assert "<b><b>" not in response.text

    def test_nothing_can_be_sent_there_and_nobody_unknown_sees_it(self, sales, client):
        assert sales.post(URL).status_code == 405
        assert client.get(URL).status_code == 302


@pytest.mark.parametrize("typed", ["", "hotel", "06-1234", "LT0000004", "a", "nova"])
def test_what_it_costs(every_kind, as_role, people, calls, django_assert_max_num_queries, typed):
    for subject in every_kind:
        services.record_opened(user=people["admin"], subject=subject)
        services.pin(user=people["admin"], subject=subject)
    client = as_role("admin")
    with calls(0), django_assert_max_num_queries(18):
        ask(client, typed, at="customer:4")
