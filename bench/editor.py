"""What adding and changing a line of a document costs when it has 10, 100 and 300 lines, and what travels.

    python -m bench.editor [--rounds N]

The product's own views on a database of their own with 2,000 invented products that have stock and a cost; the person
may see margins, which costs most. No LogicTrade: a new line has the list price until its price is asked for.
"""

import argparse
import shutil
import time
import uuid
from decimal import Decimal
from typing import Any

from bench import scratch
from bench.stats import Goal, machine_load, percentile

SIZES = (10, 100, 300)
PRODUCTS = 2000
# A line of three hundred may cost at most three times what one of ten does.
AIM_RATIO, MUST_RATIO = 2.0, 3.0
AIM_SECONDS, MUST_SECONDS = 0.05, 0.1
HTMX = {"HX-Request": "true"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.editor", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    folder = scratch.FOLDER / "editor"
    shutil.rmtree(folder, ignore_errors=True)
    scratch.product_settings(folder, "http://127.0.0.1:9", DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}")
    client, user = _world()
    print(f"Editor, {options.rounds} of each, p95 ({machine_load()})")
    print(f"{'lines':>6}{'change':>12}{'add':>12}{'SQL':>6}{'answer':>12}{'page':>12}")
    found: dict[int, tuple[float, float]] = {}
    for size in SIZES:
        draft, line = _draft(user, size)
        change, weight = _changes(client, draft, line, options.rounds)
        queries = _queries(client, draft, line)
        page = len(client.get(f"/sales/quotes/drafts/{draft}/").content)
        add = _adds(client, draft, min(options.rounds, 20))
        found[size] = (change, add)
        print(
            f"{size:>6}{change * 1000:>9.1f} ms{add * 1000:>9.1f} ms{queries:>6}{weight / 1024:>8.1f} KiB"
            f"{page / 1024:>8.0f} KiB"
        )
    small, large = found[SIZES[0]], found[SIZES[-1]]
    for name, at in (("change", 0), ("add", 1)):
        print(Goal(f"{name}, 300 lines / 10 lines", large[at] / small[at], AIM_RATIO, MUST_RATIO, at_most=True).line())
        print(Goal(f"{name} at 300 lines, p95", large[at], AIM_SECONDS, MUST_SECONDS, at_most=True, unit=" s").line())
    return 0


def _world() -> tuple[Any, Any]:
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from apps.accounts.models import User
    from apps.catalogue.models import Product, StockLevel
    from apps.relations.models import Customer

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = timezone.now()
    read = {"read_began_at": now, "synced_at": now, "data": "{}"}
    Customer.objects.create(id=1, number="10001", name="Hotel De Zeeuwse Kust", **(read | {"data": '{"id": 1}'}))
    Product.objects.bulk_create(
        Product(
            id=n, number=f"P{n:06}", number_key=f"p{n:06}", name=f"Eetkamerstoel {n}", unit="stuks", sellable=True,
            sales_price=Decimal(n % 900 + 10), purchase_price=Decimal(n % 500 + 5), vat_code="2", **read,
        )
        for n in range(1, PRODUCTS + 1)
    )  # fmt: skip
    StockLevel.objects.bulk_create(
        StockLevel(id=n, product_id=n, total=Decimal(n % 40), **read) for n in range(1, PRODUCTS + 1)
    )
    user = User.objects.create(username="bench", display_name="Bench", language="nl")
    user.groups.add(Group.objects.get_or_create(name="admin")[0])
    client = Client(SERVER_NAME=scratch.LOOPBACK)
    client.force_login(user)
    return client, user


def _draft(user: Any, size: int) -> tuple[uuid.UUID, Any]:
    from apps.audit.log import Actor
    from apps.catalogue.models import Product
    from apps.documents import services as documents
    from apps.documents.models import DraftLine

    draft = documents.draft_create(
        actor=Actor(id=user.pk, name="bench"), user=user, customer_id=1, customer_name="Hotel De Zeeuwse Kust"
    )
    products = list(Product.objects.order_by("pk")[:size])
    made = [documents.new_line(draft, product, Decimal(3), at) for at, product in enumerate(products, 1)]
    DraftLine.objects.bulk_create(made)
    return draft.pk, DraftLine.objects.filter(draft=draft)[size // 2]


def _changes(client: Any, draft: uuid.UUID, line: Any, rounds: int) -> tuple[float, int]:
    """p95 in seconds, and how much HTML travels."""
    seconds, weight = [], 0
    for n in range(rounds + 5):
        began = time.perf_counter()
        answer = client.post(f"/sales/quotes/drafts/{draft}/lines/{line.pk}/", {"quantity": str(n + 4)}, headers=HTMX)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
        weight = len(answer.content)
    return percentile(seconds[5:], 0.95), weight


def _adds(client: Any, draft: uuid.UUID, rounds: int) -> float:
    seconds = []
    for n in range(rounds + 2):
        data = {"code": f"P{PRODUCTS - n:06}", "quantity": "2", "token": str(uuid.uuid4())}
        began = time.perf_counter()
        answer = client.post(f"/sales/quotes/drafts/{draft}/lines/", data, headers=HTMX)
        seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, answer.status_code
    return percentile(seconds[2:], 0.95)


def _queries(client: Any, draft: uuid.UUID, line: Any) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        client.post(f"/sales/quotes/drafts/{draft}/lines/{line.pk}/", {"quantity": "1"}, headers=HTMX)
    return len(found)


if __name__ == "__main__":
    raise SystemExit(main())
