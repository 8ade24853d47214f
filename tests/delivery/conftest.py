"""Short waits: the worker's work is done by `drain`, so a post need not wait for it."""

from typing import Any

import pytest

from apps.delivery.models import Deliverable
from apps.delivery.resources import DELIVERABLES
from apps.erp.sync.engine import run


@pytest.fixture(autouse=True)
def _no_waiting(settings: Any) -> None:
    settings.OUTBOX_WAIT_SECONDS = 0.0
    # A look-up comes when a test asks for it, however slow the machine is.
    settings.OUTBOX_SCHEDULE = (3600,)


@pytest.fixture
def listed(sandbox: Any, db: None) -> Any:
    """The stand-in with its deliverable orders in the mirror, and nothing else."""
    assert run(DELIVERABLES, full=True)
    return sandbox


@pytest.fixture
def delivery(listed: Any) -> Deliverable:
    """An order of the stand-in that can be delivered and is not planned yet."""
    return Deliverable.objects.filter(gone_at=None, confirmed_date=None).order_by("pk")[0]
