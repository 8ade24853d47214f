"""How products hang together: sets and their parts, alternatives, accessories, successors (sections 5.7 and 5.8)."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from apps.sandbox.codes import ATTRIBUTES, attribute

Record = dict[str, Any]

# Sets sold under a code of their own: code, name, price, and their parts: family or other set, place in it, pieces.
Part = tuple[str, int, Decimal | int | None]
SETS: tuple[tuple[str, str, int, tuple[Part, ...]], ...] = (
    ("SET-EET-6", "Eethoek: tafel met zes stoelen", 1995,
     (("TAF-EET", 0, 1), ("STL-EET", 0, 6), ("DNS-MON", 0, Decimal("1.5")))),
    ("SET-EET-4", "Eethoek: tafel met vier stoelen", 1495,
     (("TAF-EET", 1, 1), ("STL-EET", 0, 4), ("DNS-MON", 0, 1))),
    ("SET-ZIT", "Zithoek: bank, fauteuil en kussens", 3190,
     (("BNK-HOE", 0, 1), ("STL-FAU", 0, 1), ("ACC-KUS", 0, 5), ("TAF-SAL", 0, 1))),
    ("SET-SLP", "Slaapkamer: boxspring met twee matrassen", 2890,
     (("SLP-BOX", 0, 1), ("SLP-MAT", 0, 2), ("ACC-KUS", 0, 4), ("DNS-MON", 0, 2))),
    ("SET-VLR", "Vloerpakket 30 m² met plinten en leggen", 2150,
     (("VLR-PVC", 0, 30), ("PLI-MDF", 0, Decimal("22.5")), ("DNS-MON", 1, 8))),
    ("SET-KMR", "Woonkamer compleet: eethoek, zithoek, vloer en licht", 8450,
     (("SET-EET-6", 0, 1), ("SET-ZIT", 0, 1), ("SET-VLR", 0, 1), ("VER-HAN", 0, 2), ("VLR-KLE", 0, 1))),
    ("SET-HUIS", "Huis compleet: woonkamer en slaapkamer", 11900,
     (("SET-KMR", 0, 1), ("SET-SLP", 0, 2), ("VER-VLO", 0, 3))),
    # Three that hold one another, one that holds itself, and parts that nobody can count.
    ("KRING-A", "Kring A (verwijst in het rond)", 10, (("KRING-B", 0, 1),)),
    ("KRING-B", "Kring B (verwijst in het rond)", 10, (("KRING-C", 0, 2), ("ACC-KUS", 0, 1))),
    ("KRING-C", "Kring C (verwijst in het rond)", 10, (("KRING-A", 0, 1),)),
    ("KRING-X", "Set die zichzelf bevat", 10, (("KRING-X", 0, 1), ("STL-BAR", 0, 2))),
    ("SET-ODD", "Set met onmogelijke aantallen", 10,
     (("STL-EET", 1, None), ("STL-EET", 2, 0), ("STL-BAR", 0, -1), ("STL-BAR", 1, Decimal("0.3333")))),
)  # fmt: skip
# Parts that are not there: a set of nothing, a part of nothing.
DANGLING = ((None, "ACC-KUS"), ("SET-ODD", None))
GONE_ID = 999_999_999

_REFERENCES = 0.4


def compositions(products: list[Record], sets: list[Record], number: Callable[[], int]) -> list[Record]:
    """Edges of all sets; parts are the oldest articles of their group."""
    by_code = {product["code"]: product["id"] for product in sets}
    families: dict[str, list[int]] = {}
    for product in products:
        for group in product.get("groups") or ():
            families.setdefault(group["code"], []).append(product["id"])

    def part_id(name: str | None, place: int = 0) -> int | None:
        if name is None:
            return GONE_ID
        if name in by_code:
            return int(by_code[name])
        ids = families.get(name) or []
        return ids[place % len(ids)] if ids else None

    edges = [
        (by_code[code], part_id(name, place), quantity)
        for code, _, _, parts in SETS
        if code in by_code
        for name, place, quantity in parts
    ]
    edges += [(part_id(parent), part_id(child), 1) for parent, child in DANGLING]
    return [
        {"id": number(), "parentProductId": parent, "childProductId": child, "quantity": quantity}
        for parent, child, quantity in edges
        if parent is not None and child is not None
    ]


def references(rng: Random, position: int, product: Record, products: list[Record], ids: Callable[[], int]) -> Record:
    """Two or three links: something of its own group, something to go with it, and what took its place."""
    found: list[Record] = []
    draw, other = rng.random(), [rng.choice(products) for _ in range(4)]
    if draw < _REFERENCES:
        found = [_link(ids(), kind, entry) for kind, entry in zip(("alternative", "accessory"), other, strict=False)]
        if draw < _REFERENCES / 3:
            found.append(_link(ids(), "accessory", other[2]))
    if product.get("endDate"):
        found.append(_link(ids(), "successor", other[3]))
    if position < len(_ODD):
        found += [entry | {"id": ids(), **_self(entry, product)} for entry in _ODD[position]]
    return {"id": product["id"], "references": found}


def _link(link_id: int, kind: str, product: Record) -> Record:
    return {
        "id": link_id,
        "type": kind,
        "productId": product["id"],
        "code": product.get("code"),
        "name": product.get("name"),
        "reference": None,
    }


def _self(entry: Record, product: Record) -> Record:
    return {"productId": product["id"]} if entry.get("productId") == 0 else {}


# Laid over the first articles; product 0 stands for the article itself.
_ODD: tuple[tuple[Record, ...], ...] = (
    ({"type": "accessory", "productId": 2, "code": None, "name": None, "reference": None},
     {"type": "fabrikant", "productId": None, "code": None, "name": None, "reference": "EAN-doos 8719000099999"}),
    ({"type": None, "productId": None, "code": None, "name": None, "reference": None},),
    ({"type": "successor", "productId": GONE_ID, "code": "WEG-1", "name": "Artikel dat er niet meer is",
      "reference": None},
     {"type": "alternative", "productId": 0, "code": None, "name": None, "reference": "naar zichzelf"}),
    ({"type": "zie ook", "productId": 5, "code": None, "name": None, "reference": "<b>onbekende</b> soort"},
     {"type": "accessory", "productId": None, "code": None, "name": None, "reference": "=1+1"}),
)  # fmt: skip


def product_more(rng: Random, position: int, product: Record) -> Record:
    """Images, attributes and the supplier's own name for an article."""
    code = product["code"]
    host = "https" if rng.random() < 0.8 else "http"
    count = rng.choice((0, 1, 1, 2, 3))
    images = [image(position * 10 + number, f"{host}://images.example.nl/{code}-{number}.jpg", number)
              for number in range(1, count + 1)]  # fmt: skip
    chosen = [name for name in ATTRIBUTES if rng.random() < 0.4]
    attributes = [attribute(name, [rng.choice(list(ATTRIBUTES[name][4]))]) for name in chosen]
    supplier = product["supplier"]
    named = supplier | {"discription": product["name"].upper()[:40] if rng.random() < 0.3 else ""}
    return {
        "images": ODD_IMAGES[position - FIRST_ODD] if 0 <= position - FIRST_ODD < len(ODD_IMAGES) else images,
        "attributes": attributes,
        "supplier": named,
    }


def image(image_id: int, address: str | None, sequence: int) -> Record:
    name = (address or "").rpartition("/")[2]
    return {"id": image_id, "name": name[:60], "url": address, "sequence": sequence * 10}


FIRST_ODD = 24
ODD_IMAGES: tuple[list[Any], ...] = (
    [image(900_001, "javascript:alert('beeld')", 1), image(900_002, "https://images.example.nl/goed.jpg", 2)],
    [image(900_003, "data:image/svg+xml,<svg onload=alert(1)>", 1), image(900_004, "http://example.nl/a.jpg", 2)],
    [image(900_005, None, 1), image(900_006, "", 2), image(900_007, "//images.example.nl/zonder-schema.jpg", 3)],
    # The public client's types say that images are texts.
    ["https://images.example.nl/als-tekst.jpg", "ftp://images.example.nl/oud.jpg"],
    [image(900_008, 'https://images.example.nl/"onerror="alert(1).jpg', 1), None],
)  # fmt: skip


def implementations(rng: Random, product: Record) -> Record:
    """The variants of a made-to-measure article; the fifth field of the contract was never seen."""
    return {
        "id": product["id"],
        "implementations": [
            {
                "id": product["id"] * 10 + number,
                "number": f"{product['code']}-{number:02d}",
                "invalid": rng.random() < 0.1,
                "barcode": "" if rng.random() < 0.5 else f"87199{product['id'] * 10 + number:08d}",
            }
            for number in range(1, rng.randint(2, 5))
        ],
    }
