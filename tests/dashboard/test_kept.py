"""Recent and pinned records: what a person opened and keeps, for that person alone."""

from datetime import timedelta

import pytest

from apps.core import clock
from apps.dashboard import services
from apps.dashboard.models import Pin, RecentItem
from apps.dashboard.records import KINDS, entries_of, kind_and_id, subject_of
from apps.dashboard.services import PINS, RECENT, TooManyPinsError
from apps.relations.models import Customer

ADDRESSES = {
    "customer:4": "/relations/customers/4/",
    "supplier:70": "/relations/suppliers/70/",
    "product:10": "/catalogue/products/10/",
    "delivery:5": "/delivery/5/",
}
POPUP = {"HX-Request": "true", "HX-Target": "search-hits"}


def opened(user):
    return list(RecentItem.objects.filter(user=user).order_by("-at", "-pk").values_list("subject", flat=True))


def pins(user):
    return list(Pin.objects.filter(user=user).order_by("at", "pk").values_list("subject", flat=True))


def at_hand(response):
    return {group.key: [hit.title for hit in group.hits] for group in response.context["groups"]}


class TestSubjects:
    def test_a_card_names_its_record_and_other_pages_name_none(self):
        assert subject_of("relations:customer_detail", {"pk": 4}) == "customer:4"
        assert subject_of("relations:customer_list", {}) == ""
        assert subject_of("relations:customer_detail", {"pk": 10**30}) == ""

    @pytest.mark.parametrize(
        "text", ["", "customer", "customer:", "customer:x", "customer:0", "thing:4", "customer:4 "]
    )
    def test_what_names_no_record(self, text):
        assert kind_and_id(text) is None

    def test_every_kind_is_listed_with_one_query_each(self, every_kind, people, django_assert_max_num_queries):
        with django_assert_max_num_queries(len(KINDS) + 1):
            found = entries_of(people["admin"], every_kind)
        assert list(found) == every_kind
        assert [entry.url for entry in found.values() if "/sales/" not in entry.url] == list(ADDRESSES.values())

    def test_only_what_exists_and_may_be_seen(self, every_kind, people):
        assert list(entries_of(people["warehouse"], [*every_kind, "product:99"])) == [
            "product:10",
            "order:1",
            "delivery:5",
        ]


class TestOpened:
    def test_the_newest_first_once_each_and_at_most_twenty(self, people):
        user = people["sales"]
        for n in range(1, RECENT + 6):
            services.record_opened(user=user, subject=f"product:{n}")
        services.record_opened(user=user, subject="product:10")
        assert opened(user) == ["product:10", *(f"product:{n}" for n in range(RECENT + 5, 5, -1) if n != 10)]

    def test_of_each_person_alone(self, people):
        services.record_opened(user=people["admin"], subject="product:10")
        services.record_opened(user=people["sales"], subject="product:11")
        assert (opened(people["admin"]), opened(people["sales"])) == (["product:10"], ["product:11"])

    def test_it_costs_little(self, people, django_assert_max_num_queries):
        for n in range(RECENT):
            services.record_opened(user=people["sales"], subject=f"product:{n}")
        with django_assert_max_num_queries(5):
            services.record_opened(user=people["sales"], subject="product:100")

    @pytest.mark.usefixtures("every_kind")
    def test_a_card_tells_what_to_send_and_writes_nothing_itself(self, as_role, people):
        client = as_role("admin")
        for subject, address in ADDRESSES.items():
            text = client.get(address).text
            assert 'data-visit="/recent/"' in text, address
            assert f'name="subject" value="{subject}"' in text, address
        assert opened(people["admin"]) == []
        assert "data-visit" not in client.get("/relations/customers/").text

    def test_what_the_page_sends(self, as_role, people):
        response = as_role("sales").post("/recent/", {"subject": "customer:4", "next": "/"})
        assert (response.status_code, response.content) == (204, b"")
        assert opened(people["sales"]) == ["customer:4"]

    @pytest.mark.parametrize(("subject", "status"), [("", 404), ("x:1", 404), ("customer:x", 404), ("customer:4", 403)])
    def test_what_is_no_record_or_not_theirs_is_not_kept(self, as_role, people, subject, status):
        assert as_role("warehouse").post("/recent/", {"subject": subject}).status_code == status
        assert opened(people["warehouse"]) == []

    def test_it_cannot_be_opened(self, sales):
        assert sales.get("/recent/").status_code == sales.get("/pins/").status_code == 405


class TestPins:
    def test_put_and_taken_off_from_the_card(self, records, sales, people):
        card = "/relations/customers/4/"
        text = sales.get(card).text
        assert 'data-key="*"' in text
        assert 'value="pin"' in text
        response = sales.post("/pins/", {"subject": "customer:4", "do": "pin", "next": f"{card}?list=q"}, follow=True)
        assert response.redirect_chain == [(f"{card}?list=q", 303)]
        assert "Pinned." in response.text
        assert 'value="unpin"' in response.text
        assert pins(people["sales"]) == ["customer:4"]
        sales.post("/pins/", {"subject": "customer:4", "do": "unpin", "next": card})
        assert pins(people["sales"]) == []

    def test_an_address_elsewhere_is_not_followed(self, records, sales):
        response = sales.post("/pins/", {"subject": "customer:4", "do": "pin", "next": "https://elsewhere.example/"})
        assert response["Location"] == "/relations/customers/4/"

    def test_twice_is_once_and_too_many_is_said(self, people, sales):
        user = people["sales"]
        for n in range(1, PINS + 1):
            services.pin(user=user, subject=f"product:{n}")
        services.pin(user=user, subject="product:1")
        assert len(pins(user)) == PINS
        with pytest.raises(TooManyPinsError):
            services.pin(user=user, subject="product:900")
        response = sales.post("/pins/", {"subject": "product:900", "do": "pin", "next": "/"}, follow=True)
        assert "You have 30 pins" in response.text

    @pytest.mark.parametrize(("subject", "status"), [("x:1", 404), ("customer:4", 403)])
    def test_only_records_that_the_person_may_open(self, as_role, subject, status):
        assert as_role("warehouse").post("/pins/", {"subject": subject, "do": "pin"}).status_code == status

    @pytest.mark.usefixtures("every_kind")
    def test_the_pin_costs_a_card_one_query(self, as_role, people, django_assert_num_queries):
        from apps.dashboard.selectors import is_pinned

        with django_assert_num_queries(1):
            assert not is_pinned(people["sales"], "customer:4")


class TestAtHand:
    def test_under_the_empty_search_box_newest_first_without_the_open_and_the_pinned(self, every_kind, as_role, people):
        user = people["admin"]
        for ago, subject in enumerate(every_kind):
            RecentItem.objects.create(user=user, subject=subject, at=clock.now() - timedelta(minutes=ago))
        services.pin(user=user, subject="product:10")
        client = as_role("admin")
        found = at_hand(client.get("/search/", {"at": "customer:4"}, headers=POPUP))
        assert found["pinned"] == ["LT00000047"]
        assert found["recent"] == ["Hotelbedden Noord", "O26-04127", "V26-11884", "V26-11884"]
        page = client.get("/search/").text
        assert "Hotel De Zeeuwse Kust" in page
        assert "Opened last" in page

    def test_a_removed_record_is_marked(self, records, sales, people):
        services.pin(user=people["sales"], subject="customer:4")
        Customer.objects.filter(pk=4).update(gone_at=clock.now())
        for address in ("/", "/search/", "/palette/"):
            assert "removed in LogicTrade" in sales.get(address).text, address

    def test_nothing_yet(self, sales):
        assert "What you open and pin stands here." in sales.get("/search/").text
        assert sales.get("/search/", headers=POPUP).context["groups"] == []

    @pytest.mark.usefixtures("every_kind")
    def test_what_another_keeps_is_not_shown(self, sales, people):
        services.pin(user=people["admin"], subject="customer:4")
        services.record_opened(user=people["admin"], subject="customer:5")
        assert sales.get("/search/", headers=POPUP).context["groups"] == []
        assert sales.get("/").context["pinned"] == []

    def test_what_it_costs(self, every_kind, as_role, people, calls, django_assert_max_num_queries):
        for subject in every_kind:
            services.record_opened(user=people["admin"], subject=subject)
            services.pin(user=people["admin"], subject=subject)
        client = as_role("admin")
        with calls(0), django_assert_max_num_queries(12):
            response = client.get("/search/", headers=POPUP)
        assert len(at_hand(response)["pinned"]) == 6
        # Beside the home page of everybody: one query for each kind that is pinned.
        with calls(0), django_assert_max_num_queries(27):
            assert len(client.get("/").context["pinned"]) == 6
