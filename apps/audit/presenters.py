"""An entry as the page shows it: words, the field diff, where the fact came from, the state it left."""

from dataclasses import dataclass, field
from datetime import datetime

from apps.audit import chain, labels, subjects
from apps.audit.changes import Change, changes
from apps.audit.models import AuditDetails, AuditEntry
from apps.core.labels import Label

# More fields than these stand behind "and 12 more".
FIELDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """``changes`` are the first fields, ``rest`` the others; ``erased`` when the details are gone."""

    seq: int
    at: datetime
    who: str
    what: labels.Text
    subject: str
    label: str
    url: str
    source: str
    state: Label
    erased: bool
    changes: list[Change] = field(default_factory=list)
    rest: list[Change] = field(default_factory=list)
    answer: str = ""
    request_id: str = ""
    address: str = ""


def shown_entry(entry: AuditEntry, details: AuditDetails | None) -> ShownEntry:
    found = changes(chain.loads(details.before), chain.loads(details.after)) if details else []
    answer = details.answer if details and details.answer != "null" else ""
    return ShownEntry(
        seq=entry.seq,
        at=entry.at,
        who=entry.actor_name,
        what=labels.action_text(entry.action),
        subject=entry.subject,
        label=entry.label or entry.subject,
        url=subjects.url_of(entry.subject),
        source=labels.source(entry.action),
        state=labels.state(entry.action),
        erased=details is None,
        changes=found[:FIELDS_SHOWN],
        rest=found[FIELDS_SHOWN:],
        answer=answer,
        request_id=details.request_id if details else "",
        address=details.address if details else "",
    )
