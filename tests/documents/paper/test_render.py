"""The PDF itself: what stands in it, on which page, and that hostile texts are only texts."""

import time
from decimal import Decimal
from typing import Any

import pytest

from apps.documents.paper.house import House, Logo, Wording
from apps.documents.paper.render import FONTS, fonts, pdf, pictures
from tests.documents.paper.samples import HOUSE, WORDING, line, pages, paper, text_of


def test_one_page_with_everything_on_it() -> None:
    text = text_of(pdf(paper(), HOUSE, WORDING))
    for wanted in (
        "Meubelhuis Walcheren B.V.",
        "Hotel De Zeeuwse Kust B.V.",
        "4382 AD  Vlissingen",
        "Offerte O26-10530",
        "PO 4711",
        "LT00000001",
        "Barstoel nummer 1",
        "2.469,00",
        "NL91 ABNA 0417 1643 00",
        "Graag bieden wij u het volgende aan.",
        "Joris Vos",
    ):
        assert wanted in text, wanted


def test_a_long_paper_repeats_its_head_and_counts_its_pages() -> None:
    found = pages(pdf(paper([line(n) for n in range(1, 121)], language="en"), HOUSE, WORDING))
    assert len(found) > 2
    for number, page in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in page
        assert "Description" in page or "Total incl. VAT" in page
    text = "\n".join(found)
    assert all(f"LT{n:08}" in text for n in range(1, 121))
    assert "Quote O26-10530" in found[-1]


def test_a_heading_is_never_the_last_on_a_page_and_comes_again() -> None:
    for before in range(14, 40):
        lines = [line(n) for n in range(before)]
        lines += [line(role="heading", description="Zolderkamer", amount=None), *(line(n) for n in range(100, 130))]
        found = pages(pdf(paper(lines, language="en"), HOUSE, WORDING))
        for page in found:
            below = page.partition("Zolderkamer")[2]
            assert ("Zolderkamer" in page) == ("LT000001" in below or "Subtotal Zolderkamer" in below)
            assert "LT000001" not in page.partition("Zolderkamer")[0]


def test_the_total_is_never_torn_from_its_parts() -> None:
    for count in range(18, 34):
        found = pages(pdf(paper([line(n) for n in range(count)], language="en"), HOUSE, WORDING))
        [last] = [page for page in found if "Total incl. VAT" in page]
        assert "Total excl. VAT" in last


HOSTILE = (
    '#read("/etc/passwd")',
    '#{panic("no")}',
    '#import "@preview/cetz:0.3.0"',
    "*bold* _italic_ $x^2$ `raw` <label> @reference",
    "= Heading\n- list\n+ enum\n/ term: x",
    "\\u{41} \\ // comment /* comment */",
    '{"sheet": "x"} " \' \\',
    "[#sheet.title] #show: none",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_in_any_place_is_text(hostile: str) -> None:
    flat = hostile.replace("\n", " ")
    made = paper(
        [line(code=flat[:30], description=hostile, comment=hostile)],
        number=flat[:40],
        party_name=flat,
        address=(flat,),
        comment=hostile,
        payment_terms=flat,
    )
    house = House(company=flat, address=(flat,), footer=hostile, website=flat)
    text = text_of(pdf(made, house, Wording(intro=hostile, closing=hostile)))
    wanted = "".join(hostile.split())
    assert wanted in "".join(text.split())
    assert "root:" not in text


def test_every_alphabet_and_a_character_of_no_font_give_a_paper() -> None:
    text = text_of(pdf(paper([line(description="Łódź Ø ß 😀🚚 שלום مرحبا 日本語")]), HOUSE, WORDING))
    assert "Łódź Ø ß" in text
    assert "😀🚚" in text


def test_words_without_an_end_stay_inside_the_page() -> None:
    content = pdf(paper([line(code="W" * 60, description="W" * 400, comment="x" * 3000)]), HOUSE, WORDING)
    text = text_of(content).replace("\u200b", "")
    assert "W" * 400 in "".join(text.split())
    assert max(len(row) for row in text.split("\n") if row.startswith("WW")) < 40


def test_a_text_of_many_pages_is_all_there() -> None:
    words = " ".join(f"woord{n}" for n in range(4000))
    text = text_of(pdf(paper([line(description="x", comment=words)]), HOUSE, WORDING))
    assert "woord3999" in text


def test_a_concept_says_so_on_every_page() -> None:
    found = pages(pdf(paper([line(n) for n in range(60)], mark="draft"), HOUSE, WORDING))
    assert all("Concept" in page or "CONCEPT" in page for page in found)


def test_a_copy_says_so() -> None:
    assert "COPY" in text_of(pdf(paper(kind="invoice", mark="copy", language="en"), HOUSE, WORDING))


def test_without_a_letterhead_there_is_still_a_paper() -> None:
    assert "Barstoel nummer 1" in text_of(pdf(paper(), House(), Wording()))


def test_nothing_to_sell_is_a_paper_too() -> None:
    assert "0,00" in text_of(pdf(paper([]), HOUSE, WORDING))


def test_it_is_a_tagged_pdf_a() -> None:
    content = pdf(paper(), HOUSE, WORDING)
    assert b"pdfaid" in content
    assert b"/StructTreeRoot" in content or b"/MarkInfo" in content


def test_only_our_own_fonts_are_used() -> None:
    assert {font.path for font in fonts().fonts()} == {str(path) for path in FONTS.glob("*.ttf")}


def test_a_picture_of_each_page() -> None:
    found = pictures(paper([line(n) for n in range(60)]), HOUSE, WORDING, ppi=30)
    assert len(found) == 2
    assert all(page.startswith(b"\x89PNG") for page in found)


def test_a_logo_is_drawn(make_png: Any) -> None:
    plain = pdf(paper(), HOUSE, WORDING)
    house = House(company="Walcheren", logo=Logo("png", make_png(60, 20)))
    assert b"/Image" in pdf(paper(), house, WORDING)
    assert b"/Subtype /Image" not in plain


def test_a_page_takes_less_than_a_second() -> None:
    made = paper([line(n, discount=Decimal(5)) for n in range(120)])
    pdf(made, HOUSE, WORDING)
    began = time.perf_counter()
    pdf(made, HOUSE, WORDING)
    assert time.perf_counter() - began < 1
