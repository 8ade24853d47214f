"""Whose key this is and what it may do: the health check, and the guard against another company's key (row 39)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from apps.core import clock
from apps.erp import link
from apps.erp.gateway import Priority, erp
from apps.erp.models import Link

log = structlog.get_logger(__name__)

EVERY = timedelta(minutes=5)


def introspect_if_due() -> bool:
    """Ask LogicTrade who we are, at most every five minutes; False when nothing may be read or written."""
    known = link.read_link(fresh=True)
    if known.introspected_at is None or clock.now() - known.introspected_at >= EVERY:
        introspect()
        known = link.read_link(fresh=True)
    return not known.mismatch


def introspect() -> Link:
    """Ask now and keep the answer. The first answer is the one that later ones must agree with.

    Raises `apps.logictrade.errors.LogicTradeError`.
    """
    answer = erp().call("introspect", priority=Priority.BACKGROUND)
    data: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    client_id = str(data.get("client_id") or data.get("clientId") or "")[:120]
    known = link.read_link(fresh=True)
    first = known.client_id or client_id
    mismatch = "" if client_id == first else client_id
    if mismatch:
        log.error("link.other_company", expected=first, found=client_id)
    expires = data.get("exp")
    Link.objects.filter(pk=1).update(
        client_id=first,
        mismatch=mismatch[:200],
        username=str(data.get("username") or "")[:120],
        scope=str(data.get("scope") or ""),
        key_expires_at=datetime.fromtimestamp(expires, tz=UTC) if isinstance(expires, int) else None,
        introspected_at=clock.now(),
    )
    link.forget_cached()
    return link.read_link(fresh=True)
