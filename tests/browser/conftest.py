"""A real browser, worker and web server, and a stand-in LogicTrade over HTTP: nothing in between is patched."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from apps.sandbox.server import SandboxServer

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PASSWORD = "correct horse battery"
# A page may answer 4xx on purpose; Chromium reports that on the console as well.
# So does htmx of a question that whoever goes on to another page no longer waits for.
MEANT = re.compile(r"status of 4\d\d|htmx:(?:sendAbort|afterRequest)")
# A pattern, not a function: only what it matches waits for the test.
ELSEWHERE = re.compile(r"^https?://(?!localhost[:/]|127\.0\.0\.1[:/])")
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c020000000b4944415478da6364f80f00010501012718e366"
    "0000000049454e44ae426082"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium (Debian: sudo apt-get install chromium)"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import expect, sync_playwright

    # Two cores shared by browser, worker, server and the other half of the suite are slow at times.
    expect.set_options(timeout=20_000)
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Worker:
    """``manage.py worker`` as a process of its own, on the test's database, queue and sandbox."""

    def __init__(self, server: SandboxServer) -> None:
        name = connection.settings_dict
        address = (
            f"sqlite:///{name['NAME']}"
            if connection.vendor == "sqlite"
            else f"postgresql://{name['USER']}@{name['HOST']}:{name['PORT']}/{name['NAME']}"
        )
        self._environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": address,
            "LOGICTRADE_URL": server.url,
            "LOGICTRADE_API_KEY": django_settings.LOGICTRADE_API_KEY,
            "PYTHONWARNINGS": "ignore",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            cwd=django_settings.BASE_DIR,
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(how)
            self._process.wait(20)
        self._process = None


@pytest.fixture
def worker(synced: SandboxServer) -> Iterator[Worker]:
    """A running worker; what it reads later comes on top of what was read at once."""
    process = Worker(synced)
    process.start()
    yield process
    process.stop()


@pytest.fixture
def open_page(
    chromium: Any, transactional_db: None, live_server: Any, people: dict[str, Any]
) -> Iterator[Callable[..., Any]]:
    """Opens a page of its own, signed in by hand; console errors and broken policies fail the test at its end."""
    wrong: list[str] = []
    contexts: list[Any] = []

    def go(user: str = "admin", *, viewport: dict[str, int] = WIDE, meant: str = "", **options: Any) -> Any:
        """``meant``: a pattern of what this page may report, because the test breaks the connection."""

        def note(text: str) -> None:
            if not meant or not re.search(meant, text):
                wrong.append(text)

        context = chromium.new_context(viewport=viewport, locale="en-GB", base_url=live_server.url, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        # Pictures of products come from elsewhere: here they are one pixel.
        context.route(
            ELSEWHERE,
            lambda route: route.fulfill(status=200, content_type="image/png", body=PIXEL),
        )
        page = context.new_page()
        page.on("console", lambda m: note(m.text) if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.goto("/accounts/login/")
        page.get_by_label("User name").fill(user)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(live_server.url + "/")
        return page

    yield go
    for context in contexts:
        context.close()
    assert [text for text in wrong if not MEANT.search(text)] == []


def wait_for(found: Callable[[], Any], seconds: float = 20.0) -> Any:
    """What ``found`` gives, once it gives something."""
    end = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return result


def pictures(name: str) -> Path:
    """Where a failing walk leaves its picture."""
    folder = Path(django_settings.VAR_DIR) / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.png"
