"""Headers of every page."""

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/kit/people/", "/nowhere/", "/keys/"])
def test_pages_are_never_kept(client: Client, path: str) -> None:
    response = client.get(path)
    assert response["Cache-Control"] == "no-store, private"
    assert {"HX-Request", "Cookie"} <= {name.strip() for name in response["Vary"].split(",")}
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_static_files_may_be_kept(client: Client) -> None:
    response = client.get("/static/css/tokens.css")
    assert response.status_code == 200
    assert b"@layer" in b"".join(response)
    response.close()
    assert "no-store" not in response.get("Cache-Control", "")


def test_every_page_has_the_policy_and_needs_no_exception(client: Client) -> None:
    policy = client.get("/kit/people/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
