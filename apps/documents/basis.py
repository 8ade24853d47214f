"""In which basis amounts stand: with or without VAT, an open question of the contract that one setting answers."""

from django.conf import settings
from django.utils.translation import gettext as _


def prices_include_vat() -> bool:
    return bool(settings.LOGICTRADE_PRICES_INCLUDE_VAT)


def basis_text() -> str:
    """For the foot of a list or card. Nobody has confirmed the basis on a live account yet (open question 1)."""
    if prices_include_vat():
        return _("Prices include VAT (unconfirmed)")
    return _("Prices exclude VAT (unconfirmed)")
