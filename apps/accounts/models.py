"""The user: sign-in name, name as shown, and the preferences that follow a person to every screen."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.accounts.roles import holds


class User(AbstractUser):
    class Theme(models.TextChoices):
        SYSTEM = "", _("As the computer")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Language(models.TextChoices):
        BROWSER = "", _("As the browser")
        DUTCH = "nl", "Nederlands"
        ENGLISH = "en", "English"

    class Density(models.TextChoices):
        COMPACT = "", _("Compact")
        COMFORTABLE = "comfortable", _("Comfortable")

    display_name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True, choices=Language)
    theme = models.CharField(_("theme"), max_length=5, blank=True, choices=Theme)
    density = models.CharField(_("density"), max_length=11, blank=True, choices=Density)
    single_keys = models.BooleanField(_("single-letter keys"), default=True)

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return self.shown_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held; read once per user object, that is once per request."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """By role alone: Django's superuser, who may do all without one, does not exist here."""
        return holds(self, perm)
