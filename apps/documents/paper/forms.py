"""The forms of the letterhead and of the texts."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as NumberError

from apps.core.forms import ModelForm
from apps.documents.paper.colour import LEAST_CONTRAST, contrast_on_white, is_colour
from apps.documents.paper.house import Logo
from apps.documents.paper.letterhead import FIELDS
from apps.documents.paper.logo import MOST_BYTES, LogoError, read_logo
from apps.documents.paper.models import Letterhead, PaperText
from apps.documents.paper.texts import BLANKS, unknown_blanks
from apps.erp import checks

MOST_ADDRESS_LINES = 5


class LetterheadForm(ModelForm):
    """What stands on top of and below every paper. Numbers that cannot be right are refused: customers pay by them."""

    logo_file = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.svg,image/png,image/jpeg,image/svg+xml"}),
        help_text=gettext_lazy("PNG, JPEG or SVG, at most 300 kB. It is shown 22 mm high and at most 75 mm wide."),
    )
    drop_logo = forms.BooleanField(label=gettext_lazy("Without a logo"), required=False)

    class Meta:
        model = Letterhead
        fields = FIELDS
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "address": forms.Textarea({"rows": 3}),
            "footer_nl": forms.Textarea({"rows": 2}),
            "footer_en": forms.Textarea({"rows": 2}),
            "colour": forms.TextInput({"type": "color"}),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "colour": gettext_lazy("Of titles and lines. It must be dark enough to be read on white paper."),
            "footer_nl": gettext_lazy("Such as the terms that hold."),
        }

    def clean_company(self) -> str:
        company = self.cleaned_data["company"].strip()
        if not company:
            raise ValidationError(_("Fill this in"))
        return str(company)

    def clean_address(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDRESS_LINES:
            raise ValidationError(_("At most %(n)d lines fit") % {"n": MOST_ADDRESS_LINES})
        return "\n".join(lines)

    def clean_colour(self) -> str:
        colour = self.cleaned_data["colour"].lower()
        if not is_colour(colour):
            raise ValidationError(_("Type a colour such as #1b5b9a"))
        if contrast_on_white(colour) < LEAST_CONTRAST:
            raise ValidationError(_("This colour is too light to be read on white paper. Choose a darker one"))
        return str(colour)

    def clean_coc_number(self) -> str:
        return self._checked("coc_number", checks.check_coc)

    def clean_vat_number(self) -> str:
        return self._checked("vat_number", checks.check_vat).upper()

    def clean_phone(self) -> str:
        return self._checked("phone", checks.check_phone)

    def clean_email(self) -> str:
        return self._checked("email", checks.check_email)

    def clean_iban(self) -> str:
        text = self._checked("iban", checks.check_iban)
        return str(iban.format(text)) if text else ""

    def clean_bic(self) -> str:
        text = self.cleaned_data["bic"].strip()
        try:
            return str(bic.validate(text)) if text else ""
        except NumberError as error:
            raise ValidationError(_("This is no BIC: it has 8 or 11 letters and digits")) from error

    def _checked(self, name: str, check: Any) -> str:
        text = str(self.cleaned_data[name]).strip()
        if odd := check(text):
            raise ValidationError(odd)
        return text

    def clean_logo_file(self) -> Logo | None:
        posted = self.cleaned_data["logo_file"]
        if posted is None:
            return None
        try:
            # One byte more than may be: the rest of a large file is not even read.
            return read_logo(posted.read(MOST_BYTES + 1))
        except LogoError as error:
            raise ValidationError(str(error)) from error


class TextsForm(ModelForm):
    """The texts of one kind of paper in one language."""

    class Meta:
        model = PaperText
        fields = ("intro", "closing", "subject", "body")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "intro": forms.Textarea({"rows": 5}),
            "closing": forms.Textarea({"rows": 5}),
            "body": forms.Textarea({"rows": 9}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self._meta.fields or ():
            odd = unknown_blanks(str(cleaned.get(name) or ""))
            if odd:
                known = ", ".join(f"{{{blank}}}" for blank in BLANKS)
                words = _("{%(odd)s} is not known. There are: %(known)s") % {"odd": odd[0], "known": known}
                self.add_error(name, words)
        return cleaned

    def clean_subject(self) -> str:
        subject = " ".join(self.cleaned_data["subject"].split())
        if not subject:
            raise ValidationError(_("Fill this in"))
        return subject
