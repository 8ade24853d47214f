"""Logs: one JSON object a line, with level and request id, and no line that a name can forge or hide."""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings

PROGRAM = """
import logging, logging.config, sys, structlog
from apps.core.requestid import request_id_scope
from backoffice.log import logging_settings
logging.config.dictConfig(logging_settings(json=True, level="INFO"))
ours, theirs = structlog.get_logger("apps.x"), logging.getLogger("django.request")
with request_id_scope("abc"):
"""


def logged(*statements: str) -> list[dict[str, Any]]:
    """The lines that a process of its own writes: logging belongs to a whole process."""
    program = PROGRAM + "\n".join(f"    {statement}" for statement in statements)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_our_own_and_other_loggers_write_the_same_form():
    first, second = logged("ours.warning('write.doubled', write='7')", "theirs.error('Not found: %s', '/x')")
    assert (first["event"], first["write"], first["level"]) == ("write.doubled", "7", "warning")
    assert (second["event"], second["level"]) == ("Not found: /x", "error")
    assert first["request_id"] == second["request_id"] == "abc"


def test_the_level_holds_for_both():
    assert logged("ours.debug('quiet')", "theirs.debug('quiet')") == []


def test_a_name_cannot_forge_or_hide_a_line():
    name = 'Jan\\n{"level":"error"}\\x1b[31m\\u202egnirts'
    [line] = logged(f"ours.info('seen', name='{name}')")
    for mark in ("\n", "\x1b", "\u202e"):
        assert mark not in line["name"]
    [line] = logged(f"theirs.info('seen {name}')")
    assert "\n" not in line["event"]
