"""What people keep about lists: saved views, and the columns and first view that each person chose."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A named address of a list: its filter, order and columns as a query string.

    ``page`` is the name of the list's address ("relations:customer_list"). Shared ones show to everybody who may open
    the list.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=80)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(default="", blank=True)
    shared = models.BooleanField(_("shared"), default=False)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_name_once")]
        indexes = [models.Index(fields=["page", "shared"], name="saved_view_of_page")]

    def __str__(self) -> str:
        return self.name


class ListLayout(models.Model):
    """One person's way with one list: the columns in order, their widths, and the view that opens first."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=80)
    # Names with commas between; empty means as the list declares them.
    columns = models.TextField(default="", blank=True)
    # Pixels by name of column, of hidden ones too; who is not among them is as wide as it fits.
    widths = models.JSONField(default=dict, blank=True)
    home = models.ForeignKey(SavedView, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "page"], name="list_layout_once")]
