"""What a customer's debts say against a document: overdue is said, over the limit an order waits."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from apps.core import dates
from apps.documents.models import CreditLimit, Document, Draft, DraftLine
from apps.documents.release import objections, release_problems
from apps.erp.models import CodeEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(people: Any) -> Draft:
    now = timezone.now()
    made = Draft.objects.create(kind="order", owner=people["sales"], customer_id=4, created_at=now, updated_at=now)
    DraftLine.objects.create(draft=made, position=1, code="A", quantity=2, part_price=Decimal(50), vat_percent=21)
    CodeEntry.objects.create(table="payment_condition", text="30 dagen", code="N30", days=30)
    return made


def owe(amount: int, days_ago: int) -> None:
    Document.objects.create(
        kind="invoice",
        remote_id=days_ago,
        number=f"F{days_ago}",
        party_id=4,
        date=dates.today() - timedelta(days=days_ago),
        total=amount,
        paid=0,
        payment_condition="N30",
        state="unpaid",
        synced_at=timezone.now(),
    )


def told(draft: Draft) -> list[tuple[str, bool]]:
    lines = list(DraftLine.objects.filter(draft=draft))
    return [(one.key, one.holds) for one in objections(draft, lines) if one.key in {"overdue", "credit"}]


def test_overdue_is_said_and_holds_nothing(draft: Draft) -> None:
    owe(100, 10)
    assert told(draft) == []
    owe(70, 40)
    assert told(draft) == [("overdue", False)]
    assert release_problems(draft, list(DraftLine.objects.filter(draft=draft))) == []


def test_the_document_itself_counts_towards_the_limit(draft: Draft) -> None:
    owe(100, 10)
    CreditLimit.objects.create(pk=4, amount=200, set_by_name="x", set_at=timezone.now())
    assert told(draft) == []
    CreditLimit.objects.update(amount=Decimal("199.99"))
    assert told(draft) == [("credit", True)]
    lines = list(DraftLine.objects.filter(draft=draft))
    [over] = [one for one in objections(draft, lines) if one.key == "credit"]
    assert "Over the credit limit of € 199.99 by € 0.01" in over.text
    assert [problem.field for problem in release_problems(draft, lines)] == ["release"]


def test_where_payments_are_not_known_nothing_is_said(draft: Draft, settings: Any) -> None:
    settings.LOGICTRADE_PAYMENTS = False
    owe(100, 40)
    CreditLimit.objects.create(pk=4, amount=1, set_by_name="x", set_at=timezone.now())
    assert told(draft) == []


def test_a_customer_that_is_still_being_made_owes_nothing(draft: Draft) -> None:
    Draft.objects.update(customer_id=None)
    assert told(Draft.objects.get()) == []
