"""Derived states of contract section 6.7, and how they look."""

from decimal import Decimal

import pytest

from apps.documents.labels import STATES, invoice_state, order_state, quote_state, state_choices, state_label


@pytest.mark.parametrize(
    ("status", "ordered", "state"),
    [
        ("Niet definitief", False, "draft"),
        (" niet DEFINITIEF ", False, "draft"),
        ("Definitief", False, "final"),
        ("Definitief", True, "ordered"),
        ("Vervallen", False, "lost"),
        ("Afgewezen door klant", False, "lost"),
        ("Geannuleerd", False, "lost"),
        ("Wacht op akkoord inkoop", False, "unknown"),
        ("", False, "unknown"),
        (None, False, "unknown"),
    ],
)
def test_quote_state(status: str | None, ordered: bool, state: str) -> None:
    assert quote_state(status, ordered=ordered) == state


@pytest.mark.parametrize(
    ("status", "lamps", "state"),
    [
        ("Niet definitief", ("none", "none", "none"), "draft"),
        ("Definitief", ("none", "none", "none"), "open"),
        ("Definitief", ("partial", "none", "none"), "open"),
        ("Definitief", (None, None, None), "open"),
        ("Definitief", ("complete", "none", "none"), "ready"),
        ("Definitief", ("complete", "partial", "none"), "partly_delivered"),
        ("Definitief", ("complete", "complete", "none"), "delivered"),
        ("Definitief", ("complete", "complete", "complete"), "done"),
        ("Definitief", ("none", "none", "partial"), "partly_invoiced"),
        ("Definitief", ("none", "none", "complete"), "invoiced"),
        ("Definitief", ("complete", "none", "complete"), "ready"),
        ("Geannuleerd", ("complete", "complete", "complete"), "cancelled"),
        ("Vervallen", ("none", "none", "none"), "cancelled"),
        ("Wacht op fiattering", ("none", "none", "none"), "unknown"),
        (None, ("none", "none", "none"), "unknown"),
    ],
)
def test_order_state(status: str | None, lamps: tuple[str | None, ...], state: str) -> None:
    assert order_state(status, *lamps) == state


def test_an_unknown_text_is_shown_as_it_came() -> None:
    label = state_label("order", "unknown", "Wacht op fiattering")
    assert (label.text, label.tone, label.glyph) == ("Wacht op fiattering", "muted", "dashed-square")


def test_shape_goes_before_colour() -> None:
    """No two states of a kind may share both the word and the glyph."""
    for labels in STATES.values():
        assert len({(str(label.text), label.glyph) for label in labels.values()}) == len(labels)


def test_a_removed_document_says_so_whatever_its_state() -> None:
    assert "Removed" in str(state_label("quote", "final", "Definitief", gone=True).text)


def test_every_state_can_be_filtered_on() -> None:
    assert [key for key, _ in state_choices("quote")] == ["draft", "final", "ordered", "lost", "unknown"]


@pytest.mark.parametrize(
    ("number", "total", "paid", "state"),
    [
        ("", "369", "0", "concept"),
        (None, "-369", "0", "concept"),
        ("F1", "369", "0", "unpaid"),
        ("F1", "369", "0.01", "partial"),
        ("F1", "369", "368.99", "partial"),
        ("F1", "369", "369.00", "paid"),
        ("F1", "369.004", "369", "paid"),
        ("F1", "369", "369.01", "overpaid"),
        ("F1", "-369", "0", "credit"),
        ("F1", "-369", "-369", "credit"),
        ("F1", "0", "0", "paid"),
        ("F1", None, "0", "unknown"),
    ],
)
def test_invoice_state(number: str | None, total: str | None, paid: str, state: str) -> None:
    assert invoice_state(number, None if total is None else Decimal(total), Decimal(paid)) == state
