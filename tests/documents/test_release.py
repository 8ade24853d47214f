"""What speaks against a document, and who lets it go all the same."""

from decimal import Decimal

import pytest

from apps.audit.models import AuditEntry
from apps.documents import release
from apps.documents.drafts import draft_create
from apps.documents.models import Draft, DraftLine, Release
from apps.documents.release import Objection
from tests.documents.pasting.conftest import ACTOR


@pytest.fixture
def objecting(monkeypatch):
    """Reasons as a higher app would register them: over a hundred euros, and a warning that holds nothing."""

    def check(draft, lines, amount):
        yield Objection("owes", "Owes € 10,00.", holds=False)
        if amount > 100:
            yield Objection("credit", "Over the credit limit.")

    monkeypatch.setattr(release, "_checks", [check])


def draft_of(user, kind="order", price="200.00"):
    draft = draft_create(actor=ACTOR, user=user, customer_id=4, customer_name="Hotel", kind=kind)
    line = DraftLine.objects.create(draft=draft, position=1, code="X", part_price=Decimal(price), vat_percent=21)
    return draft, [line]


@pytest.mark.usefixtures("objecting")
class TestHolding:
    def test_an_order_waits_and_a_quote_is_only_warned(self, people):
        assert [p.field for p in release.release_problems(*draft_of(people["sales"]))] == ["release"]
        quote = draft_of(people["sales"], kind="quote")
        assert release.release_problems(*quote) == []
        assert [one.key for one in release.standing(*quote).objections] == ["owes", "credit"]

    def test_nothing_that_holds_is_no_wait(self, people):
        assert release.release_problems(*draft_of(people["sales"], price="50.00")) == []

    def test_who_has_the_right_lets_it_go_with_a_reason(self, people):
        draft, lines = draft_of(people["sales"])
        release.release_give(actor=ACTOR, user=people["finance"], draft=draft, lines=lines, why="betaalt morgen")
        assert release.release_problems(draft, lines) == []
        entry = AuditEntry.objects.get(action="draft:released")
        assert entry.subject == f"draft:{draft.pk}"

    def test_who_has_not_may_ask_once(self, people):
        draft, lines = draft_of(people["sales"])
        with pytest.raises(release.NotAllowedError):
            release.release_give(actor=ACTOR, user=people["sales"], draft=draft, lines=lines, why="x")
        for _ in range(2):
            release.release_ask(user=people["sales"], draft=draft, lines=lines)
        assert Release.objects.count() == 1
        assert list(release.waiting_for_release()) == [draft]
        release.release_give(actor=ACTOR, user=people["finance"], draft=draft, lines=lines, why="goed")
        assert list(release.waiting_for_release()) == []

    def test_a_release_counts_for_what_was_seen_and_no_more(self, people, monkeypatch):
        draft, lines = draft_of(people["sales"])
        release.release_give(actor=ACTOR, user=people["finance"], draft=draft, lines=lines, why="goed")
        lines[0].part_price = Decimal("150.00")
        assert release.release_problems(draft, lines) == []
        lines[0].part_price = Decimal("201.00")
        assert release.release_problems(draft, lines)
        lines[0].part_price = Decimal("200.00")
        monkeypatch.setattr(release, "_checks", [lambda *_all: [Objection("blocked", "Blocked.")]])
        assert release.release_problems(draft, lines)

    def test_there_must_be_something_to_release(self, people):
        draft, lines = draft_of(people["sales"], price="1.00")
        with pytest.raises(release.NothingToReleaseError):
            release.release_give(actor=ACTOR, user=people["finance"], draft=draft, lines=lines, why="x")

    def test_lines_that_do_not_count_are_not_counted(self, people):
        draft, lines = draft_of(people["sales"])
        lines[0].optional = True
        assert release.release_problems(draft, lines) == []
        assert Draft.objects.count() == 1

    def test_the_discount_on_all_of_it_counts(self, people):
        draft, lines = draft_of(people["sales"])
        draft.discount = Decimal(60)
        assert release.release_problems(draft, lines) == []
