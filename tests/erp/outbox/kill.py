"""Ending a process at a marked point of a send, as a power switch would: SIGKILL, no clean-up, nothing flushed."""

import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable

from django.db import connections

from apps.erp import gateway

HOOK = "tests.erp.outbox.kill.hook"
_deadly = ""


def hook(name: str) -> None:
    """Settings.OUTBOX_MARK_HOOK of the tests."""
    if name == _deadly:
        os.kill(os.getpid(), signal.SIGKILL)


def in_process(work: Callable[[], object], *, kill_at: str = "") -> int:
    """Run something in a process of its own; returns the signal that ended it, 0 when it ended by itself."""
    connections.close_all()
    sys.stdout.flush()
    with warnings.catch_warnings():
        # The suite's own threads (xdist) are idle; the child touches none of what they hold.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _child(work, kill_at)
    _, status = os.waitpid(pid, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the process failed by itself"
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _child(work: Callable[[], object], kill_at: str) -> None:
    global _deadly
    _deadly = kill_at
    code = 1
    # Open files and locks of the parent are not the child's: a worker that starts opens its own. They are let go, not
    # closed: closing may wait for a lock that a thread of the parent held at the fork.
    gateway.erp.cache_clear()
    gateway._limiter.cache_clear()
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
