"""The table of operations in docs/coverage.md: each operation stands in it once, and what it names exists."""

import re
from pathlib import Path

from django.urls import resolve

from apps.logictrade.endpoints import ENDPOINTS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| `([\w.]+)` \| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$", TEXT, re.MULTILINE)
SAMPLES = {"<id>": "1", "<uuid>": "00000000-0000-0000-0000-000000000007"}


def test_every_operation_stands_in_the_table_once():
    shown = [row[1] for row in ROWS]
    without = re.findall(r"`([a-z]+\.[a-z]+)`", TEXT.partition("Not on any page yet")[2])
    assert sorted(shown + without) == sorted(ENDPOINTS)
    numbers = {name: number for number, name in enumerate(ENDPOINTS, 1)}
    assert all(numbers[name] == int(number) for number, name, *_rest in ROWS)


def test_what_the_table_names_exists():
    for _number, _name, page, caller, test in ROWS:
        for sample, value in SAMPLES.items():
            page = page.replace(sample, value)
        assert resolve(page), page
        assert (ROOT / "apps" / caller).exists(), caller
        assert (ROOT / test).exists(), test
