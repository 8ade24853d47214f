"""Operators of a search box become the list's filters; what is not understood stays a word."""

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from apps.core.forms import DecimalField, Form, SearchField
from apps.core.operators import operators, spread


class Filter(Form):
    q = SearchField(label=_("Search"))
    town = SearchField(label=_("Town"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("all")), ("business", _("business")), ("private", _("private"))],
    )
    gone = forms.BooleanField(label=_("Also removed ones"), required=False)
    party = forms.CharField(required=False, widget=forms.HiddenInput)
    total_from = DecimalField(label=_("From an amount of"), required=False)
    total_to = DecimalField(required=False)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("plaats:zwolle", "town=zwolle"),
        ("Town:Zwolle jansen", "q=jansen&town=Zwolle"),
        ('jansen plaats:"den haag" bv', "q=jansen+bv&town=den+haag"),
        ("kind:business", "kind=business"),
        ("soort:zakelijk", "kind=business"),
        ("soort:par", "kind=private"),
        (">500", "total_from=500"),
        ("jansen <1.000,50", "q=jansen&total_to=1.000%2C50"),
        (">=20 <=30", "total_from=20&total_to=30"),
        ("gone:yes", "gone=on"),
    ],
)
def test_an_operator_becomes_a_filter(typed, query):
    asked = QueryDict(mutable=True)
    asked["q"] = typed
    assert dict(spread(Filter, asked).items()) == dict(QueryDict(query).items())


@pytest.mark.parametrize(
    "typed",
    [
        "12:30",
        "soort:onzin",
        "party:4",
        "q:x",
        "mail:x",
        "plaats:",
        ">",
        "a>5",
        ">5x",
        "http://x",
        "gone:no",
        ':"',
        "::",
    ],
)
def test_what_is_not_understood_stays_a_word(typed):
    query = QueryDict(mutable=True)
    query["q"] = typed
    assert spread(Filter, query).get("q", "").split() == typed.split()


def test_a_list_without_filters_keeps_its_query():
    query = QueryDict("q=town:x")
    assert spread(None, query) is query


def test_other_filters_stay():
    assert spread(Filter, QueryDict("q=town:a&sort=name&town=b")).urlencode() in {
        "sort=name&town=a",
        "town=a&sort=name",
    }


@pytest.mark.parametrize(("language", "example"), [("en", "town:…"), ("nl", "plaats:…")])
def test_the_help_speaks_the_readers_language(language, example):
    with override(language):
        examples = [one.example for one in operators(Filter({}))]
    assert example in examples
    assert ">500" in examples
