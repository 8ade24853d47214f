"""The PDF: typst draws `sheet.typ` with the values as data, our own fonts, and no way to any other file."""

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any, cast

import typst

from apps.core import clock
from apps.documents.paper.content import Paper
from apps.documents.paper.house import House, Logo, Wording
from apps.documents.paper.words import sheet

_HERE = Path(__file__).parent
TEMPLATE = (_HERE / "sheet.typ").read_bytes()
FONTS = _HERE / "fonts"
# Tagged and made to last. A character that no font of ours has is refused by the standard, so then it goes without.
STANDARD = "a-2a"
_LOGO_ALONE = b"#let logo = json(bytes(sys.inputs.logo))\n#image(bytes(logo.content), format: logo.format, width: 5cm)"


class PaperError(Exception):
    """The paper could not be drawn."""


@cache
def fonts() -> typst.Fonts:
    """Read once per process; the machine's own fonts are left out, so that a paper looks the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def pdf(paper: Paper, house: House, wording: Wording) -> bytes:
    """The paper as PDF/A-2a, or as a plain tagged PDF where its texts do not allow that. Raises `PaperError`."""
    inputs = _inputs(paper, house, wording)
    made = clock.now().astimezone(datetime.UTC).replace(microsecond=0)
    try:
        return bytes(_compile(TEMPLATE, inputs, pdf_standards=[STANDARD], timestamp=made))
    except typst.TypstError:
        pass
    try:
        return bytes(_compile(TEMPLATE, inputs, timestamp=made))
    except typst.TypstError as error:
        raise PaperError(error.message) from error


def pictures(paper: Paper, house: House, wording: Wording, ppi: float = 110) -> list[bytes]:
    """The pages as PNG, to look at."""
    found = _compile(TEMPLATE, _inputs(paper, house, wording), format="png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def draws(logo: Logo) -> None:
    """Whether a logo can be drawn. Raises `typst.TypstError`."""
    _compile(_LOGO_ALONE, {"logo": _logo(logo)})


def _compile(source: bytes, inputs: dict[str, str], **options: Any) -> Any:
    """The folder of fonts is all that typst could read. (Its types want all paths to be of one kind.)"""
    options.setdefault("format", "pdf")
    draw = cast(Any, typst.compile)
    return draw(source, root=str(FONTS), font_paths=fonts(), sys_inputs=inputs, **options)


def _inputs(paper: Paper, house: House, wording: Wording) -> dict[str, str]:
    inputs = {"sheet": json.dumps(sheet(paper, house, wording))}
    if house.logo is not None:
        inputs["logo"] = _logo(house.logo)
    return inputs


def _logo(logo: Logo) -> str:
    """A drawing travels as its text, a picture as its bytes one by one: inputs of typst are texts."""
    content = logo.content.decode() if logo.format == "svg" else list(logo.content)
    return json.dumps({"format": logo.format, "content": content})
