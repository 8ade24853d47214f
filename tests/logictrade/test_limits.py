"""The limiter that all processes share: never faster than told, never slower than it may be."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from apps.logictrade.clock import SystemClock
from apps.logictrade.errors import GateClosedError, Outcome
from apps.logictrade.gate import Gate
from apps.logictrade.limits import NullLimiter, Priority, SharedLimiter
from apps.logictrade.stores import RedisStore, SqliteStore

from .fakes import FakeClock

PEOPLE, BACKGROUND = Priority.PEOPLE, Priority.BACKGROUND


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def opened(tmp_path, clock):
    """Opens limiters on one file; all are closed at the end."""
    limiters = []

    def open_limiter(rate=60, **kwargs):
        limiters.append(SharedLimiter.open(tmp_path / "limits.sqlite3", rate=rate, **{"clock": clock} | kwargs))
        return limiters[-1]

    yield open_limiter
    for limiter in limiters:
        limiter.close()


def worst_window(times, length):
    times = sorted(times)
    return max(sum(1 for other in times if start <= other < start + length) for start in times)


def take(limiter, clock, count, priority=PEOPLE):
    times = []
    for _ in range(count):
        limiter.acquire(priority, timeout=1000)
        times.append(clock.monotonic())
    return times


def test_the_null_limiter_lets_all_through():
    limiter = NullLimiter()
    for _ in range(5000):
        limiter.acquire(PEOPLE, 0)
    limiter.observe(429, {})


def test_a_minute_never_holds_more_than_the_rate(opened, clock):
    times = take(opened(rate=60), clock, 200)
    assert worst_window(times, 60) <= 60
    assert 200 / (times[-1] - times[0]) * 60 >= 60


def test_the_pace_is_one_and_a_half_times_the_even_rate(opened, clock):
    times = take(opened(rate=1000), clock, 300)
    assert worst_window(times, 1) <= 25


@pytest.mark.parametrize("rate", [1, 2, 7, 70, 200])
def test_any_rate_reaches_itself_and_no_more(opened, clock, rate):
    count = rate * 2 + 1
    times = take(opened(rate=rate), clock, count)
    assert worst_window(times, 60) <= rate
    assert times[-1] - times[0] <= 2 * 60 * 1.01


def test_background_takes_at_most_four_fifths(opened, clock):
    limiter = opened(rate=100)
    times = take(limiter, clock, 200, BACKGROUND)
    assert worst_window(times, 60) <= 80


def test_people_pass_while_background_has_used_its_share(opened, clock):
    limiter = opened(rate=100)
    take(limiter, clock, 80, BACKGROUND)
    clock.seconds += 2
    before = clock.monotonic()
    limiter.acquire(PEOPLE, timeout=0.5)
    assert clock.monotonic() == before


def test_people_use_up_what_background_may_take(opened, clock):
    limiter = opened(rate=100)
    take(limiter, clock, 100, PEOPLE)
    with pytest.raises(GateClosedError):
        limiter.acquire(BACKGROUND, timeout=1)


def test_no_turn_within_the_time_means_not_sent(opened, clock):
    limiter = opened(rate=60)
    take(limiter, clock, 60)
    with pytest.raises(GateClosedError) as caught:
        limiter.acquire(PEOPLE, timeout=1)
    assert caught.value.outcome is Outcome.NOT_SENT
    assert caught.value.retry_after
    assert caught.value.retry_after > 1


def test_a_429_stops_every_process(opened, clock):
    one, other = opened(), opened()
    one.observe(429, {"Retry-After": "30"})
    before = clock.monotonic()
    other.acquire(PEOPLE, timeout=45)
    assert clock.monotonic() - before == pytest.approx(30)


def test_remaining_calls_are_counted_down_by_all(opened, clock):
    one, other = opened(rate=1000), opened(rate=1000)
    one.observe(200, {"RateLimit-Remaining": "2", "RateLimit-Reset": "20"})
    one.acquire(PEOPLE, 1)
    other.acquire(PEOPLE, 1)
    before = clock.monotonic()
    one.acquire(PEOPLE, 45)
    assert clock.monotonic() - before == pytest.approx(20, abs=0.1)


def test_entries_of_an_earlier_boot_do_not_block(opened, clock):
    take(opened(rate=60), clock, 60)
    clock.seconds = 5.0
    opened(rate=60).acquire(PEOPLE, timeout=0.5)


def test_a_gate_of_an_earlier_boot_does_not_block(opened, clock):
    clock.seconds = 10_000.0
    opened().observe(429, {"Retry-After": "600"})
    clock.seconds = 5.0
    opened().acquire(PEOPLE, timeout=0.5)


def test_a_store_that_cannot_be_opened_closes_the_gate_and_loses_no_answer(tmp_path, clock):
    (tmp_path / "file").touch()
    limiter = SharedLimiter(SqliteStore(tmp_path / "file" / "limits.sqlite3", clock), clock)
    with pytest.raises(GateClosedError):
        limiter.acquire(PEOPLE, timeout=0.2)
    limiter.observe(429, {})


def test_closing_waits_for_whoever_is_at_it(tmp_path, clock):
    store = SqliteStore(tmp_path / "limits.sqlite3", clock)
    with store.locked(1):
        store.read_gate()
        closer = threading.Thread(target=store.close)
        closer.start()
        closer.join(0.2)
        assert closer.is_alive()
        assert store.read_gate() == Gate()
    closer.join(5)
    assert not closer.is_alive()


def test_the_rate_must_make_sense(opened):
    with pytest.raises(ValueError, match="at least 1"):
        opened(rate=0)


class Granting:
    """Remembers, per thread, the time of its last look at the clock: that of the turn just granted."""

    asked = threading.local()

    def now(self) -> int:
        self.asked.at = super().now()  # type: ignore[misc]
        return int(self.asked.at)


class GrantingSqlite(Granting, SqliteStore):
    pass


class GrantingRedis(Granting, RedisStore):
    pass


def test_threads_do_not_pass_the_rate(tmp_path):
    """Judged by the time at which each turn was granted, which no busy machine can blur."""
    store = GrantingSqlite(tmp_path / "limits.sqlite3", SystemClock())
    granted: list[int] = []
    limiter = SharedLimiter(store, SystemClock(), rate=17, window=1.0)

    def work():
        for _ in range(15):
            limiter.acquire(PEOPLE, timeout=60)
            granted.append(store.asked.at)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    limiter.close()
    assert len(granted) == 60
    assert worst_window(granted, 1000) <= 17


WORKER = """
import sys
from pathlib import Path
from apps.logictrade.clock import SystemClock
from apps.logictrade.limits import Priority, SharedLimiter
from tests.logictrade.test_limits import GrantingRedis, GrantingSqlite
clock = SystemClock()
kind, *where = sys.argv[1:]
store = GrantingRedis(*where) if kind == "redis" else GrantingSqlite(Path(*where), clock)
limiter = SharedLimiter(store, clock, rate=20, window=1.0)
for _ in range(20):
    limiter.acquire(Priority.PEOPLE, timeout=60)
    print(store.asked.at, flush=True)
limiter.close()
"""


def three_processes(kind, where):
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", WORKER, kind, str(where)]
    env = os.environ | {"PYTHONPATH": str(root)}
    workers = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env=env) for _ in range(3)]
    outputs = [worker.communicate(timeout=120)[0] for worker in workers]
    return [int(line) for output in outputs for line in output.split()]


@pytest.mark.slow
def test_three_processes_share_one_rate(tmp_path):
    times = three_processes("sqlite", tmp_path / "limits.sqlite3")
    assert len(times) == 60
    assert worst_window(times, 1000) <= 20


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory):
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("redis-server is missing: apt-get install redis-server")
        pytest.skip("redis-server is missing: apt-get install redis-server")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.02)
    yield f"redis://127.0.0.1:{port}/0"
    server.terminate()
    server.wait(10)


@pytest.mark.slow
def test_three_processes_share_one_rate_over_redis(redis_url):
    times = three_processes("redis", redis_url)
    assert len(times) == 60
    assert worst_window(times, 1000) <= 20


@pytest.mark.slow
def test_the_gate_is_shared_over_redis(redis_url, clock):
    stores = [RedisStore(redis_url, prefix="gate-test") for _ in range(2)]
    one, other = (SharedLimiter(store, clock, rate=1000) for store in stores)
    one.acquire(PEOPLE, timeout=1)
    one.observe(429, {"Retry-After": "120"})
    with pytest.raises(GateClosedError) as caught:
        other.acquire(PEOPLE, timeout=10)
    assert caught.value.retry_after == pytest.approx(120, abs=2)
    one.close()
    other.close()


def test_a_redis_that_is_away_closes_the_gate(clock):
    limiter = SharedLimiter(RedisStore("redis://127.0.0.1:1/0"), clock)
    with pytest.raises(GateClosedError):
        limiter.acquire(PEOPLE, timeout=1)
