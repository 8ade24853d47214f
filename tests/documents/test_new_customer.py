"""A draft for a customer who is still being made: it follows the customer's own write, whatever becomes of that."""

import uuid

import pytest

from apps.documents import new_customer
from apps.documents.models import Draft
from apps.erp.editing import record_create
from apps.erp.models import Write
from apps.erp.outbox.decide import write_cancel
from apps.erp.outbox.models import State
from apps.relations.models import Customer
from apps.relations.writes import CUSTOMER
from tests.documents.pasting.conftest import ACTOR

pytestmark = pytest.mark.django_db(transaction=True)
PATH = "/rest/v1/customers"


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.OUTBOX_WAIT_SECONDS = 0


@pytest.fixture
def make(people, synced):
    """The write of a new customer, and the draft that waits behind it."""

    def begin(name="Nieuw Wonen BV", *, replaces=None):
        write = record_create(
            actor=ACTOR,
            user=people["sales"],
            master=CUSTOMER,
            write_id=uuid.uuid4(),
            values={"companyName": name},
            label=name,
            twin_seen=True,
            replaces=replaces,
        )
        return write, new_customer.draft_for_new_customer(user=people["sales"], kind="quote", write=write, name=name)

    return begin


def again(draft):
    return Draft.objects.get(pk=draft.pk)


def test_the_draft_names_the_customer_once_it_is_confirmed(make, drain, synced):
    _write, draft = make()
    assert draft.customer_id is None
    assert "being made" in new_customer.pending(draft).sentence
    drain()
    made = Customer.objects.get(name="Nieuw Wonen BV")
    assert again(draft).customer_id == made.pk
    assert new_customer.pending(again(draft)) is None
    assert len(synced.control.journal(method="POST", path=PATH)) == 1


def test_a_form_posted_twice_is_one_draft(make, people):
    write, draft = make()
    same = new_customer.draft_for_new_customer(user=people["sales"], kind="quote", write=write, name="x")
    assert same.pk == draft.pk
    assert Draft.objects.count() == 1


def test_a_draft_begun_after_the_answer_knows_it_too(make, drain, people):
    write, _draft = make()
    drain()
    write.state = State.INTENT
    Draft.objects.all().delete()
    late = new_customer.draft_for_new_customer(user=people["sales"], kind="quote", write=write, name="x")
    assert late.customer_id == Write.objects.get(pk=write.pk).remote_id


def test_while_it_is_unknown_the_draft_stays_waiting_and_nothing_is_sent_twice(make, drain, synced, settings):
    synced.control.faults.add("reset_after", method="POST", path=PATH)
    write, draft = make()
    drain()
    assert Write.objects.get(pk=write.pk).state == State.UNKNOWN
    assert again(draft).customer_id is None
    assert new_customer.pending(again(draft)).doubtful
    Write.objects.filter(pk=write.pk).update(check_at=write.created_at)
    drain()
    assert again(draft).customer_id is not None
    assert len(synced.control.journal(method="POST", path=PATH)) == 1


def test_a_refused_customer_is_told_and_its_correction_is_followed(make, drain, synced):
    synced.control.faults.add("status", status=422, method="POST", path=PATH)
    write, draft = make()
    drain()
    stands = new_customer.pending(again(draft))
    assert stands.lost
    assert stands.correct_url.endswith(f"?again={write.pk}")
    assert again(draft).customer_id is None
    corrected, other = make("Nieuw Wonen 2 BV", replaces=write)
    assert not new_customer.pending(again(draft)).lost
    drain()
    assert again(draft).customer_id == again(other).customer_id == Write.objects.get(pk=corrected.pk).remote_id


def test_one_that_was_taken_back_may_be_replaced_by_a_known_customer(make, synced):
    write, draft = make()
    write_cancel(actor=ACTOR, write=Write.objects.get(pk=write.pk))
    assert new_customer.pending(again(draft)).lost
    known = Customer.objects.filter(gone_at=None).order_by("pk").first()
    new_customer.customer_choose(actor=ACTOR, draft=draft, customer_id=known.pk)
    assert (again(draft).customer_id, again(draft).customer_name) == (known.pk, known.name)
    assert new_customer.pending(again(draft)) is None
