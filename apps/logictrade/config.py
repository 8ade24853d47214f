"""What the client must know, as plain values; who builds it reads the environment."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

DEFAULT_URL = "https://api.logictrade.cloud"


@dataclass(frozen=True, slots=True)
class ClientConfig:
    """Contract section 1. Times in seconds, sizes in bytes.

    Raises ValueError (which never repeats the key) when the address or the key cannot be used.
    """

    base_url: str = DEFAULT_URL
    api_key: str = field(default="", repr=False)
    administration: str = ""
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    deadline: float = 45.0
    max_body: int = 8 * 1024 * 1024
    ca_bundle: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "base_url", self.base_url.rstrip("/"))
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query or parts.path:
            raise ValueError("base_url must be a bare http(s) root, without path or user name")
        if parts.scheme == "http" and not _stays_inside(parts.hostname):
            raise ValueError("base_url must be https: the key would travel readable")
        for name in ("api_key", "administration"):
            value = getattr(self, name)
            if not value.isascii() or any(c.isspace() or not c.isprintable() for c in value):
                raise ValueError(f"{name} may hold visible ASCII characters only")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc


def _stays_inside(host: str) -> bool:
    """Loopback, a container's one-word name, or a name reserved for tests: plain http does not cross the internet."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".test"))
