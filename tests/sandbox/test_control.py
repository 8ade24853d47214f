"""The control door: records behind our back, the journal, the clock and the reset."""

import json
from http.client import HTTPConnection

import pytest

from apps.sandbox.control import Control, ControlError

from .api import quote_body

CUSTOMERS = "/customers?pageSize=10&pageNumber=1"


def test_either_address_leads_to_the_door_that_stays_up(server):
    control = Control(server.url)
    control.down()
    assert control.about()["control_url"] == server.control_url
    assert control.about()["url"] == server.url


def test_a_record_is_created_with_an_id_times_and_filters(api, control):
    record_id = control.records.create("customer", {"companyName": "Nieuw B.V.", "number": "R999"})
    assert record_id == max(control.records.ids("customer"))
    assert api.get(f"/customers/{record_id}").json["createdDate"]
    assert [row["id"] for row in api.page("/customers", query="&number=R999")] == [record_id]
    assert api.page("/customers")[0]["id"] == record_id


def test_a_record_may_be_created_with_a_given_id(control):
    assert control.records.create("product", {"id": 5_000, "code": "X"}) == 5_000
    assert control.records.create("product", {"code": "Y"}) == 5_001


def test_a_patch_merges_objects_sets_null_and_removes(api, control):
    old = control.records.get("customer", 1)
    control.records.patch("customer", 1, {"address": {"city": "Urk"}, "email": None}, remove=("title",))
    new = api.get("/customers/1").json
    assert new["address"] == old["address"] | {"city": "Urk"}
    assert new["email"] is None
    assert "title" not in new
    assert new["modifiedDate"] > old["modifiedDate"]


def test_a_patch_without_touch_leaves_the_modified_date(api, control):
    old = control.records.get("product", 1)
    control.records.patch("product", 1, {"name": "Stil veranderd"}, touch=False)
    new = api.get("/products/1").json
    assert (new["name"], new["modifiedDate"]) == ("Stil veranderd", old["modifiedDate"])


def test_a_deleted_record_is_gone_from_list_get_and_filters(api, control):
    number = control.records.get("order", 2)["number"]
    total = len(control.records.ids("order"))
    control.records.delete("order", 2)
    assert api.get("/orders/2").status == 404
    assert len(api.pages("/orders")) == total - 1
    assert api.page("/orders", query=f"&number={number}") == []


def test_ids_are_never_given_out_again(api, control):
    first = api.create_quote(quote_body()).json
    control.records.delete("quote", first["id"])
    second = api.create_quote(quote_body()).json
    assert second["id"] == first["id"] + 1
    assert second["number"] > first["number"]


@pytest.mark.parametrize("call", ["get", "delete"])
def test_records_that_are_not_there(control, call):
    with pytest.raises(ControlError):
        getattr(control.records, call)("customer", 999_999)
    with pytest.raises(ControlError):
        control.records.patch("customer", 999_999, {})


def test_the_journal_tells_requests_apart(api, control):
    api.get(CUSTOMERS)
    api.create_quote(quote_body())
    first, second = control.journal()
    assert (first.method, first.path, first.query) == ("GET", "/rest/v1/customers", "pageSize=10&pageNumber=1")
    assert first.number < second.number
    assert json.loads(second.body) == quote_body()
    assert second.headers["content-type"] == "application/json"
    assert control.journal(method="GET") == control.journal(path="/customers") == [first]
    assert control.journal(since=first.number) == [second]


def test_refused_calls_stand_in_the_journal_too(make_api, control):
    make_api(key="nobody-knows-it").get(CUSTOMERS)
    assert [entry.status for entry in control.journal()] == [401]


def test_clearing_the_journal_keeps_the_records_and_the_numbering(api, control):
    api.create_quote(quote_body())
    number = control.journal()[-1].number
    quotes = control.counts()["records"]["quote"]
    control.clear_journal()
    assert (control.journal(), control.effects(), control.violations()) == ([], [], [])
    api.get(CUSTOMERS)
    assert control.journal()[0].number > number
    assert control.counts()["records"]["quote"] == quotes


def test_violations_can_be_cleared_alone(api, control):
    api.get("/customers")
    control.clear_violations()
    assert control.violations() == []
    assert len(control.journal()) == 1


def test_counts(api, control):
    api.create_quote(quote_body())
    api.get("/customers")
    counts = control.counts()
    assert (counts["requests"], counts["effects"], counts["violations"]) == (2, 1, 1)
    assert counts["records"]["customer"] == len(control.records.ids("customer"))


def test_the_clock_shifts_dates_and_times(api, control):
    now = api.create_quote(quote_body(date=None)).json["modifiedDate"]
    control.shift_clock(-86_400)
    earlier = api.create_quote(quote_body(date=None)).json
    assert earlier["modifiedDate"] < now
    assert earlier["date"] == earlier["modifiedDate"]
    ahead = api.get(CUSTOMERS).headers["date"]
    control.shift_clock(0)
    assert api.get(CUSTOMERS).headers["date"] != ahead


def test_reset_brings_back_the_first_day(api, control):
    first_day = api.pages("/quotes"), api.pages("/customers")
    api.create_quote(quote_body())
    control.records.delete("customer", 1)
    control.set_dialect("contrary")
    control.set_rate_limit(5)
    control.revoke_key()
    control.shift_clock(99)
    control.faults.add("status", status=500, times=None)
    control.down()
    control.reset()
    api.close()
    assert (api.pages("/quotes"), api.pages("/customers")) == first_day
    assert control.faults.all() == []
    assert api.create_quote(quote_body()).status == 201


def test_reset_to_another_seed(api, control):
    before = api.page("/customers")
    control.reset(seed=2)
    assert api.page("/customers") != before


def test_unknown_addresses_and_bad_words_are_refused(control):
    with pytest.raises(ControlError, match="no such address"):
        control.call("nothing")
    with pytest.raises(ControlError):
        control.call("faults/add", kind="status", colour="red")
    with pytest.raises(ControlError):
        control.keys.set_scope("everything")
    with pytest.raises(ControlError):
        control.revoke_key("no-such-key")


@pytest.mark.parametrize("headers", [{"Origin": "http://example.com"}, {"Host": "example.com"}])
def test_the_door_is_closed_to_web_pages(server, headers):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.request("POST", "/_control/journal", b"{}", headers)
    assert connection.getresponse().status == 403
    connection.close()


def test_calls_to_the_door_are_no_part_of_the_journal(api, server):
    assert api.send("POST", "/_control/counts", {}).status == 200
    assert server.control.journal() == []
