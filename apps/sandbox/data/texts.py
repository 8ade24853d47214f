"""Descriptions of products in Dutch, English and German (contract section 5.6)."""

from random import Random
from typing import Any

Record = dict[str, Any]

# Group code -> what one such article is called in English and German, with the German article.
_WORDS = {
    "STL-EET": ("eetkamerstoel", "dining chair", "Esszimmerstuhl"),
    "STL-BAR": ("barkruk", "bar stool", "Barhocker"),
    "STL-FAU": ("fauteuil", "armchair", "Sessel"),
    "BNK-HOE": ("hoekbank", "corner sofa", "Ecksofa"),
    "BNK-ZIT": ("zitbank", "sofa", "Sofa"),
    "TAF-EET": ("eettafel", "dining table", "Esstisch"),
    "TAF-SAL": ("salontafel", "coffee table", "Couchtisch"),
    "KST-DRE": ("dressoir", "sideboard", "Anrichte"),
    "KST-TVM": ("tv-meubel", "TV stand", "TV-Möbel"),
    "SLP-BOX": ("boxspring", "box spring bed", "Boxspringbett"),
    "SLP-MAT": ("matras", "mattress", "Matratze"),
    "VLR-VIS": ("visgraatvloer", "herringbone floor", "Fischgrätboden"),
    "VLR-PVC": ("pvc-vloer", "vinyl floor", "Vinylboden"),
    "VLR-LAM": ("laminaatvloer", "laminate floor", "Laminatboden"),
    "VLR-TAP": ("tapijt", "carpet", "Teppichboden"),
    "VLR-KLE": ("vloerkleed", "rug", "Teppich"),
    "PLI-MDF": ("plint", "skirting board", "Sockelleiste"),
    "PLI-EIK": ("eiken plint", "oak skirting board", "Sockelleiste aus Eiche"),
    "VER-HAN": ("hanglamp", "pendant lamp", "Pendelleuchte"),
    "VER-VLO": ("vloerlamp", "floor lamp", "Stehleuchte"),
    "ACC-KUS": ("sierkussen", "cushion", "Kissen"),
    "ACC-BOE": ("interieurboek", "interior design book", "Wohnbuch"),
    "DNS-MON": ("montage", "assembly", "Montage"),
    "DNS-BON": ("cadeaubon", "gift voucher", "Gutschein"),
}
_SHORT = {
    "nl": ("{name}: een {word} die jaren meegaat.", "Een {word} met karakter, uit voorraad of op bestelling."),
    "en": ("{name}: a {word} that lasts for years.", "A {word} with character, from stock or made to order."),
    "de": ("{name}: {word} für viele Jahre.", "{word} mit Charakter, ab Lager oder auf Bestellung."),
}
_LONG = {
    "nl": "<p>Deze <strong>{word}</strong> wordt met zorg gemaakt en past in een modern en in een klassiek "
    "interieur.</p><ul><li>Afmetingen: {width} × {depth} × {height} cm</li><li>Gewicht: {weight} kg</li>"
    "<li>Reinigen met een vochtige doek</li></ul><p>Vraag in de winkel naar <em>stalen</em>.</p>",
    "en": "<p>This <strong>{word}</strong> is made with care and suits a modern as well as a classic interior.</p>"
    "<ul><li>Dimensions: {width} × {depth} × {height} cm</li><li>Weight: {weight} kg</li>"
    "<li>Clean with a damp cloth</li></ul><p>Ask for <em>samples</em> in the shop.</p>",
    "de": "<p><strong>{word}</strong>, sorgfältig gefertigt, passt in moderne und klassische Räume.</p>"
    "<ul><li>Maße: {width} × {depth} × {height} cm</li><li>Gewicht: {weight} kg</li>"
    "<li>Mit einem feuchten Tuch reinigen</li></ul><p>Fragen Sie im Laden nach <em>Mustern</em>.</p>",
}
_CHANCES = (("nl", 0.95), ("en", 0.55), ("de", 0.3))


def descriptions(rng: Random, product: Record) -> list[Record]:
    """What there is of one product; a language is there whole, only short, or not at all."""
    group = next((str(group.get("code")) for group in product.get("groups") or ()), "")
    words = _WORDS.get(group)
    found: list[Record] = []
    for position, (language, chance) in enumerate(_CHANCES):
        there, whole, form = rng.random() < chance, rng.random() < 0.7, rng.randrange(2)
        if words is None or not there:
            continue
        values = {"word": words[position], **{name: product.get(name) for name in ("name", "width", "depth", "height")}}
        values["weight"] = product.get("weight")
        found.append(_text("short", language, _SHORT[language][form].format(**values)))
        if whole:
            found.append(_text("long", language, _LONG[language].format(**values)))
    return found


def _text(kind: str | None, language: str | None, text: str | None) -> Record:
    return {"type": kind, "language": language, "description": text}


# Laid over the products after the first few, one entry each.
ODD: tuple[list[Record], ...] = (
    [
        _text("long", "nl", "<p onclick=\"document.title='x'\">Zware stof<script>alert('omschrijving')</script></p>"),
        _text("long", "en", '<img src=x onerror="alert(1)"><a href="javascript:alert(2)">click</a> heavy cloth'),
        _text("short", "nl", "<b>vet</b> & <i>cursief</i> &lt;geen tag&gt;"),
    ],
    [
        _text("long", "nl", '<iframe src="https://example.com"></iframe><form action="https://example.com"><input '
              'name=q></form><style>body{display:none}</style><svg onload=alert(3)></svg>Wat overblijft'),
        _text("long", "de", '<a href="data:text/html,<script>alert(4)</script>">Daten</a><meta http-equiv=refresh '
              'content="0;url=https://example.com"><base href="https://example.com/">'),
    ],
    [_text("long", "nl", "<ul><li>niet <b>gesloten<li>ook <em>niet<table><tr><td>cel"), _text("short", "nl", "")],
    [_text("long", "nl", None), _text(None, "nl", "Zonder soort"), _text("short", None, "Zonder taal"),
     _text(None, None, None)],
    [_text("short", "fy", "Stoel yn it Frysk"), _text("zorgadvies", "nl", "Onbekende soort"),
     _text("short", "nl", "Eerste tekst"), _text("short", "nl", "Tweede tekst van dezelfde soort")],
    [_text("long", "nl", "Zeer lange tekst zonder einde. " * 700)],
    [_text("short", "nl", "\u202eomgekeerd\u202c en \u200fרחוק\u200e"), _text("short", "en", "=1+1"),
     _text("long", "en", '=HYPERLINK("https://example.com")')],
    [_text("webshop", "nl", "<h1>Kop van een ander</h1><p>Met <span style=\"position:fixed;top:0\">vlag</span>.</p>")],
)  # fmt: skip
FIRST_ODD = 32
