"""Signing in as a browser does."""

from typing import Any

from django.http import HttpResponse
from django.test import Client

LOGIN = "/accounts/login/"
PASSWORD = "correct horse battery"


def sign_in(client: Client, name: str = "sales", password: str = PASSWORD, **extra: Any) -> HttpResponse:
    data = {"login": name, "password": password} | extra.pop("data", {})
    return client.post(LOGIN, data, **extra)  # type: ignore[return-value]


def body(response: Any) -> str:
    return str(response.content.decode())
