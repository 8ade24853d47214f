"""Structured logs: JSON lines in production, readable lines in the demo; control characters never reach a line raw."""

import re
from collections.abc import MutableMapping
from typing import Any

import structlog

from apps.core.requestid import current_request_id

LOGGING_CONFIG = "logging.config.dictConfig"
# C0, C1 and the marks that turn the direction of text: a name must not be able to forge or hide a line.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _escape(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROL.sub(lambda found: f"\\u{ord(found.group()):04x}", value)
    return value


def escape_control(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key != "exception":
            event[key] = _escape(value)
    return event


def add_request_id(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    request_id = current_request_id()
    if request_id:
        event.setdefault("request_id", request_id)
    return event


def logging_settings(*, json: bool, level: str) -> dict[str, Any]:
    """The LOGGING dictionary; every logger, structlog's own included, goes through the same processors."""
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_request_id,
        structlog.processors.format_exc_info,
        escape_control,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Any = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                # Records of other libraries have passed their level already.
                "foreign_pre_chain": [step for step in before if step is not structlog.stdlib.filter_by_level],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "urllib3": {"level": "WARNING"},
        },
    }
