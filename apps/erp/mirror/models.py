"""Tables of the mirror: what every mirrored record has, what could not be read, which texts and fields were seen."""

from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.logictrade import codec


class KeyField(models.CharField):  # type: ignore[type-arg]
    """A folded key, ordered by code point on both engines so that a B-tree serves prefixes."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        kind = super().db_type(connection)
        return f'{kind} COLLATE "C"' if connection.vendor == "postgresql" else kind


class RemoteIdField(models.BigIntegerField):  # type: ignore[type-arg]
    """LogicTrade's own id as the key of a row: on SQLite the rowid itself, not a second tree beside it."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Searchable(models.Model):
    """A row that `apps.erp.mirror.search` finds: exact number, prefixes, and any piece of the search key."""

    number_key = KeyField(max_length=80, default="", blank=True, db_index=True)
    name_key = KeyField(max_length=120, default="", blank=True, db_index=True)
    search_key = models.TextField(default="", blank=True)

    class Meta:
        abstract = True


class MirroredRecord(models.Model):
    """One record of LogicTrade as last received. ``id`` is LogicTrade's own; ``data`` is its JSON by the codec."""

    # Whether the table gets a search index (then it must also be Searchable).
    searchable: ClassVar[bool] = False

    id = RemoteIdField(primary_key=True)
    number = models.CharField(max_length=80, default="", blank=True, db_index=True)
    data = models.TextField()
    content_hash = models.CharField(max_length=64)
    remote_modified = models.DateTimeField(null=True, blank=True)
    # By our clock, when the read (or write) that made this row began: a later read wins, whatever its dates say.
    read_began_at = models.DateTimeField()
    synced_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def raw(self) -> dict[str, Any]:
        """The record as received, numbers as Decimal."""
        return codec.loads(self.data)  # type: ignore[no-any-return]


class Quarantined(models.Model):
    """A record that could not be understood; the rest of its page went on."""

    resource = models.CharField(max_length=40)
    remote_id = models.CharField(max_length=80, default="", blank=True)
    field = models.CharField(max_length=200, default="", blank=True)
    reason = models.CharField(max_length=300)
    data = models.TextField()
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    # Somebody asked to read it again, and the worker has not done so yet.
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "remote_id", "field"], name="quarantined_once")]
        ordering = ["-last_seen_at"]


class FieldDrift(models.Model):
    """A field that was not as the contract says, counted per day; the record was kept and the field left empty."""

    resource = models.CharField(max_length=40)
    field = models.CharField(max_length=200)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    example = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "field", "day"], name="drift_once_a_day")]


class SeenText(models.Model):
    """A display text met in a coded field, so that the settings page can ask for its code."""

    table = models.CharField(max_length=40)
    text = models.CharField(max_length=200)
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "text"], name="seen_text_once")]
        ordering = ["table", "text"]


class FieldChange(models.Model):
    """One field of a mirrored record that was found changed in LogicTrade, when we noticed it.

    ``old`` and ``new`` are JSON by the codec, cut when long (`apps.erp.mirror.history`); empty means nothing there,
    or erased. A record that left LogicTrade, or came back, has a row of its own without a field.
    """

    class What(models.TextChoices):
        FIELD = "field"
        # So many fields changed at once that only the first were kept; ``new`` says how many more.
        MORE = "more"
        GONE = "gone"
        BACK = "back"

    resource = models.CharField(max_length=40)
    remote_id = models.BigIntegerField()
    what = models.CharField(max_length=8, choices=What.choices, default=What.FIELD)
    field = models.CharField(max_length=200, default="", blank=True)
    old = models.TextField(default="", blank=True)
    new = models.TextField(default="", blank=True)
    noticed_at = models.DateTimeField()
    # LogicTrade's own word on when, where the record carries one.
    remote_modified = models.DateTimeField(null=True, blank=True)
    # The write of ours that this reading followed; a plain number, so that the mirror stands without the outbox.
    write_id = models.UUIDField(null=True, blank=True)
    erased = models.BooleanField(default=False)

    class Meta:
        ordering = ["-noticed_at", "id"]
        indexes = [
            models.Index(fields=["resource", "remote_id", "-noticed_at"], name="field_change_of_record"),
            models.Index(fields=["noticed_at"], name="field_change_age"),
        ]
