"""Probes for the operator's tools: alive, ready, figures. Plain text, no secrets."""

import ipaddress

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from apps.accounts.actors import client_address
from apps.core import clock
from apps.core.access import PUBLIC, may, requires
from apps.erp.report import health
from apps.erp.report.metrics import exposition


def _text(lines: list[str], status: int) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", status=status, content_type="text/plain; charset=utf-8")


@requires(PUBLIC)
def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers; 503 when the worker has been silent for three minutes (A3 row 62)."""
    try:
        worker = health.worker()
    except DatabaseError:
        return _text(["web: ok", "worker: not known, the database does not answer"], 503)
    if worker.beat_at is None:
        return _text(["web: ok", "worker: no sign of life yet"], 503)
    seconds = int((clock.now() - worker.beat_at).total_seconds())
    if worker.silent:
        return _text(["web: ok", f"worker: silent for {seconds} s"], 503)
    return _text(["web: ok", f"worker: ok, {seconds} s ago"], 200)


@requires(PUBLIC)
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers, its migrations are applied and its triggers stand."""
    try:
        behind = health.unapplied_migrations()
        lacking = health.missing_triggers()
    except DatabaseError:
        return _text(["database: does not answer"], 503)
    lines = ["database: ok"]
    lines.append(f"migrations: {len(behind)} not applied" if behind else "migrations: ok")
    lines.append(f"triggers: {len(lacking)} missing" if lacking else "triggers: ok")
    return _text(lines, 503 if behind or lacking else 200)


def _is_local(request: HttpRequest) -> bool:
    """Asked from this machine itself, not passed on by a proxy on it."""
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        return ipaddress.ip_address(client_address(request)).is_loopback
    except ValueError:
        return False


@requires(PUBLIC)
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for this machine and for administrators."""
    if not _is_local(request) and not may(request.user, "settings.edit"):
        raise PermissionDenied("settings.edit")
    body, content_type = exposition()
    return HttpResponse(body, content_type=content_type)
