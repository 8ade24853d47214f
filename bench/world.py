"""A database with the invented company in it, put there by the real mirror, and a person who is signed in."""

import time
from collections.abc import Iterable
from itertools import batched

from bench.company import Company, Record
from bench.sides import CUSTOMERS, Side

BATCH = 500
# Documents are written for so many customers and products, which stand in memory for it.
MOST_DRAWN = 5000


def build(side: Side, rows: int) -> dict[str, int]:
    """Fill an empty, migrated database; returns the rows per list.

    Beside n customers stand n/5 products, or the other way round, and n/20 of each kind of document: the search looks
    through all of them.
    """
    company = Company()
    other = max(20, rows // 5)
    customers, goods = (rows, other) if side is CUSTOMERS else (other, rows)
    products = list(company.products(min(goods, MOST_DRAWN)))
    buyers = list(company.customers(min(customers, MOST_DRAWN)))
    papers = max(10, rows // 20)
    counts = {
        "customer": _put("customer", company.customers(customers)),
        "product": _put("product", company.products(goods)),
        "quote": _put("quote", company.documents("quote", papers, buyers, products)),
        "order": _put("order", company.documents("order", papers, buyers, products)),
    }
    _settle()
    return counts


def _put(name: str, records: Iterable[Record]) -> int:
    from apps.core import clock
    from apps.erp.mirror.registry import get
    from apps.erp.mirror.upsert import upsert

    began = time.monotonic()
    count = 0
    for batch in batched(records, BATCH):
        done = upsert(get(name), batch, read_began_at=clock.now())
        if done.quarantined:
            raise RuntimeError(f"{done.quarantined} invented records of {name} could not be read")
        count += len(done.changed)
    seconds = time.monotonic() - began
    print(f"  {name:<10}{count:>8} rows in {seconds:6.1f} s ({count / seconds:,.0f} rows/s)", flush=True)
    return count


def _settle() -> None:
    """What PostgreSQL's own housekeeping would have done by now."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def session_cookie(backend: str | None = None) -> str:
    """The value of the session cookie of an administrator, who may see every kind of hit.

    ``backend`` names the authentication backend when it is not the product's.
    """
    from django.contrib.auth.models import Group
    from django.test import Client

    from apps.accounts.models import User

    # Staff, because the peer that is Django's admin asks for it; the product knows roles only.
    user, made = User.objects.get_or_create(username="bench", defaults={"is_staff": True, "language": "nl"})
    if made:
        user.groups.add(Group.objects.get(name="admin"))
    client = Client()
    client.force_login(user, backend)
    return client.cookies["session"].value
