"""The control door under /_control/: faults, keys, records behind our back, dialects, and the journal."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from . import jsontext
from .derive import save_order
from .faults import Fault
from .keys import Key
from .messages import Request, Response
from .moments import naive_text
from .store import Row

if TYPE_CHECKING:
    from .server import SandboxServer

PREFIX = "/_control/"
_TIMED = {"customer", "supplier", "product", "quote", "order", "invoice", "purchaseorder"}
Body = dict[str, Any]


class Door:
    """One method per address: `POST /_control/<name>` with a JSON object, `{}` where nothing is needed."""

    def __init__(self, server: "SandboxServer") -> None:
        self._server = server
        self._sandbox = server.sandbox

    def answer(self, request: Request) -> Response:
        # A web page of another site must not reach this door through somebody's browser.
        if "origin" in request.headers or not _is_local(request.headers.get("host", "")):
            return Response.json({"error": "only for programs on this machine"}, 403)
        action = self._actions().get(request.path.removeprefix(PREFIX).strip("/"))
        if action is None:
            return Response.json({"error": f"no such address; there are {', '.join(self._actions())}"}, 404)
        try:
            body = jsontext.loads(request.body) if request.body else {}
            return Response.json(action(body))
        except KeyError as error:
            return Response.json({"error": f"unknown or missing: {error}"}, 404)
        except (ValueError, TypeError, AttributeError) as error:
            return Response.json({"error": str(error)}, 400)

    def _actions(self) -> dict[str, Callable[[Body], Any]]:
        sandbox, faults = self._sandbox, self._server.faults
        return {
            "": self._about,
            "faults/add": lambda body: {"id": faults.add(Fault(**_fault(body)))},
            "faults/list": lambda body: faults.all(),
            "faults/clear": lambda body: faults.clear(),
            "down": lambda body: self._server.listener.down(_seconds(body)),
            "up": lambda body: self._server.listener.up(),
            "keys/list": lambda body: [asdict(key) for key in sandbox.keys.all()],
            "keys/add": lambda body: sandbox.keys.put(Key(**_key(body))),
            "keys/change": self._change_key,
            "records/get": self._get,
            "records/ids": lambda body: sandbox.store.ids(body["kind"]),
            "records/create": self._create,
            "records/patch": self._patch,
            "records/delete": self._delete,
            "journal": lambda body: sandbox.journal.requests(body.get("since", 0)),
            "journal/clear": lambda body: sandbox.journal.forget(),
            "effects": lambda body: sandbox.journal.effects(),
            "violations": lambda body: sandbox.journal.violations(),
            "violations/clear": lambda body: sandbox.journal.forget_violations(),
            "counts": self._counts,
            "dialect": lambda body: sandbox.dialect,
            "dialect/set": self._set_dialect,
            "rate": lambda body: sandbox.set_rate_limit(int(body["limit"])),
            "clock": lambda body: sandbox.shift_clock(float(body["seconds"])),
            "reset": lambda body: self._server.reset(body.get("seed")),
        }

    def _about(self, body: Body) -> Body:
        return {
            "url": self._server.url,
            "control_url": self._server.control_url,
            "up": self._server.listener.is_up,
            "clock": self._sandbox.clock.utc().isoformat(),
            "keys": [key.key for key in self._sandbox.keys.all()],
        }

    def _change_key(self, body: Body) -> Body:
        changes = _key({name: value for name, value in body.items() if name != "key"})
        return asdict(self._sandbox.keys.change(body["key"], **changes))

    def _get(self, body: Body) -> Body:
        record = self._sandbox.store.get(body["kind"], body["id"])
        if record is None:
            raise KeyError(f"{body['kind']} {body['id']}")
        return record

    def _create(self, body: Body) -> Body:
        kind, store = body["kind"], self._sandbox.store
        with store.transaction():
            record_id = body["record"].get("id") or store.next_number(kind)
            store.raise_number(kind, record_id)
            stamp = self._sandbox.clock.stamp()
            times = {"createdDate": naive_text(stamp), "modifiedDate": naive_text(stamp)} if kind in _TIMED else {}
            self._save(kind, {"id": record_id, **times, **body["record"]}, record_id, stamp)
        return {"id": record_id}

    def _patch(self, body: Body) -> Body:
        """Merge changes into a record; with `touch` false its modifiedDate stands still (row 34 of the fault table)."""
        kind, record_id, store = body["kind"], body["id"], self._sandbox.store
        with store.transaction():
            record = merge(self._get(body), body.get("changes") or {})
            for name in body.get("remove") or ():
                record.pop(name, None)
            stamp = store.modified(kind, record_id) or 0
            if body.get("touch", True):
                stamp = self._sandbox.clock.stamp()
                if kind in _TIMED:
                    record["modifiedDate"] = naive_text(stamp)
            self._save(kind, record, record_id, stamp)
        return record

    def _save(self, kind: str, record: Body, record_id: int, stamp: int) -> None:
        if kind == "order":
            save_order(self._sandbox.store, record, stamp)
        else:
            self._sandbox.store.put(Row(kind, record_id, stamp, record))

    def _delete(self, body: Body) -> None:
        store = self._sandbox.store
        with store.transaction():
            if not store.delete(body["kind"], body["id"]):
                raise KeyError(f"{body['kind']} {body['id']}")
            if body["kind"] == "order":
                store.delete("delivery", body["id"])

    def _counts(self, body: Body) -> Body:
        kinds = self._sandbox.store.execute("SELECT kind, count(*) FROM records GROUP BY kind ORDER BY kind")
        journal = {
            name: self._sandbox.store.execute(f"SELECT count(*) FROM {name}")[0][0]  # noqa: S608 - constants
            for name in ("requests", "effects", "violations")
        }
        return {"records": dict(kinds), **journal}

    def _set_dialect(self, body: Body) -> Body:
        self._sandbox.set_dialect(body)
        return self._sandbox.dialect


def merge(record: Body, changes: Body) -> Body:
    """A deep merge: objects are merged, everything else (lists and null too) takes the place of what was there."""
    merged = dict(record)
    for name, value in changes.items():
        old = merged.get(name)
        merged[name] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def _is_local(host: str) -> bool:
    return host.rpartition(":")[0] in ("localhost", "[::1]") or host.startswith("127.")


def _fault(body: Body) -> Body:
    known = {"kind", "method", "path", "times", "seconds", "options"}
    if set(body) - known:
        raise ValueError(f"unknown fault parts: {', '.join(sorted(set(body) - known))}")
    chosen = {name: value for name, value in body.items() if value is not None or name == "times"}
    return chosen | ({"seconds": float(chosen["seconds"])} if "seconds" in chosen else {})


def _key(body: Body) -> Body:
    return body | ({"scope": tuple(body["scope"])} if "scope" in body else {})


def _seconds(body: Body) -> float | None:
    return None if body.get("seconds") is None else float(body["seconds"])
