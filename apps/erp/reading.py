"""The way on from a list that LogicTrade has not filled yet."""

from django.utils.translation import gettext_lazy as _

from apps.core.pages import Action

# For `ListPage.empty_actions`.
SEE_READING = (Action(_("See how far the reading is"), "erp:status", "status.view", primary=False),)
