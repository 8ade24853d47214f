"""The sandbox as a running server: the API on one port, the control door on another that never goes down."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from . import exchange
from .core import SEED, Sandbox
from .door import PREFIX, Door
from .faults import Faults
from .listener import Connection, Listener
from .messages import Request

if TYPE_CHECKING:
    from .control import Control


class SandboxServer:
    """Runs in threads of this process; port 0 takes any free one.

    ValueError when the host is no loopback address or a dialect is unknown, OSError when a port is taken.
    """

    def __init__(
        self,
        state_path: str | Path,
        *,
        port: int = 0,
        control_port: int = 0,
        host: str = "127.0.0.1",
        seed: int = SEED,
        scale: float = 1.0,
        dialect: dict[str, str] | None = None,
        today: date | None = None,
    ) -> None:
        self.faults = Faults()
        self.host = host
        self.listener = Listener(host, port, self._answer, lambda: self.sandbox.clock.seconds())
        try:
            self._control = Listener(host, control_port, self._control_answer, lambda: self.sandbox.clock.seconds())
            try:
                self.sandbox = Sandbox(Path(state_path), seed=seed, scale=scale, dialect=dialect, today=today)
            except BaseException:
                self._control.close()
                raise
        except BaseException:
            self.listener.close()
            raise
        self._door = Door(self)

    @property
    def port(self) -> int:
        return self.listener.port

    @property
    def url(self) -> str:
        """The root, without /rest/v1."""
        return f"http://{self.host}:{self.port}"

    @property
    def control_url(self) -> str:
        return f"http://{self.host}:{self._control.port}"

    @property
    def control(self) -> "Control":
        from .control import Control

        return Control(self.control_url)

    def start(self) -> None:
        self._control.up()
        self.listener.up()

    def stop(self) -> None:
        """Let go of held requests, close both ports and the file."""
        self.faults.close()
        self.listener.close()
        self._control.close()
        self.sandbox.store.close()

    def reset(self, seed: int | None = None) -> None:
        self.faults.clear()
        self.sandbox.reset(seed)
        self.listener.up()

    def __enter__(self) -> "SandboxServer":
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def _answer(self, request: Request, line: Connection) -> None:
        if request.path.startswith(PREFIX):
            line.send(self._door.answer(request))
        else:
            exchange.run(self.sandbox, self.faults, request, line)

    def _control_answer(self, request: Request, line: Connection) -> None:
        line.send(self._door.answer(request))
