"""What is taken as a logo, and what is not."""

import struct
from typing import Any

import pytest

from apps.documents.paper.colour import contrast_on_white, is_colour
from apps.documents.paper.logo import MOST_BYTES, LogoError, read_logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><path d="M0 0h20v10z" fill="#123"/></svg>'


def test_a_png_and_a_drawing(make_png: Any) -> None:
    assert read_logo(make_png(40, 20)).format == "png"
    assert read_logo(SVG).format == "svg"
    assert read_logo(b"\xef\xbb\xbf<?xml version='1.0'?><!-- a -->\n" + SVG).format == "svg"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a......",
        b"%PDF-1.7",
        b"<html></html>",
        b"<svg",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + struct.pack(">II", 50_000, 50_000) + b"\0" * 40,
        b"x" * (MOST_BYTES + 1),
        SVG.replace(b"<path", b"<script>alert(1)</script><path"),
        SVG.replace(b"<path", b'<path onload="x()"'),
        SVG.replace(b"<path", b'<image href="file:///etc/passwd"/><path'),
        SVG.replace(b"<path", b'<use href="http://elsewhere.example/x#y"/><path'),
        SVG.replace(b"<path", b"<foreignObject/><path"),
        SVG.replace(b"<path", b"<style>@import url(http://x)</style><path"),
        SVG.replace(b'fill="#123"', b'fill="url(http://elsewhere.example/)"'),
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG,
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
    ],
)
def test_everything_else_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(LogoError) as found:
        read_logo(content)
    assert len(str(found.value)) > 10


def test_a_damaged_picture_is_refused(make_png: Any) -> None:
    with pytest.raises(LogoError):
        read_logo(make_png(40, 20)[:-30])


def test_contrast_is_measured_as_wcag_does() -> None:
    assert round(contrast_on_white("#000000"), 1) == 21.0
    assert round(contrast_on_white("#ffffff"), 1) == 1.0
    assert contrast_on_white("#1b5b9a") > 4.5 > contrast_on_white("#7fbbed")
    assert not is_colour("red")
