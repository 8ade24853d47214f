"""The settings pages: what is taken, what is refused, what is audited, and that papers follow."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEntry
from apps.documents.paper.content import LANGUAGES
from apps.documents.paper.letterhead import letterhead_get, texts_get
from apps.documents.paper.texts import KINDS, fill, fill_line, unknown_blanks, usual_texts
from tests.documents.paper.samples import text_of

pytestmark = pytest.mark.django_db
GOOD = {
    "company": "Meubelhuis Walcheren B.V.",
    "address": "Nijverheidsweg 12\r\n4338 PT  Middelburg",
    "phone": "0118 555012",
    "email": "verkoop@walcheren.example",
    "website": "www.walcheren.example",
    "coc_number": "12345678",
    "vat_number": "NL004495445B01",
    "iban": "NL91ABNA0417164300",
    "bic": "ABNANL2A",
    "colour": "#7a1f3d",
    "footer_nl": "Op alles onze voorwaarden.",
    "footer_en": "Our terms apply.",
    "valid_days": "21",
}
URL = "/settings/letterhead/"


@pytest.fixture
def admin(as_role: Any) -> Client:
    return as_role("admin")


def test_saving_is_audited_and_seen_on_paper(admin: Client) -> None:
    assert admin.post(URL, GOOD).status_code == 303
    row = letterhead_get()
    assert (row.iban, row.valid_days) == ("NL91 ABNA 0417 1643 00", 21)
    [entry] = AuditEntry.objects.filter(action="letterhead:changed")
    assert '"company"' in entry.details.after
    text = text_of(admin.get(f"{URL}preview.pdf", {"lang": "nl"}).content)
    assert "Op alles onze voorwaarden." in text
    assert "NL91 ABNA 0417 1643 00" in text
    assert "Our terms apply." in text_of(admin.get(f"{URL}preview.pdf", {"lang": "en", "kind": "order"}).content)


def test_saving_the_same_again_is_nothing_new(admin: Client) -> None:
    admin.post(URL, GOOD)
    admin.post(URL, GOOD)
    assert AuditEntry.objects.filter(action="letterhead:changed").count() == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("company", " "),
        ("iban", "NL92ABNA0417164300"),
        ("vat_number", "NL123456789B01"),
        ("coc_number", "1234"),
        ("bic", "X"),
        ("email", "geen adres"),
        ("phone", "0000"),
        ("colour", "#ffff00"),
        ("colour", "red; x"),
        ("valid_days", "0"),
        ("valid_days", "9999"),
        ("address", "a\nb\nc\nd\ne\nf"),
    ],
)
def test_what_cannot_be_right_comes_back_with_all_that_was_typed(admin: Client, name: str, value: str) -> None:
    response = admin.post(URL, GOOD | {name: value, "website": "www.getypt.example"})
    assert response.status_code == 422
    page = response.content.decode()
    assert f'id="id_{name}_error"' in page
    assert "www.getypt.example" in page
    assert letterhead_get().company == ""


def test_a_logo_is_checked_kept_shown_and_dropped(admin: Client, make_png: Any) -> None:
    picture = make_png(60, 20)
    assert admin.post(URL, GOOD | {"logo_file": SimpleUploadedFile("logo.png", picture)}).status_code == 303
    shown = admin.get(f"{URL}logo/")
    assert shown.content == picture
    assert shown["Content-Type"] == "image/png"
    # Saving without a new one keeps it.
    admin.post(URL, GOOD | {"valid_days": "7"})
    assert bytes(letterhead_get().logo or b"") == picture
    admin.post(URL, GOOD | {"drop_logo": "on"})
    assert letterhead_get().logo is None
    assert admin.get(f"{URL}logo/").status_code == 404


def test_a_logo_that_is_none_is_refused(admin: Client) -> None:
    script = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    response = admin.post(URL, GOOD | {"logo_file": SimpleUploadedFile("logo.svg", script)})
    assert response.status_code == 422
    assert "plain SVG" in response.content.decode()


def test_texts_of_one_kind_and_language(admin: Client) -> None:
    url = f"{URL}texts/quote/en/"
    typed = {"intro": "Hello {customer}.", "closing": "Bye.", "subject": "Your quote {number}", "body": "See {number}"}
    assert "pleased to offer" in admin.get(url).content.decode()
    assert admin.post(url, typed).status_code == 303
    assert texts_get("quote", "en").subject == "Your quote {number}"
    assert texts_get("quote", "nl") == usual_texts("quote", "nl")
    text = text_of(admin.get(f"{URL}preview.pdf", {"lang": "en", "kind": "quote"}).content)
    assert "Hello Example customer." in text
    assert admin.post(f"{url}reset/").status_code == 303
    assert texts_get("quote", "en") == usual_texts("quote", "en")
    assert AuditEntry.objects.filter(action="letterhead:changed").count() == 2


def test_a_blank_that_is_not_known_is_refused(admin: Client) -> None:
    typed = {"intro": "{nummer}", "closing": "", "subject": "x", "body": ""}
    response = admin.post(f"{URL}texts/quote/nl/", typed)
    assert response.status_code == 422
    assert "{nummer}" in response.content.decode()


@pytest.mark.parametrize("path", ["", "logo/", "preview.pdf", "texts/quote/nl/"])
def test_only_the_administrator(as_role: Any, path: str) -> None:
    for role in ("sales", "finance", "viewer"):
        assert as_role(role).get(URL + path).status_code == 403


def test_unknown_kinds_and_languages_are_not_found(admin: Client) -> None:
    assert admin.get(f"{URL}texts/delivery/nl/").status_code == 404
    assert admin.get(f"{URL}texts/quote/fr/").status_code == 404
    assert admin.post(f"{URL}texts/quote/fr/reset/").status_code == 404
    assert admin.get(f"{URL}preview.pdf", {"lang": "fr", "kind": "x"}).status_code == 200


def test_the_settings_lead_here(admin: Client) -> None:
    assert URL in admin.get(reverse("erp:code_list")).content.decode()


def test_usual_texts_have_only_blanks_that_can_be_filled() -> None:
    for kind in KINDS:
        for language in LANGUAGES:
            for text in vars(usual_texts(kind, language)).values():
                assert unknown_blanks(text) == []


def test_lines_whose_blank_is_empty_are_left_out() -> None:
    values = {"number": "1", "valid_until": "", "customer": "{number}"}
    assert fill("a {number}\nuntil {valid_until}\nc {customer} {odd}", values) == "a 1\nc {number} {odd}"
    assert fill_line("Quote {number}\r\nBcc: x {valid_until}", values) == "Quote 1 Bcc: x"


def test_the_demos_letterhead_passes_its_own_checks() -> None:
    from apps.documents.paper.demo import _LOGO, _VALUES, fill_letterhead
    from apps.documents.paper.forms import LetterheadForm
    from apps.documents.paper.logo import read_logo

    form = LetterheadForm(_VALUES)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["iban"] == _VALUES["iban"]
    assert read_logo(_LOGO.encode()).format == "svg"
    fill_letterhead()
    fill_letterhead()
    assert letterhead_get().company == _VALUES["company"]
    assert AuditEntry.objects.filter(action="letterhead:changed").count() == 1
