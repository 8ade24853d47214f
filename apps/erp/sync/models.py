"""Where each resource's reading stands, so that any process may die at any time."""

from django.db import models


class SyncState(models.Model):
    """One row per resource: what runs, how far it is, and what is known to be complete (A5.3)."""

    class Phase(models.TextChoices):
        IDLE = "idle"
        FULL = "full"
        DELTA = "delta"
        SWEEP = "sweep"

    resource = models.CharField(max_length=40, primary_key=True)
    phase = models.CharField(max_length=8, choices=Phase.choices, default=Phase.IDLE)
    pass_no = models.PositiveIntegerField(default=0)
    page = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # What LogicTrade counted at the first page, and how many records the mirror did not have have come since then:
    # together they tell that something was removed meanwhile, even when as much was added.
    first_total = models.PositiveIntegerField(default=0)
    arrived = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    began_server_at = models.DateTimeField(null=True)
    modified_after = models.DateTimeField(null=True)
    newest = models.DateTimeField(null=True)
    # The list moved while it was read, so this pass alone proves nothing.
    shifted = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    # Modification time of the oldest record that could not be read: the mark must not pass it.
    held_at = models.DateTimeField(null=True)
    held_blind = models.BooleanField(default=False)
    # The last two complete passes, which a sweep compares, and when the earlier of them began.
    complete_pass = models.PositiveIntegerField(default=0)
    complete_began_at = models.DateTimeField(null=True)
    previous_pass = models.PositiveIntegerField(default=0)
    previous_began_at = models.DateTimeField(null=True)
    misses = models.PositiveIntegerField(default=0)
    # A complete pass was read, and what it missed has not been looked into yet.
    sweep_due = models.BooleanField(default=False)
    # High-water mark: every change up to here has been seen.
    high_water = models.DateTimeField(null=True)
    last_full_at = models.DateTimeField(null=True)
    last_delta_at = models.DateTimeField(null=True)
    last_ok_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="", blank=True)
    last_error_at = models.DateTimeField(null=True)
    not_granted = models.BooleanField(default=False)
    # A sweep that would remove too much waits for an operator's yes.
    sweep_waiting = models.PositiveIntegerField(default=0)
    sweep_approved = models.BooleanField(default=False)
    lease = models.CharField(max_length=32, default="", blank=True)
    lease_until = models.DateTimeField(null=True)

    # Others write these while a run holds the row.
    NOT_OURS = frozenset({"resource", "lease", "lease_until", "sweep_approved"})

    def keep(self) -> None:
        """Save what a run knows, leaving the lease and the operator's answer alone."""
        names = [field.name for field in self._meta.concrete_fields if field.name not in self.NOT_OURS]
        self.save(update_fields=names)


class SyncPage(models.Model):
    """The ids of one page of a pass: the checkpoint, and the set that a sweep compares with. A delta of more than one
    page has ``pass_no`` 0."""

    resource = models.CharField(max_length=40)
    pass_no = models.PositiveIntegerField()
    page = models.PositiveIntegerField()
    ids = models.TextField()
    # Records of this page that could not be read: they count when the pass is proved complete.
    set_aside = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "pass_no", "page"], name="sync_page_once")]


class Heartbeat(models.Model):
    """Signs of life of the worker; silence is the alarm."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
