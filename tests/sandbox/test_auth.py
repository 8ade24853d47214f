"""Keys, introspection, scopes and the rate limit (contract sections 1.1, 1.4 and 1.5)."""

import time

import pytest

from apps.sandbox.codes import SCOPES
from apps.sandbox.keys import DEMO_KEY

CUSTOMERS = "/customers?pageSize=10&pageNumber=1"


def test_introspection_lies_outside_the_resource_prefix(api):
    answer = api.send("POST", "/authentication/introspect")
    assert answer.status == 200
    assert answer.json == {
        "active": True,
        "scope": " ".join(SCOPES),
        "clientId": "sandbox-1",
        "username": "Backoffice",
        "exp": 4_102_444_800,
    }
    assert api.post("/authentication/introspect").status == 404


@pytest.mark.parametrize(("key", "code"), [(None, "LTA0001"), ("no-such-key", "LTA0002")])
def test_a_missing_or_unknown_key_is_refused_with_its_code(make_api, key, code):
    answer = make_api(key=key).get(CUSTOMERS)
    assert (answer.status, answer.code) == (401, code)
    assert answer.json["type"].startswith("https://api.logictrade.cloud/docs/")
    assert answer.json["status"] == 401


def test_a_revoked_key_is_refused_at_once_and_works_again_when_restored(api, control):
    control.revoke_key()
    assert (api.get(CUSTOMERS).status, api.get(CUSTOMERS).code) == (401, "LTA0003")
    assert api.send("POST", "/authentication/introspect").status == 401
    control.restore_key()
    assert api.get(CUSTOMERS).status == 200


def test_a_key_expires(api, control):
    control.keys.change(exp=int(time.time()) - 1)
    assert api.get(CUSTOMERS).status == 401


def test_a_resource_outside_the_keys_scope_is_403(api, control):
    control.keys.set_scope("product")
    assert api.get(CUSTOMERS).status == 403
    assert api.get("/products?pageSize=10&pageNumber=1").status == 200
    assert api.post("/products/prices", {"items": []}).status == 403
    assert api.send("POST", "/authentication/introspect").json["scope"] == "product"


def test_keys_of_another_company_introspect_differently(make_api, control):
    control.keys.add("other-company-key", client_id="sandbox-2", username="Ander")
    answer = make_api(key="other-company-key").send("POST", "/authentication/introspect")
    assert (answer.json["clientId"], answer.json["username"]) == ("sandbox-2", "Ander")


def test_every_answer_counts_down_the_rate(api):
    first, second = api.get(CUSTOMERS), api.get(CUSTOMERS)
    assert first.headers["ratelimit-limit"] == "1020"
    assert first.headers["ratelimit-remaining"] == "1019"
    assert second.headers["ratelimit-remaining"] == "1018"
    assert 1 <= int(first.headers["ratelimit-reset"]) <= 60


def test_over_the_limit_is_429_with_retry_after_and_does_nothing(api, make_api, control):
    control.set_rate_limit(2)
    assert [api.get(CUSTOMERS).status for _ in range(3)] == [200, 200, 429]
    refused = api.get(CUSTOMERS)
    assert "Too many requests, please try again later" in refused.body.decode()
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-remaining"] == "0"
    control.keys.add("second-key")
    assert make_api(key="second-key").get(CUSTOMERS).status == 200


def test_the_journal_masks_keys(api, control):
    api.get(CUSTOMERS)
    assert control.journal()[-1].headers["api-key"] == "…-key"
    assert DEMO_KEY not in str(control.journal())
