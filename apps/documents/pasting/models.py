"""Lists pasted into drafts: each paste, what became of its rows, and what was learned of a customer's words."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models

from apps.erp.mirror.models import KeyField


class LearnedWords(models.Model):
    """What one customer means by some words, because a person chose so when they were pasted. Ours alone."""

    LONGEST: ClassVar[int] = 120

    customer_id = models.BigIntegerField()
    # As they were pasted; the key is folded.
    words = models.CharField(max_length=200)
    words_key = KeyField(max_length=LONGEST)
    product_id = models.BigIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()
    # How often they were understood since, and when last.
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer_id", "words_key"], name="learned_words_once")]

    def __str__(self) -> str:
        return self.words


class Paste(models.Model):
    """A text that was pasted into a draft; ``id`` comes with the form, so that one form pastes once."""

    id = models.UUIDField(primary_key=True)
    draft = models.ForeignKey("documents.Draft", on_delete=models.CASCADE, related_name="pastes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=150)
    created_at = models.DateTimeField()


class PastedRow(models.Model):
    """A row of a paste and what became of it. It stays beside the draft until a person has dealt with it."""

    class State(models.TextChoices):
        ADDED = "added"
        WAITING = "waiting"
        PROSE = "prose"
        DROPPED = "dropped"

    paste = models.ForeignKey(Paste, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices)
    row = models.TextField()
    # By what the customer named it, and what was read of it.
    told = models.CharField(max_length=200, default="", blank=True)
    words = models.CharField(max_length=200, default="", blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=3, default=Decimal(1))
    price = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    odd = models.CharField(max_length=80, default="", blank=True)
    # Products that it may mean, best first, with why: [[id, "name"], …].
    candidates = models.JSONField(default=list, blank=True)
    line = models.ForeignKey("documents.DraftLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["paste__created_at", "place"]
        constraints = [models.UniqueConstraint(fields=["paste", "place"], name="pasted_row_once")]
