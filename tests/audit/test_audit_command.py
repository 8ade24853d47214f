"""`manage.py audit`: what it prints and how it exits."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.audit.models import AuditCheck, AuditDetails, AuditEntry
from tests.audit.support import append_only_off, entry

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("audit", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_verify_says_whole():
    entry()
    mac = AuditEntry.objects.get().mac
    assert run("verify").splitlines() == [f"1 entries, details of 0 erased, head 1:{mac}", "The audit log is whole."]
    assert AuditCheck.objects.get().whole


def test_verify_fails_on_a_broken_log_and_names_the_entry():
    entry(1), entry(2)
    with append_only_off():
        AuditEntry.objects.filter(seq=1).update(label="x")
    with pytest.raises(CommandError, match="broken at entry 1"):
        run("verify")
    assert not AuditCheck.objects.get().whole


def test_verify_against_an_exported_head():
    entry(1), entry(2)
    head = f"2:{AuditEntry.objects.get(seq=2).mac}"
    assert "whole" in run("verify", "--head", head)
    with pytest.raises(CommandError, match="broken at entry 2"):
        run("verify", "--head", f"2:{'0' * 64}")
    with pytest.raises(CommandError, match="a head looks like"):
        run("verify", "--head", "2")


def test_export_to_a_new_private_file(tmp_path):
    entry()
    target = tmp_path / "audit.jsonl"
    run("export", "--out", str(target))
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert [line.get("action") for line in lines] == ["write:intent", "export:made", None]
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="cannot be written"):
        run("export", "--out", str(target))


def test_export_to_the_terminal():
    entry()
    assert len(run("export").splitlines()) == 3


def test_erase_needs_a_reason_and_a_day():
    entry()
    with pytest.raises(CommandError, match="reason"):
        run("erase", "--before", "2030-01-01")
    with pytest.raises(CommandError, match="a date looks like"):
        run("erase", "--before", "1-1-2030", "--reason", "x")
    assert AuditDetails.objects.count() == 1
    assert run("erase", "--before", "2030-01-01", "--reason", "x") == "Details of 1 entries erased.\n"
    assert run("erase", "--subject", "quote:1", "--reason", "x") == "Details of 0 entries erased.\n"
