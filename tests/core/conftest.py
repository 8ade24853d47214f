"""The kit's own pages, over the kit's own addresses."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import translation

from apps.core import menu, panels

TEMPLATES = Path(__file__).parent / "kit" / "templates"


@pytest.fixture(autouse=True)
def _kit(settings: Any) -> Any:
    """Addresses and templates of the demonstration pages, and registries that forget what a test adds."""
    engine = settings.TEMPLATES[0]
    options = engine["OPTIONS"] | {"loaders": LOADERS}
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], TEMPLATES], "OPTIONS": options}]
    settings.ROOT_URLCONF = "tests.core.kit.urls"
    items, shown = dict(menu._items), dict(panels._panels)
    menu._items.clear()
    panels._panels.clear()
    with translation.override("en"):
        yield
    menu._items.clear()
    menu._items.update(items)
    panels._panels.clear()
    panels._panels.update(shown)


LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]


@pytest.fixture
def reader(db: None) -> Any:
    """Somebody who is signed in and reads English."""
    user = get_user_model().objects.create(username="sanne", first_name="Sanne", is_staff=True)
    for name, value in {"display_name": "Sanne de Boer", "language": "en"}.items():
        if hasattr(user, name):
            setattr(user, name, value)
    user.save()
    return user


@pytest.fixture
def client(reader: Any) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(reader)
    return found


@pytest.fixture
def crowd(reader: Any) -> int:
    """119 more people, so that there are 120 and three pages."""
    people = get_user_model()
    people.objects.bulk_create(
        people(username=f"person {number:03}", first_name="Vlissingen", is_staff=number % 2 == 0)
        for number in range(119)
    )
    return 120
