"""The client against real sockets that misbehave (A3 rows 1 to 7, 19, 21, 22)."""

import re
import socket
import ssl
import struct
import time

import pytest

from apps.logictrade import codec
from apps.logictrade.client import LogicTradeClient
from apps.logictrade.clock import SystemClock
from apps.logictrade.config import ClientConfig
from apps.logictrade.errors import AnswerLostError, BadAnswerError, Outcome, TlsError, UnreachableError

from .conftest import KEY
from .fakes import FakeClock, Listener, http, read_request

BODY = {"customer": {"id": 14}, "lines": [{"code": "LT00000047"}]}
CREATED = http(201, b'{"id":6,"number":"O24000001"}')
RESET_NOW = struct.pack("ii", 1, 0)


class Waiter(SystemClock):
    """Real time, but nothing is ever waited for between two tries."""

    def sleep(self, seconds: float) -> None:
        return None


def connect(url, **kwargs):
    settings = {"connect_timeout": 2, "read_timeout": 2, "deadline": 4} | kwargs
    return LogicTradeClient(ClientConfig(base_url=url, api_key=KEY, **settings), clock=Waiter(), jitter=lambda: 0.0)


def create(client, **kwargs):
    return client.call("quote.create", body=BODY, **kwargs)


def failed_create(kind, client, **kwargs):
    """The error of a create that fails."""
    with client, pytest.raises(kind) as caught:
        create(client, **kwargs)
    return caught.value


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_NOW)
    connection.close()


def test_a_write_arrives_once_with_its_headers_and_exact_length():
    with Listener(lambda c, _: c.sendall(CREATED)) as server, connect(server.url, administration="guid-1") as client:
        answer = create(client, request_id="req-1", query={"allowUnknownProducts": False})
    (request,) = server.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.splitlines()[0] == b"POST /rest/v1/quotes?allowUnknownProducts=false HTTP/1.1"
    headers = dict(line.split(b": ", 1) for line in head.splitlines()[1:])
    assert headers[b"api-key"] == KEY.encode()
    assert headers[b"administration-guid"] == b"guid-1"
    assert headers[b"X-Request-ID"] == b"req-1"
    assert headers[b"Accept"] == b"application/json"
    assert headers[b"Content-Type"] == b"application/json"
    assert int(headers[b"Content-Length"]) == len(body)
    assert b"Transfer-Encoding" not in headers
    assert b"Cookie" not in headers
    assert body == codec.dumps(BODY).encode()
    assert answer.record_id == 6
    assert answer.request_id == "req-1"


def test_the_marks_come_in_order_and_change_no_byte():
    seen: list[str] = []
    with Listener(lambda c, _: c.sendall(CREATED)) as server, connect(server.url) as client:
        create(client, request_id="same")
        create(client, request_id="same", on_mark=seen.append)
    assert seen == ["before_first_byte", "mid_body", "after_last_byte", "after_answer"]
    assert server.requests[0] == server.requests[1]


def test_at_mid_body_half_of_the_bytes_have_left():
    arrived = []

    def peek(connection, _):
        connection.settimeout(2)
        while True:
            chunk = connection.recv(65536)
            if not chunk:
                return
            arrived.append(chunk)

    class Stop(BaseException):
        pass

    def stop(mark):
        if mark == "mid_body":
            raise Stop

    with Listener(peek, read_first=False) as server, connect(server.url) as client:
        with pytest.raises(Stop):
            create(client, on_mark=stop)
        time.sleep(0.05)
    data = b"".join(arrived)
    full = codec.dumps(BODY).encode()
    body = data.partition(b"\r\n\r\n")[2]
    assert full.startswith(body)
    assert 0 < len(body) < len(full)


def test_a_process_stopped_before_the_first_byte_has_opened_nothing():
    class Stop(BaseException):
        pass

    def stop(mark):
        raise Stop(mark)

    with Listener(lambda c, _: c.sendall(CREATED)) as server, connect(server.url) as client:
        with pytest.raises(Stop):
            create(client, on_mark=stop)
        time.sleep(0.05)
    assert server.connections == 0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_refused_connection_is_not_sent():
    error = failed_create(UnreachableError, connect(f"http://127.0.0.1:{free_port()}"))
    assert error.outcome is Outcome.NOT_SENT


def test_a_name_without_address_is_not_sent():
    error = failed_create(UnreachableError, connect("https://erp.invalid"))
    assert error.outcome is Outcome.NOT_SENT


def test_a_connection_that_never_stands_is_not_sent():
    backlog = socket.socket()
    backlog.bind(("127.0.0.1", 0))
    backlog.listen(0)
    port = backlog.getsockname()[1]
    waiting = [socket.socket() for _ in range(8)]
    try:
        for one in waiting:  # fill the queue of connections that nobody takes
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        error = failed_create(UnreachableError, connect(f"http://127.0.0.1:{port}", connect_timeout=0.2))
        assert error.outcome is Outcome.NOT_SENT
    finally:
        for one in (*waiting, backlog):
            one.close()


def test_no_byte_of_the_request_goes_to_a_listener_without_a_good_certificate():
    def plain(connection, _):
        data = connection.recv(65536)
        assert KEY.encode() not in data
        connection.sendall(http(200))

    with Listener(plain, read_first=False) as server:
        error = failed_create(TlsError, connect(server.url.replace("http:", "https:")))
    assert error.outcome is Outcome.NOT_SENT


def test_a_reset_in_the_handshake_is_not_sent():
    with Listener(lambda c, _: reset(c), read_first=False) as server:
        error = failed_create(UnreachableError, connect(server.url.replace("http:", "https:")))
    assert error.outcome is Outcome.NOT_SENT


def reset_at_the_first_byte(connection, _):
    connection.recv(1)
    reset(connection)


@pytest.mark.parametrize("whole", [True, False], ids=["after the request", "at the first byte"])
def test_a_reset_leaves_a_write_in_doubt_and_is_never_sent_again(whole):
    script = (lambda connection, _: reset(connection)) if whole else reset_at_the_first_byte
    with Listener(script, read_first=whole) as server:
        error = failed_create(AnswerLostError, connect(server.url))
        time.sleep(0.05)
    assert error.outcome is Outcome.DOUBT
    assert server.connections == 1


def test_a_reset_read_is_tried_again():
    answers = iter([None, None, http(200, b'{"id":14}')])

    def script(connection, _):
        data = next(answers)
        connection.sendall(data) if data else reset(connection)

    with Listener(script) as server, connect(server.url) as client:
        assert client.call("customer.retrieve", path={"id": 14}).record_id == 14
    assert server.connections == 3


def test_an_answer_that_never_comes_ends_with_the_read_timeout():
    with Listener(lambda c, _: c.recv(1)) as server:
        error = failed_create(AnswerLostError, connect(server.url, read_timeout=0.2))
    assert error.outcome is Outcome.DOUBT
    assert "in time" in error.detail


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_trickle_ends_with_the_total_deadline(where):
    """One byte at a time, each well within the read timeout."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500000\r\n\r\n"

    def trickle(connection, _):
        if where == "body":
            connection.sendall(start)
        for _ in range(200):
            connection.sendall(b"H" if where == "headers" else b" ")
            time.sleep(0.02)

    began = time.monotonic()
    with Listener(trickle) as server, connect(server.url, read_timeout=2, deadline=0.4) as client:
        with pytest.raises(AnswerLostError, match="in time"):
            client.call("customer.retrieve", path={"id": 14})
        took = time.monotonic() - began
    assert took < 2


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "chunked"])
def test_an_answer_too_big_is_cut_off_and_not_asked_for_again(announced):
    def big(connection, _):
        if announced:
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n["
            )
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"400\r\n" + b" " * 1024 + b"\r\n")

    with Listener(big) as server:
        client = connect(server.url, max_body=64 * 1024)
        with client, pytest.raises(BadAnswerError, match="larger than 65536"):
            client.call("customer.retrieve", path={"id": 14})
    assert server.connections == 1


@pytest.mark.parametrize("chunked", [False, True], ids=["length", "chunked"])
def test_a_body_cut_short_is_no_answer(chunked):
    head = "Transfer-Encoding: chunked" if chunked else "Content-Length: 100"
    body = b'8\r\n{"id":14\r\n' if chunked else b'{"id":14}'
    raw = f"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n{head}\r\n\r\n".encode() + body
    with Listener(lambda c, _: c.sendall(raw)) as server:
        error = failed_create(AnswerLostError, connect(server.url))
    assert error.outcome is Outcome.DOUBT


def test_a_chunked_answer_is_read_whole():
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    raw += b'4\r\n{"id\r\n5\r\n":14}\r\n0\r\n\r\n'
    with Listener(lambda c, _: c.sendall(raw)) as server, connect(server.url) as client:
        assert client.call("customer.retrieve", path={"id": 14}).data == {"id": 14}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("endpoint", ["quote.create", "customer.list"])
def test_a_redirect_is_not_followed_and_the_key_stays_here(status, endpoint):
    with Listener(lambda c, _: c.sendall(http(200))) as elsewhere:
        answer = http(status, b"", f"Location: {elsewhere.url}/rest/v1/quotes")
        with Listener(lambda c, _: c.sendall(answer)) as server:
            client = connect(server.url)
            with client, pytest.raises(BadAnswerError) as caught:
                create(client) if endpoint == "quote.create" else client.page(endpoint, 1)
        time.sleep(0.05)
    assert caught.value.outcome is Outcome.DOUBT
    assert elsewhere.connections == 0
    assert len(server.requests) == 1


def test_the_body_of_a_redirect_is_capped_too():
    endless = b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Type: text/html\r\nContent-Length: 999999999\r\n\r\n"
    with Listener(lambda c, _: c.sendall(endless)) as server:
        error = failed_create(BadAnswerError, connect(server.url))
    assert error.outcome is Outcome.DOUBT
    assert "larger" in error.detail


def test_cookies_are_not_kept():
    answer = http(200, b'{"id":14}', "Set-Cookie: session=abc; Path=/")
    with Listener(lambda c, _: c.sendall(answer)) as server, connect(server.url) as client:
        for _ in range(2):
            client.call("customer.retrieve", path={"id": 14})
    assert all(b"session=abc" not in request for request in server.requests)


def keep_alive(connection, _):
    """Answers, keeps the connection for one more request, and drops it without a word when none comes."""
    connection.sendall(http(200, b'{"id":14}'))
    connection.settimeout(0.3)
    if read_request(connection):
        connection.sendall(http(200, b'{"id":14}'))


def test_reads_share_a_connection():
    with Listener(keep_alive) as server, connect(server.url) as client:
        for _ in range(2):
            client.call("customer.retrieve", path={"id": 14})
    assert server.connections == 1


def test_a_write_opens_a_connection_of_its_own():
    with Listener(keep_alive) as server, connect(server.url) as client:
        client.call("customer.retrieve", path={"id": 14})
        create(client)
    assert server.connections == 2
    assert server.requests[1].startswith(b"POST")


def test_a_write_never_uses_a_connection_that_the_peer_may_have_closed():
    """The peer closes kept-alive connections while idle: the POST still arrives, once, on a fresh one."""
    posts = []

    def script(connection, request):
        posts.extend(re.findall(rb"^POST", request))
        connection.sendall(CREATED if request.startswith(b"POST") else http(200, b'{"id":14}'))

    with Listener(script) as server, connect(server.url) as client:
        client.call("customer.retrieve", path={"id": 14})
        answers = [create(client) for _ in range(2)]
    assert [answer.record_id for answer in answers] == [6, 6]
    assert len(posts) == 2
    assert server.connections == 3


def test_a_read_on_a_stale_connection_is_simply_tried_again():
    with Listener(lambda c, _: c.sendall(http(200, b'{"id":14}'))) as server, connect(server.url) as client:
        for _ in range(3):
            assert client.call("customer.retrieve", path={"id": 14}).record_id == 14


def test_the_deadline_counts_by_the_injected_clock():
    """Each look at the clock costs a minute: the answer is there, but too late."""

    class Slow(FakeClock):
        def monotonic(self) -> float:
            self.seconds += 20
            return self.seconds

    with Listener(lambda c, _: c.sendall(http(200, b'{"id":14}'))) as server:
        config = ClientConfig(base_url=server.url, api_key=KEY)
        with LogicTradeClient(config, clock=Slow()) as client, pytest.raises(AnswerLostError):
            client.call("customer.retrieve", path={"id": 14})


def test_a_trusted_certificate_is_accepted(tmp_path):
    pytest.importorskip("cryptography")
    certificate, key = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def secure(connection, _):
        with context.wrap_socket(connection.dup(), server_side=True) as tls:
            tls.settimeout(5)
            tls.recv(65536)
            tls.sendall(http(200, b'{"id":14}'))

    with Listener(secure, read_first=False) as server:
        url = server.url.replace("http:", "https:")
        with connect(url, ca_bundle=str(certificate)) as client:
            assert client.call("customer.retrieve", path={"id": 14}).record_id == 14
        error = failed_create(TlsError, connect(url))
    assert error.outcome is Outcome.NOT_SENT


def self_signed(folder):
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(True, False, False, False, False, True, True, False, False),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret
