"""Pictures of products: which addresses of LogicTrade a page may show, and what its policy then has to allow.

A page's policy lets pictures come from ourselves only. A product's card allows, in its own answer, exactly the
places of that product's pictures: nothing is loosened for any other page or any other place.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from apps.logictrade.schemas.catalogue import ImageFields

MOST = 12
LONGEST = 2000
# Plain names only: what stands in a policy must not be able to end the rule it stands in.
_HOST = re.compile(r"[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*", re.ASCII)
_ADDRESS = re.compile(r"[\x21-\x7e]+", re.ASCII)


@dataclass(frozen=True)
class Picture:
    url: str
    name: str
    origin: str


def pictures(images: Iterable[ImageFields]) -> tuple[Picture, ...]:
    """Those that may be shown, in LogicTrade's order; `javascript:`, `data:` and half addresses are left out."""
    ordered = sorted(images, key=lambda image: (image.sequence is None, image.sequence or 0))
    found = {shown.url: shown for image in ordered if (shown := _picture(image))}
    return tuple(found.values())[:MOST]


def _picture(image: ImageFields) -> Picture | None:
    url = (image.url or "").strip()
    origin = _origin(url)
    return Picture(url, " ".join((image.name or "").split())[:200], origin) if origin else None


def _origin(url: str) -> str:
    """Scheme, host and port of a web address; empty for anything else."""
    if len(url) > LONGEST or not _ADDRESS.fullmatch(url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"


def allow(response: HttpResponse, shown: Iterable[Picture]) -> HttpResponse:
    """Let this one answer load these pictures."""
    origins = sorted({picture.origin for picture in shown})
    if origins:
        policy: dict[str, Any] = dict(settings.SECURE_CSP)
        policy["img-src"] = [*policy["img-src"], *origins]
        response._csp_config = policy  # type: ignore[attr-defined]
    return response
