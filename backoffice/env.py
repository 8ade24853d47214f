"""The only reader of the environment: names, defaults and checks of every setting an operator may give."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


class MissingSettingError(SystemExit):
    """A setting that this start cannot do without; the message names the variable."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"Backoffice cannot start: set {name} ({why}).")


class InvalidSettingError(SystemExit):
    """A setting whose value cannot be used; the message names the variable and what it accepts."""

    def __init__(self, name: str, accepts: str) -> None:
        super().__init__(f"Backoffice cannot start: {name} must be {accepts}.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def switch(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if value in {"on", "1", "true", "yes"}:
        return True
    if value in {"off", "0", "false", "no"}:
        return False
    if value:
        raise InvalidSettingError(name, "on or off")
    return default


def number(name: str, *, default: int, least: int, most: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise InvalidSettingError(name, f"a whole number from {least} to {most}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def secret(name: str, *, needed: bool, why: str) -> str:
    """A secret from the environment, or from the file that NAME_FILE points at."""
    value = text(name)
    path = text(f"{name}_FILE")
    if not value and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise InvalidSettingError(f"{name}_FILE", f"a readable file ({error.strerror})") from error
    if not value and needed:
        raise MissingSettingError(name, why)
    return value


@dataclass(frozen=True)
class DatabaseAddress:
    """DATABASE_URL taken apart; ``engine`` is ``sqlite`` or ``postgresql``."""

    engine: str
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""


def database(name: str, default: str) -> DatabaseAddress:
    """``sqlite:///relative.sqlite3``, ``sqlite:////absolute.sqlite3`` or ``postgresql://user:password@host:port/name``."""
    url = urlsplit(text(name, default))
    if url.scheme == "sqlite":
        path = unquote(url.path[1:])
        if not path:
            raise InvalidSettingError(name, "sqlite:///file or postgresql://user:password@host/name")
        return DatabaseAddress("sqlite", str(BASE_DIR / path))
    if url.scheme in {"postgres", "postgresql"} and len(url.path) > 1:
        try:
            port = str(url.port or "")
        except ValueError as error:
            raise InvalidSettingError(name, "an address with a numeric port") from error
        return DatabaseAddress(
            "postgresql",
            unquote(url.path[1:]),
            unquote(url.username or ""),
            unquote(url.password or ""),
            unquote(url.hostname or ""),
            port,
        )
    raise InvalidSettingError(name, "sqlite:///file or postgresql://user:password@host/name")


def use(values: dict[str, str]) -> None:
    """Give settings to this process and its children, where the operator gave none (the demo does)."""
    for name, value in values.items():
        os.environ.setdefault(name, value)


def force(values: dict[str, str]) -> None:
    """Give settings to this process and its children, whatever the operator gave."""
    os.environ.update(values)
