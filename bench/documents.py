"""Lists over many documents: order lines across orders, invoices, and who owes us since when.

    python -m bench.documents [--lines N] [--invoices N] [--json FILE]

One database of its own: 500,000 order lines (a fifth of them open) and 50,000 invoices (a tenth unsettled) of 5,000
customers. Whole pages are asked for within one process, as a browser asks for them, and given as ratios to the page of
quotes, which holds fifty plain rows.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import batched
from typing import Any

from bench import scratch
from bench.stats import Goal, machine_load, percentile

CUSTOMERS, PRODUCTS, OF_AN_ORDER, QUOTES = 5_000, 20_000, 5, 200
TODAY = date(2026, 11, 27)
ROUNDS = 15
SEED = 11
BASE = "/sales/quotes/"
PAGES = {
    "order lines, open": "/sales/order-lines/",
    "order lines, late": "/sales/order-lines/?show=late",
    "order lines of a product": "/sales/order-lines/?product=77&show=all",
    "order lines of a customer": "/sales/order-lines/?party=77",
    "order lines of a salesman": "/sales/order-lines/?salesman=verkoper%203",
    "order lines that wait": "/sales/order-lines/?waits=I26000005",
    "order lines, by customer": "/sales/order-lines/?sort=customer",
    "order lines, all by date": "/sales/order-lines/?show=all&sort=-date",
    "invoices": "/sales/invoices/",
    "invoices, overdue": "/sales/invoices/?owed=overdue",
    "open items": "/sales/open-items/",
    "open items, over 90 days": "/sales/open-items/?late=91",
    "statement of a customer": "/sales/open-items/77/",
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.documents", description=__doc__)
    parser.add_argument("--lines", type=int, default=500_000, help="order lines (default 500000)")
    parser.add_argument("--invoices", type=int, default=50_000, help="invoices (default 50000)")
    parser.add_argument("--json", default="")
    options = parser.parse_args()
    folder = scratch.FOLDER / f"documents-{options.lines}-{options.invoices}"
    scratch.product_settings(folder, "http://127.0.0.1:1", DATABASE_URL=f"sqlite:///{folder / 'bench.sqlite3'}")
    mark = scratch.fingerprint(options.lines, options.invoices)
    if not scratch.is_current(folder, mark):
        (folder / "bench.sqlite3").unlink(missing_ok=True)
        _build(options.lines, options.invoices)
        scratch.note_built(folder, mark)
    found = _measure()
    print(f"{options.lines:,} order lines, {options.invoices:,} invoices; {machine_load()}")
    for name, (middle, slow, queries) in found.items():
        print(f"  {name:<28}{middle * 1000:8.0f} ms p50{slow * 1000:8.0f} ms p95{queries:5.0f} queries")
    base = found["quotes"][0]
    goals = [Goal(f"{name}, to the page of quotes", found[name][0] / base, 2, 4, at_most=True) for name in PAGES]
    for goal in goals:
        print(goal.line())
    if options.json:
        scratch.write_json(
            options.json, {name: {"p50": a, "p95": b, "queries": n} for name, (a, b, n) in found.items()}
        )
    return 0


def _build(lines: int, invoices: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from apps.documents.models import Document
    from apps.erp.models import CodeEntry
    from apps.relations.models import Customer
    from apps.sales.models import OrderLine

    call_command("migrate", verbosity=0)
    chance = random.Random(SEED)
    for code, days in (("N14", 14), ("N30", 30), ("PC", 0)):
        CodeEntry.objects.get_or_create(table="payment_condition", text=code, defaults={"code": code, "days": days})
    for model, rows in (
        (Customer, _customers()),
        (Document, _quotes(chance)),
        (Document, _invoices(chance, invoices)),
        (OrderLine, _lines(chance, lines)),
    ):
        for part in batched(rows, 1000):
            model._default_manager.bulk_create(part)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _now() -> Any:
    from apps.core import clock

    return clock.now()


def _customers() -> Iterator[Any]:
    from apps.logictrade import codec
    from apps.relations.models import Customer

    now = _now()
    for pk in range(1, CUSTOMERS + 1):
        yield Customer(
            id=pk,
            number=f"R{pk}",
            number_key=f"r{pk}",
            name=f"Klant {pk} B.V.",
            name_key=f"klant {pk} b.v.",
            kind="business",
            phone="038 123 45 67",
            data=codec.dumps({"id": pk, "companyName": f"Klant {pk} B.V."}),
            content_hash="",
            read_began_at=now,
            synced_at=now,
        )


def _quotes(chance: random.Random) -> Iterator[Any]:
    from apps.documents.models import Document

    now = _now()
    for pk in range(1, QUOTES + 1):
        yield _document(chance, Document, now, "quote", pk, state="final", total=Decimal(pk))


def _document(chance: random.Random, model: Any, now: Any, kind: str, pk: int, **values: Any) -> Any:
    party = chance.randrange(1, CUSTOMERS + 1)
    return model(
        kind=kind,
        remote_id=pk,
        number=f"{kind[0].upper()}{pk}",
        number_key=f"{kind[0]}{pk}",
        party_id=party,
        party_name=f"Klant {party} B.V.",
        name_key=f"klant {party} b.v.",
        date=TODAY - timedelta(days=chance.randrange(1, 900)),
        synced_at=now,
        **values,
    )


def _invoices(chance: random.Random, count: int) -> Iterator[Any]:
    from apps.documents.models import Document

    now = _now()
    for pk in range(1, count + 1):
        total = Decimal(chance.randrange(100, 900_000)) / 100
        state = chance.choice(("unpaid", "partial", "credit")) if pk % 10 == 0 else "paid"
        paid = {"unpaid": Decimal(0), "partial": total / 2, "credit": Decimal(0)}.get(state, total)
        terms = chance.choice(("N14", "N30", "PC", "?"))
        sign = -1 if state == "credit" else 1
        yield _document(
            chance, Document, now, "invoice", pk, state=state, total=sign * total, paid=paid, payment_condition=terms
        )


def _lines(chance: random.Random, count: int) -> Iterator[Any]:
    from apps.sales.models import OrderLine

    for pk in range(count // OF_AN_ORDER):
        party = chance.randrange(1, CUSTOMERS + 1)
        made = TODAY - timedelta(days=chance.randrange(1, 1500))
        is_open = pk % 5 == 0
        for place in range(OF_AN_ORDER):
            product = chance.randrange(1, PRODUCTS + 1)
            waits = f"I{26_000_000 + chance.randrange(3000)}" if is_open and place == 0 else ""
            yield OrderLine(
                order_id=pk,
                place=place,
                line_number=10 * (place + 1),
                number=f"V{pk}",
                number_key=f"v{pk}",
                party_id=party,
                party_name=f"Klant {party} B.V.",
                party_key=f"klant {party} b.v.",
                salesman=f"Verkoper {pk % 12}",
                salesman_key=f"verkoper {pk % 12}",
                product_id=product,
                code=f"LT{product}",
                code_key=f"lt{product}",
                description=f"Stoel {product}",
                quantity=Decimal(2),
                amount=Decimal(100),
                stock_status=chance.choice(("none", "partial", "complete")),
                delivery_status="none" if is_open else "complete",
                waits_for=waits,
                waits_key=waits.lower(),
                order_date=made,
                expected_date=made + timedelta(days=40),
                is_open=is_open,
            )


def _measure() -> dict[str, tuple[float, float, float]]:
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.world import session_cookie

    call_command("collectstatic", verbosity=0, interactive=False)
    client = Client(SERVER_NAME=scratch.LOOPBACK)
    client.cookies["session"] = session_cookie()
    found = {}
    for name, path in {"quotes": BASE, **PAGES}.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        queries = len(asked)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status_code}")
        taken = []
        for _turn in range(ROUNDS):
            began = time.perf_counter()
            client.get(path)
            taken.append(time.perf_counter() - began)
        found[name] = (percentile(taken, 0.5), percentile(taken, 0.95), float(queries))
    return found


if __name__ == "__main__":
    sys.exit(main())
