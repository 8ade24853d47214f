"""Customers, private and business, and suppliers (contract section 4)."""

import unicodedata
from datetime import date, timedelta
from random import Random
from typing import Any

from . import names

Record = dict[str, Any]

_POSTCODE_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"


def address(rng: Random) -> Record:
    """A Dutch address; one in four postcodes is written without its blank."""
    city, zip_code, _ = rng.choice(names.PLACES)
    blank = "" if rng.random() < 0.25 else " "
    letters = "".join(rng.choices(_POSTCODE_LETTERS, k=2))
    suffix = rng.choice(("", "", "", "", "A", "B", "-2", " bis"))
    return {
        "name": "",
        "street": rng.choice(names.STREETS),
        "houseNumber": f"{rng.randint(1, 240)}{suffix}",
        "zipCode": f"{zip_code + rng.randint(0, 80)}{blank}{letters}",
        "city": city,
        "country": "NL",
        "phoneNumber": "",
    }


def mobile(rng: Random) -> str:
    """A mobile number in one of the notations people use."""
    digits = f"{rng.randint(10_000_000, 59_999_999)}"
    return rng.choice(
        (
            f"06-{digits}",
            f"06{digits}",
            f"06 {digits[:2]} {digits[2:4]} {digits[4:6]} {digits[6:]}",
            f"+31 6 {digits}",
            f"+316{digits}",
            f"0031 6 {digits[:4]} {digits[4:]}",
            f"+31 (0)6 {digits}",
            f"06.{digits[:4]}.{digits[4:]}",
        )
    )


def land_line(rng: Random) -> str:
    area = rng.choice(names.PLACES)[2]
    number = str(rng.randint(2 * 10 ** (8 - len(area) + 1), 8 * 10 ** (8 - len(area) + 1)))
    return rng.choice((f"{area}-{number}", f"({area}) {number}", f"{area}{number}", f"+31 {area[1:]} {number}"))


def mail(rng: Random, *words: str) -> str:
    plain = unicodedata.normalize("NFKD", ".".join(word for word in words if word).lower())
    local = "".join(
        character for character in plain if character.isascii() and (character.isalnum() or character == ".")
    )
    return f"{local.strip('.') or 'info'}{rng.randint(1, 99)}@{rng.choice(names.MAIL_HOSTS)}"


def customer(rng: Random, today: date) -> Record:
    return _business(rng) if rng.random() < 0.3 else _private(rng, today)


def _common(rng: Random) -> Record:
    home = address(rng)
    elsewhere = address(rng) if rng.random() < 0.15 else None
    return {
        "phoneNumber": land_line(rng) if rng.random() < 0.6 else "",
        "phoneNumber2": "",
        "mobileNumber": mobile(rng) if rng.random() < 0.8 else "",
        "remark": rng.choice(("", "", "", "", "Belt liever na 18.00 uur", "Vaste klant", "Lift te klein voor banken")),
        "address": home,
        "invoiceAddress": None,
        "deliveryAddress": elsewhere,
        "newsLetter": rng.random() < 0.4,
        "externNumbers": {
            "number1": str(rng.randint(1000, 9999)) if rng.random() < 0.2 else "",
            "number2": "",
            "number3": "",
        },
    }


def _private(rng: Random, today: date) -> Record:
    first, gender = rng.choice(names.GIVEN)
    infix, last = rng.choice(names.SURNAMES)
    return {
        "gender": gender,
        "title": {"male": "Dhr.", "female": "Mevr."}[gender],
        "initials": f"{first[0]}.{rng.choice(('', '', 'A.', 'J.', 'M.'))}",
        "firstName": first,
        "infix": infix,
        "lastName": last,
        "companyName": "",
        "cocNumber": "",
        "vatNumber": "",
        "email": mail(rng, first, infix.replace(" ", ""), last),
        "birthdate": None if rng.random() < 0.7 else f"{today - timedelta(days=rng.randint(7000, 28000))}T00:00:00",
        **_common(rng),
    }


def _business(rng: Random) -> Record:
    infix, last = rng.choice(names.SURNAMES)
    trade = rng.choice(names.TRADES)
    owner = " ".join(word for word in (infix.capitalize(), last) if word)
    company = f"{rng.choice((owner, rng.choice(names.PLACES)[0], rng.choice(names.MAKER_PLACES)))} {trade}"
    first, gender = rng.choice(names.GIVEN)
    return {
        "gender": gender if rng.random() < 0.5 else "unknown",
        "title": "",
        "initials": f"{first[0]}.",
        "firstName": first,
        "infix": infix,
        "lastName": last,
        "companyName": f"{company} {rng.choice(names.LEGAL_FORMS)}",
        "cocNumber": f"{rng.randint(10_000_000, 89_999_999)}",
        "vatNumber": f"NL{rng.randint(100_000_000, 899_999_999)}B{rng.randint(1, 3):02d}",
        "email": mail(rng, "info", trade),
        "birthdate": None,
        **_common(rng),
    }


def supplier(rng: Random, position: int) -> Record:
    """The company name carries a number once the combinations run out, so that names stay apart."""
    kinds, places = len(names.MAKERS), len(names.MAKER_PLACES)
    again = position // (kinds * places)
    name = f"{names.MAKERS[position % kinds]} {names.MAKER_PLACES[position // kinds % places]}"
    if again:
        name += f" {again + 1}"
    return {
        "companyName": name,
        "phoneNumber": land_line(rng),
        "mobileNumber": "",
        "email": mail(rng, "inkoop", name.split()[-1]),
        "remark": "",
        "leadTimeInWeeks": rng.choice((1, 2, 3, 4, 6, 8, 10, 12)),
        "orderQuantityMultiple": rng.choice((1, 1, 1, 2, 4, 6)),
        "address": address(rng),
        "ibanNumber": f"NL{rng.randint(10, 98)}BANK{rng.randint(0, 9_999_999_999):010d}",
        "bicCode": "BANKNL2A",
        "cocNumber": f"{rng.randint(10_000_000, 89_999_999)}",
    }
