"""The append-only log: a chain of signed rows, the details they vouch for, the head, and the results of checks."""

from django.db import models


class AuditEntry(models.Model):
    """One link of the chain. Written by `log.record` alone; the database refuses to change or delete it."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # The number and a copy of the name, not a relation: the log outlives the user and knows no user table.
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=100)
    label = models.CharField(max_length=300)
    details_hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    format = models.PositiveSmallIntegerField()
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("-seq",)
        indexes = [
            models.Index(fields=("subject", "-seq"), name="audit_subject"),
            models.Index(fields=("actor_name", "-seq"), name="audit_actor"),
            models.Index(fields=("action", "-seq"), name="audit_action"),
            models.Index(fields=("at",), name="audit_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class AuditDetails(models.Model):
    """What the entry vouches for by a salted hash only, so that it can be erased and the chain still verifies.

    ``before``, ``after`` and ``answer`` are JSON as text, which keeps decimals digit by digit.
    """

    entry = models.OneToOneField(
        AuditEntry, on_delete=models.DO_NOTHING, primary_key=True, db_column="seq", related_name="details"
    )
    before = models.TextField()
    after = models.TextField()
    answer = models.TextField()
    request_id = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"details of {self.pk}"


class AuditHead(models.Model):
    """The single row that says where the chain ends; locked while a row is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"


class AuditCheck(models.Model):
    """One verification: asked for (``whole`` is None), then its result, so that the page can say when the chain was
    last found whole.
    """

    at = models.DateTimeField()
    upto = models.BigIntegerField(default=0)
    whole = models.BooleanField(null=True)
    erased = models.BigIntegerField(default=0)
    # One line per problem, in English, for the operator; empty when whole.
    problems = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.whole} up to {self.upto}"

    @property
    def first_problem(self) -> str:
        return self.problems.partition("\n")[0]
