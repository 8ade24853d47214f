"""Fields read what people type, keep what they cannot read, and are tied to their words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from apps.core import clock
from apps.core.forms import DateField, DecimalField, Form, QuantityField, SearchField


class Order(Form):
    amount = QuantityField(label="Quantity", max_digits=12, decimal_places=3)
    price = DecimalField(label="Price", required=False, max_digits=12, decimal_places=4, min_value=0)
    on = DateField(label="Date", required=False, help_text="Such as +2w")
    kind = forms.ChoiceField(label="Kind", choices=[("b", "Business"), ("p", "Private")], widget=forms.RadioSelect)
    call = forms.BooleanField(label="Call ahead", required=False)


GOOD = {"amount": "2,5", "price": "1.049,00", "on": "+2w", "kind": "b"}


def rendered(text: str, **context: Any) -> str:
    return Template("{% load core %}" + text).render(Context(context))


def test_numbers_and_dates_are_read_as_typed() -> None:
    with translation.override("nl"), clock.using(lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)):
        form = Order(GOOD)
        assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal("2.5")
    assert form.cleaned_data["price"] == Decimal("1049")
    assert form.cleaned_data["on"] == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("name", "typed", "error"),
    [
        ("amount", "0", "Quantity must be more than 0"),
        ("amount", "-1", "Quantity must be more than 0"),
        ("amount", "", "Fill this in"),
        ("amount", "veel", "Type a number, such as 12.50"),
        ("amount", "1,23456", "At most 3 decimals"),
        ("price", "-1", "At least 0"),
        ("on", "ooit", "Type a date, such as 24-11, +2w or Fri"),
    ],
)
def test_what_is_wrong_is_said_and_kept(name: str, typed: str, error: str) -> None:
    form = Order(GOOD | {name: typed})
    assert form.errors[name] == [error]
    assert not typed or f'value="{typed}"' in str(form[name])


def test_values_stand_in_the_readers_form() -> None:
    form = Order(initial={"amount": Decimal("2.50"), "price": Decimal("1049"), "on": date(2026, 12, 4)})
    with translation.override("nl"):
        assert 'value="2,5"' in str(form["amount"])
        assert 'value="1049"' in str(form["price"])
        assert 'value="04-12-2026"' in str(form["on"])


def test_the_same_number_in_another_form_is_no_change() -> None:
    initial = {"amount": Decimal("2.5"), "price": Decimal(1049), "on": date(2026, 12, 4), "kind": "b"}
    with translation.override("nl"):
        same = Order({"amount": "2,50", "price": "1.049", "on": "4-12-2026", "kind": "b"}, initial=initial)
        assert same.changed_data == []
        assert Order({**GOOD, "amount": "x", "on": "y"}, initial=initial).changed_data == ["amount", "on"]


def test_numbers_get_the_number_keyboard() -> None:
    assert 'inputmode="decimal"' in str(Order()["price"])
    assert "required" not in str(Order()["amount"])


@pytest.mark.parametrize(
    ("typed", "found"),
    [(None, ""), ("  de   boer ", "de boer"), ("a\x00b\nc", "a b c"), ("x" * 10_000, "x" * 200), (["a"], "['a']")],
)
def test_a_search_never_refuses(typed: Any, found: str) -> None:
    assert SearchField().clean(typed) == found


def test_a_field_is_tied_to_its_hint_and_its_error() -> None:
    empty = rendered("{% field form.on %}", form=Order())
    assert '<label for="id_on">' in empty
    assert 'aria-describedby="id_on_helptext"' in empty
    assert 'id="id_on_helptext">Such as +2w' in empty
    assert "optional" in empty
    wrong = rendered("{% field form.on %}", form=Order(GOOD | {"on": "ooit"}))
    assert 'aria-invalid="true"' in wrong
    assert "id_on_error" in wrong.partition("aria-describedby")[2].partition(">")[0]
    assert '<div id="id_on_error"><p class="error">' in wrong
    assert "#octagon" in wrong


def test_a_required_field_is_not_called_optional() -> None:
    assert "optional" not in rendered("{% field form.amount %}", form=Order())


def test_a_choice_of_radios_is_a_group_with_a_name() -> None:
    html = rendered('{% field form.kind "span-2" %}', form=Order({"kind": "p"}))
    assert html.lstrip().startswith('<fieldset class="field span-2"')
    assert '<legend class="label">Kind</legend>' in html
    assert html.count('type="radio"') == 2
    assert "checked" in html


def test_a_tick_box_has_its_word_behind_it() -> None:
    html = rendered("{% field form.call %}", form=Order())
    assert html.index("checkbox") < html.index("Call ahead")
    assert "optional" not in html


def test_the_summary_leads_to_the_fields() -> None:
    html = rendered("{% form_summary form %}", form=Order({"amount": "0", "kind": "b", "on": "ooit"}))
    assert "2 fields are not right yet" in html
    assert '<a href="#id_amount">Quantity: Quantity must be more than 0</a>' in html
    assert "data-error-summary" in html


def test_no_errors_no_summary() -> None:
    assert rendered("{% form_summary form %}", form=Order()).strip() == ""
    assert rendered("{% form_summary form %}", form=Order(GOOD)).strip() == ""
