"""Links of telephone numbers and mail addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.relations.contact import mail_href, tel_href


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("06-12345678", "tel:+31612345678"),
        ("+31 (0)6 12345678", "tel:+31612345678"),
        ("0031 6 1234 5678", "tel:+31612345678"),
        ("073 - 612 34 56 (na 5 uur)", "tel:+31736123456"),
        ("+49 30 901820", "tel:+4930901820"),
        ("geen", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled_as_the_world_does(typed, href):
    assert tel_href(typed) == href


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        (" inkoop@example.nl ", "mailto:inkoop@example.nl"),
        ("a+b@example.org", "mailto:a+b@example.org"),
        ("geen mailadres", ""),
        ("a@b", ""),
        ("a@example.nl?bcc=x@example.nl", "mailto:a@example.nl%3Fbcc=x@example.nl"),
        ("a@example.nl, b@example.nl", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_only_a_plain_address_is_a_link(typed, href):
    assert mail_href(typed) in {href, ""}
    assert (mail_href(typed) == "") == (href == "" or "?" in typed)


@given(st.text(max_size=200))
def test_no_text_makes_a_link_of_another_kind(text):
    assert tel_href(text) == "" or tel_href(text).startswith("tel:+")
    assert mail_href(text) == "" or mail_href(text).startswith("mailto:")
