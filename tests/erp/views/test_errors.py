"""A LogicTrade error on its way to a person: sentence, own words, code, number, and a way on."""

import pytest
from django.http import HttpResponse

from apps.erp.middleware import LogicTradeErrorMiddleware
from apps.logictrade import errors

pytestmark = pytest.mark.django_db

CASES = [
    (errors.UnreachableError("no connection"), 503, "does not answer"),
    (errors.AnswerLostError("reset"), 502, "no answer that can be read"),
    (errors.RateLimitedError("wait", status=429), 503, "no more requests"),
    (errors.KeyRefusedError("no", status=401, code="LTA0003"), 502, "no longer accepts the key"),
    (errors.NotGrantedError("no", status=403), 502, "no right to this part"),
    (errors.NotFoundError("gone", status=404), 404, "no longer exists"),
    (errors.RefusedError("Leverwijze <b>ontbreekt</b>", status=400, code="LTA0103"), 422, "refused the request"),
]


@pytest.fixture
def request_of(rf, people):
    def make(method="get", **headers):
        from django_htmx.middleware import HtmxDetails

        request = getattr(rf, method)("/catalogue/products/7/?q=1", headers=headers)
        request.user = people["sales"]
        request.session = {}
        request.htmx = HtmxDetails(request)
        request.resolver_match = None
        return request

    return make


def answer_to(request, error):
    return LogicTradeErrorMiddleware(lambda _r: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize(("error", "status", "words"), CASES)
def test_a_page_with_sentence_and_status(request_of, error, status, words):
    answer = answer_to(request_of(), error)
    text = answer.content.decode()
    assert answer.status_code == status
    assert words in text
    assert "<html" in text
    assert error.code in text
    assert 'href="/catalogue/products/7/?q=1"' in text


def test_logictrades_own_words_are_shown_as_text(request_of):
    text = answer_to(request_of(), CASES[-1][0]).content.decode()
    assert "Leverwijze &lt;b&gt;ontbreekt" in text


def test_a_fragment_for_htmx(request_of):
    answer = answer_to(request_of(**{"HX-Request": "true"}), CASES[0][0])
    text = answer.content.decode()
    assert "<html" not in text
    assert 'role="alert"' in text
    assert "Try again" in text


def test_what_was_posted_is_not_offered_again_as_a_link(request_of):
    assert "Try again" not in answer_to(request_of("post"), CASES[0][0]).content.decode()


def test_other_errors_are_not_ours(request_of):
    assert answer_to(request_of(), ValueError("x")) is None
