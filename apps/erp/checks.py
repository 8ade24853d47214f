"""Numbers of the field, checked without asking anybody: each answers what is odd about a text, or nothing.

Only hints: LogicTrade decides what it takes.
"""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from stdnum import ean, iban
from stdnum.eu import vat
from stdnum.exceptions import ValidationError as NumberError
from stdnum.nl import btw, postcode

HOME = "NL"
COC_DIGITS = 8


def check_coc(text: str) -> str:
    """A KvK number has eight digits; there is no check digit."""
    number = text.replace(" ", "").replace(".", "")
    if text and not (number.isascii() and number.isdecimal() and len(number) == COC_DIGITS):
        return _("A CoC number has 8 digits")
    return ""


def check_vat(text: str) -> str:
    """Dutch numbers by the elfproef or by mod 97 (since 2020), those of other countries by their own rules."""
    if not text.strip():
        return ""
    try:
        if text.strip()[:2].upper() in {HOME, ""} or text.strip()[:1].isdigit():
            btw.validate(text)
        else:
            vat.validate(text)
    except NumberError:
        return _("This VAT number cannot be right: its check digits do not fit")
    return ""


def check_iban(text: str) -> str:
    try:
        if text.strip():
            iban.validate(text)
    except NumberError:
        return _("This IBAN cannot be right: its check digits do not fit")
    return ""


def check_ean(text: str) -> str:
    try:
        if text.strip():
            ean.validate(text)
    except NumberError:
        return _("This is no EAN: its check digit does not fit")
    return ""


def check_postcode(text: str, country: str) -> str:
    """Only Dutch ones; other countries have their own."""
    if not text.strip() or country.strip().upper() not in {"", HOME}:
        return ""
    try:
        postcode.validate(text)
    except NumberError:
        return _("A Dutch postcode is four digits and two letters, such as 1234 AB")
    return ""


def check_phone(text: str, country: str = "") -> str:
    if not text.strip():
        return ""
    region = country.strip().upper() or HOME
    try:
        number = phonenumbers.parse(text, region if len(region) == 2 else HOME)
    except phonenumbers.NumberParseException:
        return _("This is no telephone number")
    return "" if phonenumbers.is_valid_number(number) else _("This telephone number does not exist in its country")


def check_email(text: str) -> str:
    try:
        if text.strip():
            validate_email(text.strip())
    except ValidationError:
        return _("This is no e-mail address")
    return ""


def check_country(text: str) -> str:
    code = text.strip()
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        return _("A country is its code of two letters, such as NL")
    return ""
