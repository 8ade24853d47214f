"""Checking a logo that somebody uploads: what it really is, how large, and that it can be drawn."""

import re
import struct
from xml.etree import ElementTree

import typst
from django.utils.translation import gettext as _

from apps.documents.paper.house import Logo
from apps.documents.paper.render import draws

MOST_BYTES = 300 * 1024
MOST_PIXELS = 4_000
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# What a drawing is made of; scripts, links, foreign parts, style sheets and pictures inside it are not let in.
_DRAWN = frozenset(
    {
        "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
        "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "use", "symbol", "metadata",
    }
)  # fmt: skip
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|https?:|data:|file:|javascript:", re.IGNORECASE)


class LogoError(ValueError):
    """The picture is not taken; the text says why, in the reader's words."""


def read_logo(content: bytes) -> Logo:
    """The checked logo. Raises `LogoError`."""
    if len(content) > MOST_BYTES:
        raise LogoError(_("At most 300 kB, please. Save the logo smaller"))
    logo = _recognised(content)
    try:
        draws(logo)
    except typst.TypstError as error:
        raise LogoError(_("This picture is damaged: it cannot be drawn")) from error
    return logo


def _recognised(content: bytes) -> Logo:
    if content.startswith(_PNG):
        _check_size(*_png_size(content))
        return Logo("png", content)
    if content.startswith(_JPEG):
        _check_size(*_jpeg_size(content))
        return Logo("jpg", content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Logo("svg", _checked_drawing(content).encode())
    raise LogoError(_("Choose a PNG, JPEG or SVG file"))


def _png_size(content: bytes) -> tuple[int, int]:
    if len(content) < 24:
        return 0, 0
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """From the frame header; (0, 0) where there is none."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        raise LogoError(_("A logo is at most %(n)d pixels wide and high") % {"n": MOST_PIXELS})


def _checked_drawing(content: bytes) -> str:
    odd = LogoError(_("This SVG holds more than a drawing (a script, a link or a picture). Save it as plain SVG"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LogoError(_("Choose a PNG, JPEG or SVG file")) from error
    # Entities could grow without end or name files; no drawing program needs them.
    if "<!" in re.sub(r"<!--.*?-->|<!DOCTYPE svg PUBLIC[^\[>]*>", "", text, flags=re.DOTALL):
        raise odd
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (declarations were refused above)
    except ElementTree.ParseError as error:
        raise LogoError(_("This picture is damaged: it cannot be drawn")) from error
    if root.tag.rpartition("}")[2] != "svg":
        raise LogoError(_("Choose a PNG, JPEG or SVG file"))
    for node in root.iter():
        space, _brace, name = str(node.tag).rpartition("}")
        if "svg" in space and name not in _DRAWN:
            raise odd
        if any(_is_odd(attribute, value) for attribute, value in node.attrib.items()):
            raise odd
    return text


def _is_odd(attribute: str, value: str) -> bool:
    name = attribute.rpartition("}")[2].lower()
    if name.startswith("on") or _OUTSIDE.search(value):
        return True
    return name == "href" and not value.startswith("#")
