"""How the outbox reads to people."""

import pytest

from apps.erp import labels
from apps.erp.outbox.models import State, Write


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("", "Taken back. Nothing went to LogicTrade"),
        ("dropped", "Dropped. Nothing more goes to LogicTrade"),
        ("replaced", "Replaced by a later write of the same. Nothing of this one goes to LogicTrade"),
    ],
)
def test_why_a_write_was_cancelled(reason, words):
    assert labels.explain_write(Write(state=State.CANCELLED, reason=reason)) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("delivery.type", "delivery type"),
        ("lines.0.code", "line 1 code"),
        ("lines[10].quantity", "line 10 quantity"),
        ("lines[20]", "line 20"),
        ("invoiceAddress.zipCode", "invoice address postcode"),
        ("supplier.purchasePrice", "supplier purchase price"),
        ("ooitIets[5].nieuws", "ooitIets 5 nieuws"),
        ("", ""),
    ],
)
def test_a_path_in_words(path, words):
    assert labels.field_text(path) == words
