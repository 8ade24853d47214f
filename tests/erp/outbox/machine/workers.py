"""Workers that stop where they are told to: real threads with their own connections, of which one runs at a time."""

import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from django.db import connections

from apps.erp.outbox import marks

BUILDING = "building"  # between reading the row and taking it
READING = "reading"  # a look-up's request is on its way
READ = "read"  # its answer is on its way back

POINTS = (
    BUILDING,
    marks.AFTER_LEASE,
    marks.BEFORE_FIRST_BYTE,
    marks.MID_BODY,
    marks.AFTER_LAST_BYTE,
    marks.AFTER_ANSWER,
    marks.BEFORE_COMMIT,
    marks.AFTER_COMMIT,
    marks.MID_LOOK_UP,
    READING,
    READ,
)


class Killed(BaseException):
    """The process ends here; what it had not committed is gone."""


class Worker:
    """One worker process. `run` and `resume` return when it is idle again, paused at a point, or dead."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.paused_at = ""
        self.stood_at = ""
        self.write_id: Any = None
        # Virtual time at which the attempt under way was taken, while it may still send.
        self.taken_at: float | None = None
        # How many more points it passes before it stops or dies; -1 for any number.
        self._points = -1
        self._dies = False
        self._orders: SimpleQueue[Callable[[], object] | str] = SimpleQueue()
        self._news: SimpleQueue[tuple[str, Any]] = SimpleQueue()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)
        self._thread.start()

    def run(self, job: Callable[[], object], write_id: Any, *, points: int = -1, dies: bool = False) -> str:
        """Work until the end, or until so many points were passed and the next is reached; there it stops, or dies.

        Returns ``idle``, ``paused`` or ``dead``; `stood_at` names the point.
        """
        assert not self.paused_at
        self.write_id, self.taken_at = write_id, None
        return self._order(job, points, dies)

    def resume(self, *, points: int = -1) -> str:
        assert self.paused_at
        return self._order("go on", points, False)

    def kill(self) -> None:
        """End it where it stands."""
        if self.paused_at:
            self._order("die", -1, False)

    def close(self) -> None:
        self.kill()
        self._orders.put("end")
        self._thread.join(timeout=30)

    def pass_point(self, name: str) -> None:
        """Called by the worker itself."""
        if self._points < 0:
            return
        # Inside a transaction a worker can die, but not linger: on SQLite it would stop everybody.
        if self._points == 0 and (self._dies or name != marks.BEFORE_COMMIT):
            self.stood_at = name
            if self._dies:
                raise Killed(name)
            self._news.put(("paused", name))
            if self._orders.get() == "die":
                raise Killed(name)
            return
        self._points = max(0, self._points - 1)

    def _order(self, order: Callable[[], object] | str, points: int, dies: bool) -> str:
        self._points, self._dies, self.paused_at = points, dies, ""
        self._orders.put(order)
        news, detail = self._news.get(timeout=60)
        if news == "paused":
            self.paused_at = detail
        else:
            self.write_id = self.taken_at = None
        if news == "failed":
            raise detail
        return news

    def _live(self) -> None:
        while True:
            job = self._orders.get()
            if job == "end":
                connections.close_all()
                return
            assert callable(job)
            try:
                job()
            except Killed:
                # The connection goes with the process.
                with suppress(Exception):
                    connections.close_all()
                self._news.put(("dead", None))
            except BaseException as error:
                self._news.put(("failed", error))
            else:
                self._news.put(("idle", None))


_at_work: dict[str, Worker] = {}


def enrol(workers: list[Worker]) -> None:
    _at_work.clear()
    _at_work.update({worker.name: worker for worker in workers})


def current() -> Worker | None:
    """The worker whose thread this is; None in the web process (the test's own thread)."""
    return _at_work.get(threading.current_thread().name)
