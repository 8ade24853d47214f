"""The list of writes and the page of one: whose they are, what they tell, looking again only while moving."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.core import clock, dates
from apps.erp.outbox.models import State
from apps.logictrade import codec
from tests.erp.support import made_attempt, made_write

pytestmark = pytest.mark.django_db
LIST = "/writes/"


def page_of(write):
    return reverse("erp:write_detail", args=[write.pk])


def test_a_person_sees_their_own_writes_and_an_administrator_all(as_role, people):
    mine, other = made_write(people["sales"]), made_write(people["warehouse"], label="Delivery 17")
    own = as_role("sales").get(LIST).content.decode()
    assert page_of(mine) in own
    assert page_of(other) not in own
    everybody = as_role("admin").get(LIST).content.decode()
    assert page_of(mine) in everybody
    assert page_of(other) in everybody
    assert "Warehouse" in everybody


def test_a_viewer_may_not_see_writes(as_role, people):
    write = made_write(people["sales"])
    client = as_role("viewer")
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(write)).status_code == 403


def test_somebody_elses_write_does_not_exist_for_others(as_role, people):
    write = made_write(people["warehouse"])
    assert as_role("sales").get(page_of(write)).status_code == 404


@pytest.mark.parametrize(
    ("state", "word"),
    [
        ("intent", "Waiting"),
        ("sending", "Sent"),
        ("unknown", "Unknown"),
        ("needs_human", "You decide"),
        ("held", "Held"),
        ("rejected", "Rejected"),
        ("confirmed", "Confirmed"),
        ("cancelled", "Taken back"),
    ],
)
def test_each_state_has_its_word_on_list_and_page(as_role, people, state, word):
    write = made_write(people["sales"], state)
    client = as_role("sales")
    assert f"</svg>{word}</span>" in client.get(f"{LIST}?state={state}").content.decode()
    assert f"</svg>{word}</span>" in client.get(page_of(write)).content.decode()


def test_filters_narrow_by_state_kind_person_and_day(as_role, people):
    old = made_write(people["sales"], "confirmed", created_at=clock.now() - timedelta(days=3))
    new = made_write(people["warehouse"], "rejected")
    client = as_role("admin")

    def shown(query):
        text = client.get(f"{LIST}?{query}").content.decode()
        return [write for write in (old, new) if page_of(write) in text]

    assert shown("state=rejected") == [new]
    assert shown("person=sales") == [old]
    assert shown(f"day={dates.today().isoformat()}") == [new]
    assert shown("") == [old, new]


def test_newest_first(as_role, people):
    older = made_write(people["sales"], created_at=clock.now() - timedelta(minutes=5))
    newer = made_write(people["sales"])
    text = as_role("sales").get(LIST).content.decode()
    assert text.index(page_of(newer)) < text.index(page_of(older))


@pytest.mark.parametrize("query", ["sort=--", "state=nonsense", "page=9999999", "day=31-31", f"kind={'x' * 10000}"])
def test_junk_in_the_address_gives_a_page(as_role, people, query):
    made_write(people["sales"])
    assert as_role("sales").get(f"{LIST}?{query}", follow=True).status_code == 200


def test_the_list_costs_no_call_and_a_fixed_number_of_queries(as_role, people, calls, django_assert_max_num_queries):
    for _ in range(30):
        made_write(people["sales"])
    client = as_role("sales")
    client.get(LIST)
    with calls(0), django_assert_max_num_queries(12):
        client.get(LIST)


def test_the_empty_list_says_what_comes(as_role, people):
    assert "Nothing is waiting" in as_role("sales").get(LIST).content.decode()


def test_what_was_sent_can_be_read(as_role, people):
    write = made_write(people["sales"], "unknown", check_at=clock.now())
    made_attempt(write)
    text = as_role("sales").get(page_of(write)).content.decode()
    for expected in ("Vloer boven", "20411", "2.5", "1,049", "24 Nov 2026", write.marker, "answer lost", "1.0 s"):
        assert expected in text
    assert "We look for" in text


def test_differences_stand_side_by_side(as_role, people):
    found = [
        {"field": "lines.0.partPrice", "sent": "1010.00", "found": "12.00"},
        {"field": "reference", "sent": "1234.50", "found": ""},
    ]
    write = made_write(people["sales"], "confirmed", differences=codec.dumps(found), remote_number="O26-1", remote_id=6)
    text = as_role("sales").get(page_of(write)).content.decode()
    assert "<del>1,010.00</del>" in text
    assert "<del>1234.50</del>" in text
    assert "<ins>12.00</ins>" in text
    assert "line 1 price" in text
    assert "O26-1" in text


def test_logictrades_words_of_refusal(as_role, people):
    write = made_write(
        people["sales"], "rejected", reason="refused", error_status=400, error_code="LTA0103", error_detail="Leverwijze"
    )
    text = as_role("sales").get(page_of(write)).content.decode()
    assert "LogicTrade refused: Leverwijze" in text
    assert "LTA0103" in text


def test_a_missing_code_names_its_table(as_role, people):
    write = made_write(people["sales"], "rejected", reason="code:delivery_type", error_detail="Per kameel")
    assert "No code for “Per kameel” in Delivery types" in as_role("sales").get(page_of(write)).content.decode()


@pytest.mark.parametrize("state", list(State))
def test_the_page_looks_again_only_while_the_worker_can_change_it(as_role, people, state):
    write = made_write(people["sales"], str(state))
    text = as_role("sales").get(page_of(write)).content.decode()
    moving = state in {State.INTENT, State.SENDING, State.UNKNOWN}
    assert ('hx-get="/writes/' in text) == moving


def test_looking_again_is_free_while_nothing_changed(as_role, people):
    write = made_write(people["sales"])
    client = as_role("sales")
    address = f"{page_of(write)}"
    seen = write.changed_at.isoformat()
    headers = {"HX-Request": "true"}
    assert client.get(address, {"seen": seen}, headers=headers).status_code == 204
    write.state, write.changed_at = "confirmed", clock.now()
    write.save()
    answer = client.get(address, {"seen": seen}, headers=headers)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "<html" not in text
    assert "Confirmed" in text
    assert "every 1s" not in text
    assert 'id="write-rail" hx-swap-oob="true"' in text


def test_markup_in_labels_and_answers_is_text(as_role, people):
    made_write(people["sales"], "rejected", label="<b>x</b>", error_detail="<script>y</script>", reason="refused")
    text = as_role("sales").get(LIST).content.decode()
    assert "<b>x</b>" not in text
    assert "<script>y" not in text


def test_what_replaces_what(as_role, people):
    first = made_write(people["sales"], "rejected", label="First try")
    second = made_write(people["sales"], "confirmed", replaces=first, label="Second try")
    client = as_role("sales")
    assert page_of(second) in client.get(page_of(first)).content.decode()
    assert page_of(first) in client.get(page_of(second)).content.decode()
