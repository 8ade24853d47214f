"""From what stands in a telephone or mail field to a link that works; no link where it is not clear."""

import re
from urllib.parse import quote

import phonenumbers

COUNTRY = "NL"
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
