"""Which pictures a card may show, and that a page's policy allows their places and nothing else."""

import pytest
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.test import RequestFactory

from apps.catalogue.images import MOST, allow, pictures
from apps.logictrade.schemas.catalogue import ImageFields


def images(*urls):
    return [ImageFields(url=url, name="Foto", sequence=n) for n, url in enumerate(urls)]


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://cdn.example.com/a.jpg?x=1", "https://cdn.example.com"),
        ("http://plaatjes.example.nl:8080/a.png", "http://plaatjes.example.nl:8080"),
        ("HTTPS://CDN.Example.com/A.jpg", "https://cdn.example.com"),
    ],
)
def test_web_addresses_are_shown(url, origin):
    assert [(one.url, one.origin) for one in pictures(images(url))] == [(url, origin)]


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "//cdn.example.com/a.jpg",
        "/a.jpg",
        "ftp://example.com/a.jpg",
        "https://",
        "https://user@example.com/a.jpg",
        "https://example.com;script-src *;/a.jpg",
        "https://example.com *.evil.example/a.jpg",
        "https://exa mple.com/a.jpg",
        "https://example.com:99999999/a.jpg",
        "https://[::1/a.jpg",
        "https://*/a.jpg",
        "https://example.com/\na.jpg",
        "https://example.com/" + "a" * 3000,
    ],
)
def test_everything_else_is_not(url):
    assert pictures(images(url)) == ()


def test_the_order_is_logictrades_and_there_is_an_end_to_it():
    found = pictures([*images(*(f"https://a.example/{n}.jpg" for n in range(40)))][::-1])
    assert [one.url for one in found] == [f"https://a.example/{n}.jpg" for n in range(MOST)]


def policy_of(response):
    middleware = ContentSecurityPolicyMiddleware(lambda request: response)
    rules = middleware(RequestFactory().get("/")).headers["Content-Security-Policy"].split("; ")
    return dict(rule.split(" ", 1) for rule in rules)


def test_only_the_places_of_these_pictures_are_allowed(settings):
    plain = policy_of(HttpResponse())
    loosened = policy_of(allow(HttpResponse(), pictures(images("https://a.example/1.jpg", "https://a.example/2.jpg"))))
    assert loosened.pop("img-src") == f"{plain.pop('img-src')} https://a.example"
    assert loosened == plain
    assert "https://a.example" not in str(settings.SECURE_CSP)


def test_without_pictures_nothing_changes():
    assert policy_of(allow(HttpResponse(), ())) == policy_of(HttpResponse())
