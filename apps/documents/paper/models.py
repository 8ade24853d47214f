"""The letterhead and the texts around a paper: ours, one company's."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.documents.paper.content import DUTCH, ENGLISH
from apps.documents.paper.house import DEFAULT_COLOUR

VALID_DAYS = 30


class Letterhead(models.Model):
    """One row, with the key 1; until somebody fills it in, papers go without a head."""

    company = models.CharField(_("company"), max_length=120, default="", blank=True)
    address = models.TextField(_("address"), max_length=400, default="", blank=True)
    phone = models.CharField(_("phone"), max_length=40, default="", blank=True)
    email = models.CharField(_("e-mail"), max_length=254, default="", blank=True)
    website = models.CharField(_("website"), max_length=120, default="", blank=True)
    coc_number = models.CharField(_("CoC no."), max_length=40, default="", blank=True)
    vat_number = models.CharField(_("VAT no."), max_length=40, default="", blank=True)
    iban = models.CharField("IBAN", max_length=42, default="", blank=True)
    bic = models.CharField("BIC", max_length=11, default="", blank=True)
    colour = models.CharField(_("colour"), max_length=7, default=DEFAULT_COLOUR)
    footer_nl = models.TextField(_("foot in Dutch"), max_length=400, default="", blank=True)
    footer_en = models.TextField(_("foot in English"), max_length=400, default="", blank=True)
    valid_days = models.PositiveSmallIntegerField(
        _("days that a quote stands"), default=VALID_DAYS, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    logo = models.BinaryField(null=True, blank=True)
    logo_format = models.CharField(max_length=3, default="", blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)


class PaperText(models.Model):
    """Texts of one kind of paper in one language; what is empty stays empty, a missing row gives the usual texts."""

    class Language(models.TextChoices):
        DUTCH = DUTCH, _("Dutch")
        ENGLISH = ENGLISH, _("English")

    kind = models.CharField(max_length=16)
    language = models.CharField(max_length=2, choices=Language.choices)
    intro = models.TextField(_("above the lines"), max_length=2000, default="", blank=True)
    closing = models.TextField(_("below the totals"), max_length=2000, default="", blank=True)
    subject = models.CharField(_("subject of the mail"), max_length=200, default="", blank=True)
    body = models.TextField(_("text of the mail"), max_length=4000, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="paper_text_once")]
