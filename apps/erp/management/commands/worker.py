"""`manage.py worker`: the task queue's consumer, for reading, writing and housekeeping."""

import logging
import signal
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules
from huey.consumer import Consumer

from apps.erp.report.health import WORKER
from apps.erp.sync.schedule import beat

log = structlog.get_logger(__name__)

# What runs may finish within this; a write that is cut off is looked up by the next worker.
STOP_SECONDS = 8


class WorkerConsumer(Consumer):  # type: ignore[misc]
    """huey's consumer that stops in the same orderly way on SIGTERM (a service manager) and SIGINT (Ctrl-C)."""

    def __init__(self, huey: Any, **options: Any) -> None:
        super().__init__(huey, shutdown_timeout=STOP_SECONDS, graceful_signal="TERM", **options)
        self._signal_actions = {signal.SIGTERM: (False, True), signal.SIGINT: (False, True)}


class Command(BaseCommand):
    help = "Read from LogicTrade, send what people ordered, settle what is in doubt. One is enough on one machine."

    def handle(self, *args: Any, **options: Any) -> None:
        from huey.contrib.djhuey import HUEY

        autodiscover_modules("tasks")
        # What runs each minute is not news; what goes wrong is.
        logging.getLogger("huey").setLevel(logging.WARNING)
        consumer = WorkerConsumer(HUEY, **settings.HUEY["consumer"])
        # The scheduler asks for all periodic tasks as it starts, so nothing need be woken here.
        beat(WORKER)
        log.info("worker.started", threads=consumer.workers)
        consumer.run()
        log.info("worker.stopped")
