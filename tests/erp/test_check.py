"""`erp check` against the stand-in in two dialects: what differs is named, nothing is written, guesses are judged."""

import io
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from apps.erp.report.check import Report, check
from apps.erp.report.guesses import GUESSES
from apps.erp.report.reads import READS, Asked, Survey
from apps.erp.report.shapes import compare
from apps.logictrade import schemas
from apps.logictrade.answers import Content, Reply, make_answer
from apps.logictrade.endpoints import ENDPOINTS

pytestmark = pytest.mark.django_db(transaction=True)


def surveyed():
    report = Report()
    list(check(report))
    return report, {guess.number: verdict for guess, verdict in report.verdicts}


def said():
    out = io.StringIO()
    call_command("erp", "check", stdout=out)
    return out.getvalue()


def test_the_default_dialect_holds_what_the_code_takes_for_granted(sandbox):
    report, verdicts = surveyed()
    assert {name: asked.verdict for name, asked in report.survey.asked.items()} == {read.name: "ok" for read in READS}
    assert not report.failed
    for number in ("2", "3", "6", "6b", "7", "8", "9", "11", "12", "18", "21", "8.1"):
        assert verdicts[number].word == "holds", (number, verdicts[number])
    assert "misschien</b>' cannot be read" in verdicts["23"].told
    assert verdicts["5"].word == "holds", verdicts["5"]
    assert "inclusive" in verdicts["5"].told
    assert verdicts["1"].word == "unknown"
    assert report.survey.rows("product.descriptions")
    assert report.survey.rows("product.references")
    assert verdicts["10"].word == "holds", verdicts["10"]
    assert "RateLimit-Limit" in verdicts["7"].told
    assert "clientId" in verdicts["8"].told


def test_the_contrary_dialect_is_told_apart(sandbox):
    sandbox.control.set_dialect("contrary")
    report, verdicts = surveyed()
    assert not report.failed
    assert "oldest first" in verdicts["6"].told
    assert "object" in verdicts["3"].told
    assert "X-RateLimit-Limit" in verdicts["7"].told
    assert "client_id" in verdicts["8"].told
    assert "without comments" in verdicts["8.1"].told
    assert "an envelope" in verdicts["11"].told
    for number in ("6", "8.1", "11", "18", "21"):
        assert verdicts[number].word == "differs", (number, verdicts[number])
    assert verdicts["5"].word == "differs", verdicts["5"]
    assert "exclusive" in verdicts["5"].told


@pytest.mark.parametrize(
    ("dialect", "number", "words"),
    [
        ({"discount_unit": "percent"}, "2", "a percentage"),
        ({"rate_headers": "none"}, "7", "no rate header"),
        ({"text_filter": "ignored"}, "21", "is ignored"),
        ({"modified_after": "exclusive"}, "5", "exclusive, but it fits"),
        ({"modified_after_zone": "shifted"}, "5", "1:00:00 later than we mean it; the overlap of 3:00:00 covers it"),
        ({"modified_after_zone": "dropped"}, "5", "1:00:00 earlier than we mean it"),
        ({"delivery_id": "own"}, "18", "its delivery"),
        ({"references_path": "absent"}, "10", "GET /rest/v1/products/{id}/references: NotFoundError"),
        ({"discount_one": "envelope"}, "11", "discount.product answers an envelope"),
        ({"discount_one": "absent"}, "11", "GET /rest/v1/discounts/products/{id}: NotFoundError"),
        ({"supplier_by_id": "absent"}, "12", "GET /rest/v1/suppliers/{id}: NotFoundError"),
    ],
)
def test_each_guess_that_does_not_hold_is_named(sandbox, dialect, number, words):
    sandbox.control.set_dialect(**dialect)
    verdict = surveyed()[1][number]
    assert (verdict.word, words in verdict.told) == ("differs", True), verdict


def test_every_reading_operation_of_the_master_data_is_asked():
    families = {"introspect", "customer", "supplier", "product", "group", "discount", "stock", "price", "composition"}
    reading = {name for name, endpoint in ENDPOINTS.items() if endpoint.reads and name.partition(".")[0] in families}
    assert reading <= {read.name for read in READS}
    assert len(reading) == 19


def test_nothing_is_written_and_lists_are_asked_as_the_contract_says(sandbox):
    surveyed()
    asked = sandbox.control.journal()
    assert {entry.method for entry in asked} <= {"GET", "POST"}
    posted = {entry.path for entry in asked if entry.method == "POST"}
    asking = {"/rest/v1/products/search", "/rest/v1/products/stock", "/rest/v1/products/prices"}
    assert posted == {"/authentication/introspect", *asking}
    assert sandbox.control.effects() == []


def test_the_terminal_names_operations_fields_and_guesses(sandbox):
    text = said()
    assert "GET /rest/v1/customers" in text
    assert "product.retrieve" in text
    assert "new field:" in text
    assert "guesses hold:" in text
    assert "could not be told:" in text


def test_a_right_that_lacks_is_said_and_no_failure(sandbox):
    sandbox.control.keys.set_scope("customer", "product")
    report, verdicts = surveyed()
    assert report.survey.asked["order.list"].verdict == "not granted"
    assert report.survey.asked["order.retrieve"].verdict == "skipped"
    assert not report.failed
    assert verdicts["8"].word == "differs"
    assert "order" in verdicts["8"].told


def test_a_path_that_is_missing_fails_the_command(sandbox, monkeypatch):
    monkeypatch.setitem(ENDPOINTS, "quote.list", replace(ENDPOINTS["quote.list"], path="/rest/v1/purchaseorders"))
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("erp", "check", stdout=out)
    assert "path missing quote.list" in " ".join(out.getvalue().split())


@pytest.mark.parametrize(
    ("dialect", "name"),
    [
        ({"references_path": "absent"}, "product.references"),
        ({"discount_one": "absent"}, "discount.customer"),
        ({"supplier_by_id": "absent"}, "supplier.retrieve"),
    ],
)
def test_a_path_that_was_guessed_wrong_is_missing(sandbox, dialect, name):
    sandbox.control.set_dialect(**dialect)
    report, _ = surveyed()
    assert report.survey.asked[name].verdict == "path missing"
    assert report.failed


LINK = {"id": 1, "type": "accessory", "productId": 30, "code": "LT30", "name": "Cushion", "reference": None}


@pytest.mark.parametrize(
    ("rows", "word", "told"),
    [
        ([LINK], "holds", "a bare list; fields: code, id, name, productId, reference, type"),
        ([{"id": 1, "type": "ean", "reference": "871"}], "differs", "shown as a plain table"),
        ([LINK | {"relation": "x"}], "differs", "relation"),
        ([], "unknown", "the products asked for have none"),
    ],
)
def test_references_are_told_by_what_they_name(rows, word, told):
    read = next(read for read in READS if read.name == "product.references")
    survey = Survey()
    answer = make_answer(read.endpoint, Reply(200, {}), Content("json", data=rows))
    survey.asked[read.name] = Asked(read, answer, compare(read.schema, rows, read.name))
    verdict = next(guess for guess in GUESSES if guess.number == "10").judge(survey)
    assert (verdict.word, told in verdict.told) == (word, True), verdict


@pytest.mark.parametrize(
    ("rows", "word", "told"),
    [
        ([{"id": 1, "images": ["http://x.nl/1.png", {"url": "http://x.nl/2.png"}]}], "holds", "in 1 products"),
        ([{"id": 1, "images": [{"id": 5, "url": ""}, None], "attributes": None}], "differs", "1 images"),
        ([{"id": 1, "attributes": [{"code": "K", "values": [{"id": 2}]}, {"name": "x"}]}], "differs", "2 properties"),
        ([], "unknown", "no product"),
    ],
)
def test_parts_of_products_that_lack_their_key_are_counted(rows, word, told):
    read = next(read for read in READS if read.name == "product.list")
    survey = Survey()
    answer = make_answer(read.endpoint, Reply(200, {}), Content("json", data={"pagination": {}, "results": rows}))
    survey.asked[read.name] = Asked(read, answer, compare(read.schema, rows, read.name))
    verdict = next(guess for guess in GUESSES if guess.number == "13").judge(survey)
    assert (verdict.word, told in verdict.told) == (word, True), verdict


def test_a_dead_key_stops_it(sandbox):
    sandbox.control.revoke_key()
    report = Report()
    list(check(report))
    assert "KeyRefused" in report.stopped
    with pytest.raises(CommandError):
        said()


def test_logictrade_away_stops_it(sandbox):
    sandbox.control.down()
    report = Report()
    list(check(report))
    sandbox.control.up()
    assert report.stopped
    assert report.failed


GOOD = {"id": 1, "code": "a", "groups": [{"id": 2, "parentId": 0, "code": "g", "description": "G"}]}


def test_fields_missing_new_and_of_another_type_are_named():
    shape = compare(schemas.Product, [GOOD | {"webshop": {"odd": 1}, "colour": "red"}], "product.list")
    assert "colour" in shape.new
    assert "salesPrice" in shape.missing
    assert "code" not in shape.missing
    assert any(line.startswith("webshop") for line in shape.other)


def test_nested_fields_have_their_path():
    row = GOOD | {"groups": [{"id": 2, "weight": 3}]}
    shape = compare(schemas.Product, [row], "product.list")
    assert "groups.weight" in shape.new
    assert "groups.parentId" in shape.missing


def test_a_field_that_one_record_has_is_not_missing_and_absent_objects_miss_nothing():
    shape = compare(schemas.Product, [GOOD, {"id": 2, "name": "x"}], "product.list")
    assert "name" not in shape.missing
    assert not any(path.startswith("supplier.") for path in shape.missing)


def test_records_that_cannot_be_understood_are_counted():
    shape = compare(schemas.Product, [{"id": "seven"}, 5], "product.list")
    assert len(shape.unreadable) == 2
    assert shape.records == 2
