"""An invented company of any size, in the shapes of LogicTrade's lists: many more names than the sandbox has."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from apps.sandbox.data import catalogue, documents, names, people

Record = dict[str, Any]

# A change in what is made here must not be answered from a database that was built before.
VERSION = 2
TODAY = date(2026, 6, 1)
# Real names are not equally common: the first takes about one in sixty, most are rare.
_SKEW = 8

_STEMS = (
    "Berg", "Veld", "Broek", "Hof", "Kamp", "Lind", "Molen", "Steen", "Wold", "Zand", "Water", "Dal", "Boer", "Brand",
    "Door", "Eik", "Esch", "Fles", "Gras", "Haag", "Hazel", "Heem", "Hooi", "Kerk", "Klaver", "Koren", "Kruis", "Laar",
    "Leem", "Maas", "Meer", "Noord", "Oever", "Oost", "Poel", "Rijn", "Roos", "Schaap", "Sloot", "Spijk", "Stal",
    "Tol", "Turf", "Veen", "Vloed", "Vorst", "Weide", "Wester", "Wilgen", "Zeven", "Zomer", "Zuider", "Appel", "Doorn",
)  # fmt: skip
_ENDS = (
    "", "man", "mans", "huis", "stra", "sma", "inga", "ink", "ing", "berg", "kamp", "horst", "meijer", "dijk", "veld",
    "broek", "hof", "beek", "burg", "daal", "donk", "hout", "laar", "mond", "oord", "rode", "schot", "wijk", "zicht",
)  # fmt: skip
_INFIXES = ("", "", "", "", "de", "van", "van de", "van den", "van der", "ter", "ten", "op de")
_TOWN_ENDS = ("dorp", "dam", "veen", "rode", "loo", "drecht", "zijl", "muiden", "kerk", "woude", "recht", "broek")


class _Pool:
    """Words in an order of their own; the first are drawn far more often than the last."""

    def __init__(self, words: list[str], seed: str) -> None:
        Random(seed).shuffle(words)
        self._words = words
        self._weights = list(accumulate(1 / (place + _SKEW) for place in range(len(words))))

    def draw(self, rng: Random) -> str:
        return rng.choices(self._words, cum_weights=self._weights)[0]


class Company:
    """Records of one seed. Customers get ids from 1, products and documents likewise."""

    def __init__(self, seed: int = 20260601) -> None:
        self._seed = seed
        surnames = [f"{stem}{end}" for stem in _STEMS for end in _ENDS] + [last for _, last in names.SURNAMES]
        self._surnames = _Pool(surnames, "surnames")
        self._towns = _Pool(
            [f"{stem}{end}" for stem in _STEMS for end in _TOWN_ENDS] + [place[0] for place in names.PLACES], "towns"
        )
        self._groups = {group["code"]: group for group in catalogue.groups()}

    def customers(self, count: int) -> Iterator[Record]:
        rng = self._chance("customer")
        for pk in range(1, count + 1):
            yield self._customer(rng, pk)

    def products(self, count: int) -> Iterator[Record]:
        rng = self._chance("product")
        makers = [
            {"id": 900_000 + place, "number": f"R9{place:08d}", **people.supplier(rng, place)} for place in range(100)
        ]
        for pk in range(1, count + 1):
            product = catalogue.product(rng, pk - 1, self._groups, makers, TODAY)
            yield {"id": pk, **product, **_stamps(rng)}

    def documents(self, kind: str, count: int, customers: list[Record], products: list[Record]) -> Iterator[Record]:
        """Quotes or orders (``kind``) of these customers for these products."""
        rng = self._chance(kind)
        make, prefix = {"quote": (documents.quote, "O26"), "order": (documents.order, "V26")}[kind]
        line_id = 0
        for pk in range(1, count + 1):
            document = make(rng, pk, customers, products, TODAY)
            for line in document["lines"]:
                line_id += 1
                line["id"] = line_id
            yield {"id": pk, "number": f"{prefix}{pk:06d}", **document, **_stamps(rng)}

    def _customer(self, rng: Random, pk: int) -> Record:
        record = people.customer(rng, TODAY)
        last, infix, town = self._surnames.draw(rng), rng.choice(_INFIXES), self._towns.draw(rng)
        for part in ("address", "deliveryAddress"):
            if record[part]:
                record[part] |= {"city": town, "zipCode": _post_code(rng, record[part]["zipCode"])}
        record |= {"infix": infix, "lastName": last, "email": people.mail(rng, record["firstName"], last)}
        if record["companyName"]:
            trade, form = rng.choice(names.TRADES), rng.choice(names.LEGAL_FORMS)
            record["companyName"] = f"{rng.choice((last, town))} {trade} {form}"
            record["email"] = people.mail(rng, "info", last)
        return {"id": pk, "number": f"R{pk:09d}", **record, **_stamps(rng)}

    def _chance(self, kind: str) -> Random:
        return Random(f"{self._seed}/{kind}")


def _post_code(rng: Random, like: str) -> str:
    """Any Dutch postcode, its letters written as in ``like``."""
    return f"{rng.randint(1000, 9999)}{like[4:]}"


def _stamps(rng: Random) -> Record:
    changed = datetime.fromisoformat("2026-05-31T17:00:00") - timedelta(minutes=rng.randint(0, 900_000))
    return {"modifiedDate": changed.isoformat(), "createdDate": (changed - timedelta(days=30)).isoformat()}
