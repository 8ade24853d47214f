"""What templates and style sheets may not contain, because the policy of the page or the look forbids it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))

BANNED = {
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an inline script": r"<script(?![^>]*\bsrc=)",
    "an on… attribute": r"\son[a-z]+\s*=\s*[\"']",
    "hx-on": r"\bhx-on\b",
    "a js: value": r"[\"'\s](?:js|javascript):",
    "hx-vars, which evaluates": r"\bhx-vars\b",
    "the safe filter": r"\|\s*safe\b|\|\s*safeseq\b",
    "autoescape off": r"autoescape\s+off",
    "a trigger filter": r"hx-trigger\s*=\s*\"[^\"]*\[",
    "a question whether htmx asked": r"request\.htmx",
    "an address of another site": r"(?:src|href)\s*=\s*[\"']https?://",
}


def found(pattern: str) -> Iterator[str]:
    for path in TEMPLATES:
        text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.S)
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                yield f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}"


@pytest.mark.parametrize("what", BANNED)
def test_templates_have_no(what: str) -> None:
    assert list(found(BANNED[what])) == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("an inline style", '<p style="x">'),
        ("an inline script", "<script>alert(1)</script>"),
        ("an on… attribute", '<a onclick="x()">'),
        ("hx-on", '<a hx-on:click="x()">'),
        ("a js: value", 'hx-vals="js:{a: 1}"'),
        ("the safe filter", "{{ x|safe }}"),
        ("a trigger filter", '<a hx-trigger="click[shiftKey]">'),
        ("a question whether htmx asked", "{% if request.htmx %}"),
    ],
)
def test_the_patterns_bite(what: str, line: str) -> None:
    assert re.search(BANNED[what], line)


def test_there_are_templates_and_sheets_to_look_at() -> None:
    assert len(TEMPLATES) > 20
    assert len(SHEETS) >= 7


def test_icons_named_anywhere_are_in_the_sprite() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text()
    sources = [*TEMPLATES, *(ROOT / "apps").rglob("*.py")]
    named = {name for path in sources for name in re.findall(r"\bicon[ =]\"([a-z0-9-]+)\"", path.read_text())}
    assert {"plus", "history"} <= named
    assert {name for name in named if f'id="{name}"' not in sprite} == set()


def test_only_the_tokens_are_colours() -> None:
    colour = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|oklab|lab|lch|hwb|color)\(|"
        r":\s*[^;{}]*\b(?:white|black|red|green|blue|gray|grey|orange|yellow|purple)\b[^-]"
    )
    wrong = []
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
        if sheet.name == "tokens.css":
            text = text.partition("--font:")[2]
        wrong += [f"{sheet.name}: {line.strip()}" for line in text.splitlines() if colour.search(line)]
    assert wrong == []


def test_every_token_in_use_exists() -> None:
    text = "\n".join(sheet.read_text() for sheet in SHEETS)
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - set(re.findall(r"(--[a-z0-9-]+)\s*:", text)) == set()


def test_every_sheet_is_linked() -> None:
    head = "".join((ROOT / "templates" / name).read_text() for name in ("core/_assets.html", "base.html"))
    assert [sheet.name for sheet in SHEETS if f"css/{sheet.name}" not in head] == []


def test_the_vendored_files_are_the_locked_ones(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, ROOT / "bin" / "vendor", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_changed_vendored_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "vendor").write_bytes((ROOT / "bin" / "vendor").read_bytes())
    (tmp_path / "vendor.json").write_bytes((ROOT / "vendor.json").read_bytes())
    for name in ("vendor/htmx.min.js", "icons.svg"):
        target = tmp_path / "static" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / "static" / name).read_bytes() + b" ")
    done = subprocess.run([sys.executable, tmp_path / "bin" / "vendor", "--check"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "htmx.min.js differs" in done.stderr


def test_scripts_stay_small() -> None:
    assert len((ROOT / "static" / "app.js").read_text().splitlines()) < 300
