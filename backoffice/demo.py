"""The demo's surroundings: its folder, keys and settings, made before Django reads any setting."""

import secrets
import socket
from pathlib import Path

from backoffice import env

DEMO_DIR = Path(env.text("BACKOFFICE_VAR") or env.BASE_DIR / "var" / "demo")
SANDBOX_KEY = "sandbox-demo-key"
LOOPBACK = "127.0.0.1"
# One well-known password: the demo listens on this machine only and holds invented data.
PASSWORD = "backoffice-demo"  # noqa: S105


def _secret_file(name: str) -> str:
    """A secret made once, readable by its owner only."""
    path = DEMO_DIR / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return str(path)


def free_port(first: int, tries: int = 50) -> int:
    """The first port from ``first`` on that nobody listens on (0: any free one)."""
    for port in range(first, first + tries) if first else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SystemExit(f"No free port between {first} and {first + tries - 1}. Name one with --port.")


def prepare_environment() -> None:
    """Settings of the demo. LogicTrade is always the sandbox on this machine: invented data never leaves it."""
    DEMO_DIR.mkdir(parents=True, exist_ok=True)
    env.force(
        {
            "BACKOFFICE_DEMO": "on",
            "BACKOFFICE_VAR": str(DEMO_DIR),
            "LOGICTRADE_URL": f"http://{LOOPBACK}:{free_port(8900)}",
            "LOGICTRADE_API_KEY": SANDBOX_KEY,
            "LOGICTRADE_WRITES": "on",
        }
    )
    env.use(
        {
            "SECRET_KEY_FILE": _secret_file("secret_key"),
            "AUDIT_KEY_FILE": _secret_file("audit_key"),
            "LOG_LEVEL": "WARNING",
        }
    )
