"""Words for what a customer is."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.relations.models import Customer

KINDS: dict[str, Promise] = {Customer.Kind.BUSINESS: _("business"), Customer.Kind.PRIVATE: _("private")}
GONE = _("removed in LogicTrade")
