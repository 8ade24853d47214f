"""The server itself: ports, keep-alive, restarts and many callers at once."""

import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from apps.sandbox.control import Control
from apps.sandbox.server import SandboxServer

from .api import Api, P, quote_body

CUSTOMERS = "/customers?pageSize=10&pageNumber=1"


def test_one_connection_serves_many_requests(api):
    api.get(CUSTOMERS)
    first = api.connection.sock
    assert first is not None
    for _ in range(3):
        assert api.get(CUSTOMERS).status == 200
    assert api.connection.sock is first


def test_state_survives_a_restart(make_server):
    server = make_server()
    api = Api(server.port)
    quote = api.create_quote(quote_body()).json
    server.control.set_dialect(line_vat="object")
    server.control.keys.add("second-key")
    server.control.set_rate_limit(7)
    server.control.shift_clock(3600)
    number = server.control.journal()[-1].number
    records = server.control.counts()["records"]
    api.close()
    server.stop()

    again = make_server(seed=99, scale=0.5)
    control = again.control
    assert control.counts()["records"] == records
    assert control.dialect()["line_vat"] == "object"
    assert [entry.number for entry in control.journal()] == [number]
    api = Api(again.port, key="second-key")
    read = api.get(f"/quotes/{quote['id']}")
    assert read.json["number"] == quote["number"]
    assert read.headers["ratelimit-limit"] == "7"
    newer = api.create_quote(quote_body()).json
    assert newer["id"] == quote["id"] + 1
    assert newer["modifiedDate"] > quote["modifiedDate"]
    assert control.journal()[-1].number == number + 2
    api.close()


def test_a_dialect_given_at_the_start_overrules_the_stored_one(make_server):
    server = make_server(dialect={"set": "contrary", "create_status": "201"})
    assert server.control.dialect()["create_status"] == "201"
    server.stop()
    assert make_server(dialect={"line_vat": "number"}).control.dialect()["create_answer"] == "empty"


def test_the_port_comes_back_the_same_after_being_down(server, control):
    port = server.port
    control.down()
    with pytest.raises(OSError, match="in use"), socket.socket() as other:
        other.bind(("127.0.0.1", port))
    control.up()
    assert server.port == port


def test_only_loopback_addresses(tmp_path):
    for host in ("0.0.0.0", "192.0.2.1"):
        with pytest.raises(ValueError, match="loopback"):
            SandboxServer(tmp_path / "state.sqlite", host=host)


def test_a_port_that_is_taken_is_an_error(server, tmp_path):
    with pytest.raises(OSError, match="in use"):
        SandboxServer(tmp_path / "other.sqlite", port=server.port)


def test_a_wrong_dialect_is_an_error_and_frees_the_ports(tmp_path):
    with pytest.raises(ValueError, match="dialect"):
        SandboxServer(tmp_path / "state.sqlite", scale=0, dialect={"nonsense": "x"})


def test_many_callers_at_once_get_different_numbers(server):
    def create(position: int) -> str:
        api = Api(server.port)
        try:
            number: str = api.create_quote(quote_body(reference=str(position))).json["number"]
            return number
        finally:
            api.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(create, range(40)))
    assert len(set(numbers)) == 40
    assert len(server.control.effects("quote")) == 40


def test_chunked_bodies_are_asked_for_their_length(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as raw:
        raw.sendall(f"POST {P}/quotes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 411 ")


def test_a_mistake_of_the_sandbox_shows_as_500_and_as_a_violation(api, control, server, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(server.sandbox.store, "texts", broken)
    assert api.get(CUSTOMERS).status == 500
    (violation,) = control.violations()
    assert violation.kind == "sandbox_error"
    assert "broken on purpose" in violation.detail


def test_one_program_serves_until_it_is_told_to_stop(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "apps.sandbox", "--port", "0", "--state", str(tmp_path / "s.sqlite"), "--scale", "0.05",
         "--seed", "5", "--dialect", "create_answer=id", "line_vat=object"],
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        words = process.stdout.readline().replace(",", "").split()
        url, control_url = (word for word in words if word.startswith("http://"))
        control = Control(control_url)
        assert control.about()["url"] == url
        assert control.dialect()["create_answer"] == "id"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        process.stdout.close()


def test_a_wrong_start_says_why(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "apps.sandbox", "--port", "0", "--state", str(tmp_path / "s.sqlite"),
         "--dialect", "marker=lost"],
        capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "marker is one of kept, joined, trimmed, dropped" in done.stderr
