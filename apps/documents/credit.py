"""Credit limits and promises to pay: ours alone, changed by people, recorded."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from apps.accounts.models import User
from apps.audit.actions import Action
from apps.audit.log import Actor, record
from apps.core import clock
from apps.core.access import may
from apps.documents.balance_models import LONGEST, CreditLimit, PaymentPromise
from apps.erp.mirror.texts import cut

EDIT = "credit.edit"
PROMISES_SHOWN = 20


class NotYoursError(Exception):
    """Only the author and an administrator may remove a promise."""


def limit_get(customer_id: int) -> CreditLimit | None:
    return CreditLimit.objects.filter(pk=customer_id).first()


def limits_of(customer_ids: Sequence[int]) -> dict[int, Decimal]:
    rows = CreditLimit.objects.filter(pk__in=list(customer_ids))
    return dict(rows.values_list("customer_id", "amount"))


@transaction.atomic
def limit_set(
    *, actor: Actor, user: User, customer_id: int, label: str, amount: Decimal | None, remark: str = ""
) -> CreditLimit | None:
    """Set a customer's limit; None takes it away. What is so already leaves no trace."""
    kept = CreditLimit.objects.select_for_update().filter(pk=customer_id).first()
    before = {"amount": kept.amount, "remark": kept.remark} if kept else {}
    after = {"amount": amount, "remark": cut(remark, 200)} if amount is not None else {}
    if before == after:
        return kept
    if amount is None:
        CreditLimit.objects.filter(pk=customer_id).delete()
        kept = None
    else:
        values = {**after, "set_by": user, "set_by_name": user.shown_name, "set_at": clock.now()}
        kept, _made = CreditLimit.objects.update_or_create(pk=customer_id, defaults=values)
    record(
        Action.CREDIT_LIMIT_SET, actor=actor, subject=f"customer:{customer_id}", label=label, before=before, after=after
    )
    return kept


@transaction.atomic
def promise_add(
    *,
    actor: Actor,
    author: User,
    customer_id: int,
    label: str,
    day: date | None = None,
    amount: Decimal | None = None,
    text: str = "",
) -> PaymentPromise:
    """Note what a customer said about paying."""
    promise = PaymentPromise.objects.create(
        customer_id=customer_id,
        day=day,
        amount=amount,
        text=cut(text, LONGEST),
        author=author,
        author_name=author.shown_name,
        created_at=clock.now(),
    )
    record(
        Action.PROMISE_ADDED,
        actor=actor,
        subject=f"customer:{customer_id}",
        label=label,
        after=_told(promise),
    )
    return promise


@transaction.atomic
def promise_remove(*, actor: Actor, user: User, promise: PaymentPromise, label: str) -> None:
    """Take a promise away; the audit log keeps it. Raises `NotYoursError`."""
    if not may_remove(user, promise):
        raise NotYoursError
    subject, told = f"customer:{promise.customer_id}", _told(promise)
    promise.delete()
    record(Action.PROMISE_REMOVED, actor=actor, subject=subject, label=label, before=told)


def may_remove(user: User, promise: PaymentPromise) -> bool:
    return promise.author_id == user.pk or may(user, "settings.edit")


def _told(promise: PaymentPromise) -> dict[str, object]:
    return {"day": promise.day.isoformat() if promise.day else "", "amount": promise.amount, "text": promise.text}


def promises_of(customer_id: int) -> list[PaymentPromise]:
    """The newest promises of a customer."""
    rows = PaymentPromise.objects.filter(customer_id=customer_id)
    return list(rows.order_by("-created_at", "-pk")[:PROMISES_SHOWN])


def promise_get(customer_id: int, pk: int) -> PaymentPromise | None:
    return PaymentPromise.objects.filter(customer_id=customer_id, pk=pk).first()


def last_promises(customer_ids: Sequence[int]) -> dict[int, PaymentPromise]:
    """The newest promise of each customer: one query."""
    found: dict[int, PaymentPromise] = {}
    for promise in PaymentPromise.objects.filter(customer_id__in=list(customer_ids)).order_by("created_at", "pk"):
        found[promise.customer_id] = promise
    return found
