"""What every page says about the link: the most serious thing first, in one sentence with its times."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from apps.core import clock
from apps.erp import context, link
from apps.erp.models import Link
from tests.erp.support import made_write

pytestmark = pytest.mark.django_db
# 09:44 in Amsterdam.
NOW = datetime(2026, 11, 24, 8, 44, tzinfo=UTC)
OK_AT = NOW - timedelta(minutes=3)


@pytest.fixture(autouse=True)
def _now():
    with clock.using(lambda: NOW), translation.override("en"):
        yield


def condition(**values):
    return context.condition_of(Link(**values))


def test_well_says_how_long_ago():
    found = condition(last_ok_at=NOW - timedelta(seconds=14))
    assert (found.tone, found.label, found.banner) == ("ok", "LogicTrade 14 s ago", "")


def test_read_only_is_said(settings):
    settings.LOGICTRADE_WRITES = False
    assert condition(last_ok_at=NOW).label.endswith("read only")


def test_an_outage_names_both_times():
    found = condition(last_ok_at=OK_AT, failing_since=OK_AT, failures=5)
    assert found.tone == "warn"
    assert found.banner == "LogicTrade has not answered since 09:41. You work with data of 09:41."


def test_an_outage_of_yesterday_names_the_day():
    past = NOW - timedelta(days=1)
    assert "23 Nov 2026 09:44" in condition(last_ok_at=past, failing_since=past, failures=9).banner


def test_a_few_failures_are_a_mark_without_banner():
    found = condition(last_ok_at=NOW, failing_since=NOW, failures=2)
    assert (found.tone, found.banner) == ("warn", "")


def test_silence_is_told_whatever_its_cause():
    assert "Nothing was read" in condition(last_ok_at=NOW - timedelta(minutes=6)).banner


def test_a_refused_key_is_red_until_there_is_another(settings):
    row = {"last_ok_at": NOW, "key_refused_at": OK_AT, "key_digest": link.key_digest()}
    found = condition(**row)
    assert found.tone == "bad"
    assert "09:41" in found.banner
    settings.LOGICTRADE_API_KEY = "another"
    assert condition(**row).tone == "ok"


def test_another_company_comes_before_all_else():
    found = condition(mismatch="other", last_ok_at=OK_AT, failing_since=OK_AT, failures=9)
    assert (found.tone, found.label) == ("bad", "Other company")


def test_no_key_at_all(settings):
    settings.LOGICTRADE_API_KEY = ""
    assert condition().label == "No key for LogicTrade"


def test_never_asked():
    assert condition().label == "LogicTrade not asked yet"


def test_writes_waiting_are_the_readers_own(rf, people):
    made_write(people["sales"], "unknown")
    made_write(people["sales"], "confirmed")
    made_write(people["warehouse"], "held")

    def waiting(role):
        request = rf.get("/")
        request.user = people[role]
        return context.link(request)["link"].writes_waiting

    assert (waiting("sales"), waiting("warehouse"), waiting("admin"), waiting("viewer")) == (1, 1, 2, 0)


def test_the_mark_is_asked_again_with_the_banners(as_role, calls, django_assert_max_num_queries):
    Link.objects.create(last_ok_at=OK_AT, failing_since=OK_AT, failures=5)
    link.forget_cached()
    client = as_role("viewer")
    with calls(0), django_assert_max_num_queries(6):
        text = client.get("/link/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in text
    assert "You work with data of" in text
    assert 'hx-swap-oob="innerHTML"' in text


def test_the_mark_is_for_people_who_are_signed_in(client):
    assert client.get("/link/").status_code in {302, 401}
