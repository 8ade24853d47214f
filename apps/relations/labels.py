"""Words for the states of a customer."""

from django.utils.translation import gettext_lazy as _

GONE = _("removed in LogicTrade")
