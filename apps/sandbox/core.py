"""The sandbox without its sockets: state, and the answer to one request."""

import traceback
from datetime import date
from pathlib import Path

from . import dialects
from .call import Call, Route
from .data.generate import load
from .journal import Journal
from .keys import ADMINISTRATION, Key, Keys
from .limits import LIMIT, Limiter, Quota, quota_headers
from .messages import Request, Response
from .moments import Clock
from .problems import UNAUTHORIZED, ProblemError, problem
from .routes.table import find_route, is_pending
from .store import Store
from .validate import Report

SEED = 4711


class Sandbox:
    """One trading company's LogicTrade in one file; everything but faults survives a restart."""

    def __init__(
        self,
        state_path: Path,
        *,
        seed: int = SEED,
        scale: float = 1.0,
        dialect: dict[str, str] | None = None,
        today: date | None = None,
    ) -> None:
        dialects.resolve(dialect or {})
        self.store = Store(state_path)
        try:
            self._open(seed, scale, today)
            self.set_dialect(dialect or {})
        except BaseException:
            self.store.close()
            raise

    def _open(self, seed: int, scale: float, today: date | None) -> None:
        if self.store.get_meta("seed") is None:
            self._fill(seed, scale, today)
        self.clock = Clock(float(self.store.get_meta("clock_shift", 0)))
        self.journal = Journal(self.store, self.clock)
        self.keys = Keys(self.store)
        self.limiter = Limiter(self.store.get_meta("rate_limit", LIMIT))
        self.dialect: dict[str, str] = dialects.DEFAULTS | self.store.get_meta("dialect", {})

    def _fill(self, seed: int, scale: float, today: date | None) -> None:
        with self.store.transaction():
            load(self.store, seed, scale, today or Clock().utc().date())
            self.store.set_meta("seed", seed)
            self.store.set_meta("scale", str(scale))
            self.store.set_meta("today", today.isoformat() if today else None)

    def reset(self, seed: int | None = None) -> None:
        """Back to the records of the seed: journal, keys, dialect, clock and rate limit as on the first day."""
        known, scale, today = (self.store.get_meta(name) for name in ("seed", "scale", "today"))
        self.store.wipe()
        self._fill(known if seed is None else seed, float(scale), date.fromisoformat(today) if today else None)
        self.clock.shift = 0.0
        self.keys = Keys(self.store)
        self.limiter = Limiter()
        self.dialect = dict(dialects.DEFAULTS)

    def set_dialect(self, values: dict[str, str]) -> None:
        """Change switches; `set` names a whole set. ValueError on an unknown name or value."""
        self.dialect = self.dialect | dialects.resolve(values)
        self.store.set_meta("dialect", self.dialect)

    def set_rate_limit(self, limit: int) -> None:
        self.limiter.limit = limit
        self.limiter.forget()
        self.store.set_meta("rate_limit", limit)

    def shift_clock(self, seconds: float) -> None:
        self.clock.shift = seconds
        self.store.set_meta("clock_shift", str(seconds))

    def handle(self, request: Request, number: int, *, shuffled: bool = False) -> Response:
        """Act on a request and answer it; a mistake of the sandbox itself shows as 500 and as a violation."""
        quota: list[Quota] = []
        notes: list[tuple[str, str, str]] = []

        def report(kind: str, path: str, detail: str) -> None:
            notes.append((kind, path, detail))

        try:
            with self.store.transaction():
                response = self._answer(request, number, quota, report, shuffled=shuffled)
        except ProblemError as error:
            removing = request.method == "DELETE" and error.status in (403, 404)
            response = error.plain() if removing else error.response
        except Exception:  # the caller must get an answer whatever happens
            report("sandbox_error", request.path, traceback.format_exc())
            response = problem(500)
        # Written after the act: a refused call is rolled back, what was wrong with it is kept.
        for note in notes:
            self.journal.violation(number, *note)
        for used in quota:
            response.headers |= quota_headers(
                used, self.dialect["rate_headers"], retry_after=self.dialect["retry_after"] == "sent"
            )
        return response

    def _answer(self, request: Request, number: int, quota: list[Quota], report: Report, *, shuffled: bool) -> Response:
        path = request.path.rstrip("/") or "/"
        found = find_route(request.method, path)
        _notice(request, found[0] if found else None, report)
        key = self.keys.find(request.headers.get("api-key"))
        quota.append(self.limiter.admit(key.key))
        if quota[0].refused:
            raise ProblemError(429)
        self._admit(key, request, found[0] if found else None)
        if found is None:
            raise ProblemError(404)
        route, record_id = found
        call = Call(
            request,
            number,
            key,
            record_id,
            dict(request.query),
            self.store,
            self.journal,
            self.clock,
            self.dialect,
            report,
            shuffled,
        )
        return route.handler(call)

    def _admit(self, key: Key, request: Request, route: Route | None) -> None:
        introspecting = route is not None and route.scope is None
        inactive = key.revoked or key.exp <= self.clock.seconds()
        if inactive and not (introspecting and self.dialect["introspect_revoked"] == "inactive"):
            raise ProblemError(401, "LTA0003", UNAUTHORIZED["LTA0003"])
        if self.dialect["administration"] == "required" and (
            request.headers.get("administration-guid") != ADMINISTRATION
        ):
            raise ProblemError(401, "LTA0001", "The administration is missing or not known")
        if route is not None and route.scope is not None and route.scope not in key.scope:
            raise ProblemError(403)


def _notice(request: Request, route: Route | None, report: Report) -> None:
    """Violations that need no look at the body."""
    if request.path != "/" and request.path.endswith("/"):
        report("trailing_slash", request.path, "paths end without a slash")
    if request.method in ("GET", "DELETE") and request.body:
        report(f"body_on_{request.method.lower()}", request.path, f"{len(request.body)} bytes")
    if route is None:
        if not is_pending(request.method, request.path.rstrip("/")):
            report("unknown_operation", request.path, f"the contract has no {request.method} here")
        return
    names = [name for name, _ in request.query]
    for name in dict.fromkeys(names):
        if name not in route.query:
            report("unknown_query", name, f"{request.path} has no such parameter")
        elif names.count(name) > 1:
            report("repeated_query", name, f"{names.count(name)} times in one query")
