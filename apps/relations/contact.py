"""From what stands in a telephone or mail field to a link that works; no link where it is not clear."""

import re
from urllib.parse import quote

import phonenumbers

from apps.erp.mirror.fold import fold, is_phone, postcodes
from apps.erp.mirror.texts import whole

COUNTRY = "NL"
MAIL_KEY = 120
_SIGNS = re.compile(r"[^0-9a-z]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
_MAIL = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]+\.[^@\s<>\"',;:.]{2,}")


def tel_href(text: str) -> str:
    """tel: with the number as the world dials it; empty when the field holds no number that can be dialled."""
    matcher = phonenumbers.PhoneNumberMatcher(text[:80], COUNTRY, leniency=phonenumbers.Leniency.POSSIBLE)
    found = next(iter(matcher), None)
    if found is None:
        return ""
    return "tel:" + phonenumbers.format_number(found.number, phonenumbers.PhoneNumberFormat.E164)


def mail_href(text: str) -> str:
    """mailto: for a plain address; empty for anything else."""
    address = text.strip()
    return f"mailto:{quote(address, safe='@+')}" if _MAIL.fullmatch(address) else ""


def mail_key(text: str) -> str:
    """A mail address as it is compared; nothing for what is none."""
    return fold(whole(text))[:MAIL_KEY] if "@" in text else ""


def compact(number: str) -> str:
    """A VAT, CoC or bank number as it is compared: without blanks, dots and case."""
    return _SIGNS.sub("", fold(number))


def grouped(number: str) -> str:
    """A bank number in groups of four, as banks print it; anything that is none as it came."""
    plain = compact(number).upper()
    if not _IBAN.fullmatch(plain):
        return number.strip()
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def prefilled(query: str) -> dict[str, str]:
    """What a search that found nobody says of a new customer, by LogicTrade's names: an address, a number, a name."""
    text = " ".join(whole(query).split())[:200]
    if not text:
        return {}
    if _MAIL.fullmatch(text):
        return {"email": text}
    if is_phone(text):
        mobile = text.replace(" ", "").replace("-", "").startswith(("06", "+316", "00316"))
        return {"mobileNumber" if mobile else "phoneNumber": text}
    found = postcodes(fold(text))
    if found:
        code, house = found[0][:6], found[0][6:]
        place = {"address.zipCode": f"{code[:4]} {code[4:].upper()}"}
        return place | ({"address.houseNumber": house} if house else {})
    return {"companyName": text}
