"""The letterhead of the demo's invented company, as its administrator would have filled it in."""

from apps.audit.log import Actor
from apps.documents.paper.house import Logo
from apps.documents.paper.letterhead import letterhead_get, letterhead_save
from apps.documents.paper.models import VALID_DAYS

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 236 64">'
    '<g fill="#1b5b9a"><rect width="64" height="64" rx="6"/><rect x="76" y="50" width="160" height="4"/></g>'
    '<g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"><path d="M18 14v36M18 34h28M46 34v16"/></g>'
    '<text x="76" y="38" font-family="Inter" font-size="30" font-weight="600" fill="#181f27"'
    ' textLength="158" lengthAdjust="spacingAndGlyphs">Walcheren</text></svg>'
)
# All numbers pass their checks and belong to nobody.
_VALUES = {
    "company": "Meubelhuis Walcheren B.V.",
    "address": "Nijverheidsweg 12\n4338 PT  Middelburg",
    "phone": "0118 555 012",
    "email": "verkoop@walcheren.example",
    "website": "www.walcheren.example",
    "coc_number": "12345678",
    "vat_number": "NL000099998B57",
    "iban": "NL91 ABNA 0417 1643 00",
    "bic": "ABNANL2A",
    "colour": "#1b5b9a",
    "footer_nl": "Op al onze aanbiedingen en leveringen zijn onze algemene voorwaarden van toepassing.",
    "footer_en": "Our general terms and conditions apply to all our offers and deliveries.",
    "valid_days": VALID_DAYS,
}


def fill_letterhead() -> None:
    """Once; what was changed by hand stays as it is."""
    if not letterhead_get().company:
        letterhead_save(actor=Actor.system("demo"), values=_VALUES, logo=Logo("svg", _LOGO.encode()))
