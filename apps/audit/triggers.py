"""The triggers that make the database itself refuse to change the log."""

from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core.triggers import TriggerSet

CHAIN = "audit_auditentry"
DETAILS = "audit_auditdetails"
_REFUSAL = "the audit log is append-only"


def _sqlite(name: str, when: str, table: str, condition: str = "") -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"


def _postgresql(name: str, when: str, table: str, each: str = "ROW") -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION audit_refuse()"


def _prepare(connection: BaseDatabaseWrapper) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'insufficient_privilege'; END $$"
        )


CHAIN_TRIGGERS = TriggerSet(
    table=CHAIN,
    sqlite={
        "audit_entry_no_update": _sqlite("audit_entry_no_update", "UPDATE", CHAIN),
        "audit_entry_no_delete": _sqlite("audit_entry_no_delete", "DELETE", CHAIN),
        # INSERT OR REPLACE deletes the old row without firing a delete trigger.
        "audit_entry_no_replace": _sqlite(
            "audit_entry_no_replace",
            "INSERT",
            CHAIN,
            "WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE seq = NEW.seq)",
        ),
    },
    postgresql={
        "audit_entry_no_update": _postgresql("audit_entry_no_update", "UPDATE", CHAIN),
        "audit_entry_no_delete": _postgresql("audit_entry_no_delete", "DELETE", CHAIN),
        "audit_entry_no_truncate": _postgresql("audit_entry_no_truncate", "TRUNCATE", CHAIN, "STATEMENT"),
    },
    prepare=_prepare,
)

# Details may be deleted (erasure, which the chain records), never changed.
DETAILS_TRIGGERS = TriggerSet(
    table=DETAILS,
    sqlite={
        "audit_details_no_update": _sqlite("audit_details_no_update", "UPDATE", DETAILS),
        "audit_details_no_replace": _sqlite(
            "audit_details_no_replace",
            "INSERT",
            DETAILS,
            "WHEN EXISTS (SELECT 1 FROM audit_auditdetails WHERE seq = NEW.seq)",
        ),
    },
    postgresql={
        "audit_details_no_update": _postgresql("audit_details_no_update", "UPDATE", DETAILS),
        "audit_details_no_truncate": _postgresql("audit_details_no_truncate", "TRUNCATE", DETAILS, "STATEMENT"),
    },
    prepare=_prepare,
)
