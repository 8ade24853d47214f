"""What suppliers have beyond a name and an address: bank, contact person, terms; some sit abroad (section 4.2)."""

from random import Random
from typing import Any

from . import names, people

Record = dict[str, Any]

# Country -> length of the account part, telephone prefix, places with a postcode, streets, legal form.
_ABROAD = {
    "DE": (18, "+49", (("Osnabrück", "49074"), ("Herford", "32052"), ("Münster", "48143")),
           ("Industriestraße", "Am Holzmarkt", "Möbelallee"), "GmbH"),
    "BE": (12, "+32", (("Mechelen", "2800"), ("Kortrijk", "8500"), ("Liège", "4000")),
           ("Meubelboulevard", "Rue de la Scierie", "Steenweg"), "NV"),
    "IT": (23, "+39", (("Udine", "33100"), ("Pesaro", "61121")), ("Via del Mobile", "Viale Triveneto"), "S.r.l."),
    "DK": (14, "+45", (("Odense", "5000"), ("Aarhus", "8000")), ("Savværksvej", "Stolevej"), "A/S"),
}  # fmt: skip
_TERMS = (
    "", "", "", "Franco vanaf € 750", "Alleen op pallets leveren", "Bestellen voor dinsdag 12.00 uur",
    "Fabrieksvakantie week 30 tot en met 32", "Levert niet op de Waddeneilanden", "Retour alleen na overleg",
)  # fmt: skip


def supplier_more(rng: Random, record: Record) -> Record:
    """The supplier with a valid account number, its contact person and its terms; one in five is abroad."""
    contact = _person(rng)
    terms = rng.choice(_TERMS)
    made = record | {
        "remark": "\n".join(text for text in (f"Contactpersoon: {contact}", terms) if text),
        "address": record["address"] | {"name": f"T.a.v. {contact}"},
        "ibanNumber": iban("NL", record["ibanNumber"][4:]),
    }
    if rng.random() < 0.3:
        made["mobileNumber"] = people.mobile(rng)
    return made | _abroad(rng, made) if rng.random() < 0.2 else made


def _person(rng: Random) -> str:
    first, _ = rng.choice(names.GIVEN)
    infix, last = rng.choice(names.SURNAMES)
    return " ".join(word for word in (first, infix, last) if word)


def _abroad(rng: Random, record: Record) -> Record:
    country = rng.choice(tuple(_ABROAD))
    length, prefix, places, streets, form = _ABROAD[country]
    city, zip_code = rng.choice(places)
    # Italian accounts begin with a check letter; the bank does not exist anywhere.
    account = "".join(str(rng.randint(0, 9)) for _ in range(length))
    account = f"X{account[1:]}" if country == "IT" else account
    return {
        "companyName": f"{record['companyName']} {form}",
        "phoneNumber": f"{prefix} {rng.randint(10, 99)} {rng.randint(100_000, 999_999)}",
        "address": record["address"]
        | {
            "street": rng.choice(streets),
            "houseNumber": str(rng.randint(1, 90)),
            "zipCode": zip_code,
            "city": city,
            "country": country,
        },
        "ibanNumber": iban(country, account),
        "bicCode": f"BANK{country}2A",
        "cocNumber": "",
    }


def iban(country: str, account: str) -> str:
    """With the check digits of ISO 13616."""
    digits = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"
