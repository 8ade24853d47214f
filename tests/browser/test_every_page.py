"""Every page of the product in Chromium: axe finds nothing in either theme, no hostile text runs, nothing is logged."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import axe_playwright_python
import pytest
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from apps.audit.log import Actor
from apps.catalogue.models import Product
from apps.documents.builder import adding
from apps.documents.mail.outbox import mail_queue
from apps.documents.models import Document, Draft, Mail
from apps.documents.pasting.services import paste
from apps.erp.mirror.registry import all_resources
from apps.relations.models import Customer, Supplier
from tests.browser.conftest import ELSEWHERE, PHONE, WIDE
from tests.documents.mail.conftest import LETTER
from tests.test_access import ADDRESSES

pytestmark = pytest.mark.django_db(transaction=True)

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What a theme can change; all else is the same in both.
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
RUN_RULES = "rules => axe.run(document, {runOnly: {type: 'rule', values: rules}, resultTypes: ['violations']})"
# Signing out, and what is no page for people.
NOT_PAGES = {"account_logout", "erp:healthz", "erp:readyz", "erp:metrics"}
APPS = (
    "core",
    "accounts",
    "audit",
    "erp",
    "relations",
    "catalogue",
    "documents",
    "letterhead",
    "sales",
    "delivery",
    "dashboard",
)


# Cells of one row that stand on each other, and a page wider than its window.
SQUEEZED = """() => {
  const wrong = [], room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) wrong.push(`page ${document.documentElement.scrollWidth}`);
  for (const row of document.querySelectorAll('main tbody tr')) {
    const boxes = [...row.children].map(cell => [cell, cell.getBoundingClientRect()]);
    const cells = boxes.filter(([, box]) => box.width > 1);
    cells.forEach(([one, a], index) => cells.slice(index + 1).forEach(([other, b]) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 1) wrong.push(`${one.className} on ${other.className}`);
    }));
    for (const [cell, box] of cells)
      if (cell.matches('.p-title') && box.width < 90) wrong.push(`${cell.className} ${box.width} wide`);
  }
  return [...new Set(wrong)];
}"""


@pytest.fixture
def full(synced: Any, people: dict[str, Any]) -> Any:
    """A mirror with everything in it, and a concept."""
    user = people["admin"]
    actor = Actor(id=None, name="test")
    customer = Customer.objects.filter(gone_at=None).exclude(email="").first()
    draft = adding.draft_begin(actor=actor, user=user, customer_id=customer.pk)
    for product in Product.objects.filter(gone_at=None, sellable=True).order_by("pk")[:2]:
        adding.product_line_add(actor=actor, draft=draft, product_id=product.pk, quantity=2)
    paste(actor=actor, user=user, draft=draft, text="Beste,\nbarkruk\t2\nolifant\t1", paste_id=uuid4())
    mailed = replace(LETTER, remote_id=Document.objects.filter(kind="quote").values_list("remote_id", flat=True)[0])
    mail_queue(actor=actor, user=user, mail_id=uuid4(), letter=mailed)
    return synced


def samples() -> dict[str, list[dict[str, Any]]]:
    """For the first word of an address' name, what its parameters may be."""
    customer = Customer.objects.filter(gone_at=None).exclude(email="").first()
    product = Product.objects.filter(gone_at=None).exclude(number="").first()
    supplier = Supplier.objects.filter(gone_at=None).first()
    quote = Document.objects.filter(kind="quote").first()
    order = Document.objects.filter(kind="order").first()
    invoice = Document.objects.filter(kind="invoice", state="unpaid").exclude(party_id=None).first()
    found = {
        "customer": [{"pk": customer.pk}],
        "supplier": [{"pk": supplier.pk}],
        "product": [{"pk": product.pk}],
        "quote": [{"pk": quote.remote_id}],
        "order": [{"pk": order.remote_id}],
        "invoice": [{"pk": invoice.remote_id}],
        "statement": [{"pk": invoice.party_id}],
        "code": [{"table": "vat"}, {"slug": "vat"}],
        "columns": [{"key": "relations:customer_list"}],
        "view": [{"key": "relations:customer_list"}],
        "history": [
            {"resource": kind, "pk": one.pk}
            for kind, one in (("customer", customer), ("product", product), ("supplier", supplier))
        ],
    }
    from apps.delivery.models import Deliverable

    draft = Draft.objects.first()
    earlier = Document.objects.filter(party_id=draft.customer_id, kind__in=["quote", "order"]).first()
    found["draft"] = [{"draft_id": draft.pk}]
    found["mail"] = [{"mail_id": Mail.objects.first().pk}]
    found["texts"] = [{"kind": "quote", "language": "nl"}]
    found["quote"] += [{"draft_id": draft.pk}, {"draft_id": draft.pk, "line_id": draft.lines.first().pk}]
    if earlier is not None:
        found["quote"].append({"draft_id": draft.pk, "from_kind": earlier.kind, "remote_id": earlier.remote_id})
    found["learned"] = [{"pk": customer.pk}]
    found["deliverable"] = found["delivery"] = [{"pk": Deliverable.objects.filter(gone_at=None).first().pk}]
    return found


def addresses(app: str) -> Iterator[str]:
    """Every address of an app that a sample can be found for."""
    known = samples()
    for name, pattern in ADDRESSES.items():
        space, _colon, word = name.rpartition(":")
        if name in NOT_PAGES or (space or "accounts") != app:
            continue
        if not pattern.pattern.converters:
            yield reverse(name)
            continue
        for kwargs in known.get(word.partition("_")[0], []):
            try:
                yield reverse(name, kwargs=kwargs)
            except NoReverseMatch:
                continue


def pages(client: Any, app: str) -> list[str]:
    """Those that answer a whole page to a plain GET."""
    found = []
    for address in addresses(app):
        answer = client.get(address)
        if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content:
            found.append(address)
    return found


def violations(page: Any, *, colours: bool = False) -> list[str]:
    """What axe finds by all rules, or by those of colours alone; it is put into a page once."""
    if colours:
        found = page.evaluate(RUN_RULES, COLOURS)["violations"]
    else:
        page.evaluate(AXE)
        found = page.evaluate(RUN, RULES)["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:200] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize("app", APPS)
def test_axe_finds_nothing_in_either_theme_and_a_phone_has_room(full, as_role, open_page, app):
    wanted = pages(as_role("admin"), app)
    assert wanted or app in {"core", "documents"}
    page = open_page("admin")
    wrong: dict[str, list[str]] = {}
    for address in wanted:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := violations(page, colours=scheme == "dark"):
                wrong[f"{address} {scheme}"] = found
        page.set_viewport_size(PHONE)
        if found := page.evaluate(SQUEEZED):
            wrong[f"{address} on a phone"] = found
        page.set_viewport_size(WIDE)
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)


HOSTILE = Q(data__contains="<") | Q(data__contains="javascript:") | Q(data__contains="hx-") | Q(data__contains="{{")
CARDS = {
    "customer": "relations:customer_detail",
    "supplier": "relations:supplier_detail",
    "product": "catalogue:product_detail",
}


def test_no_text_of_logictrade_runs_or_asks_anything(full, as_role, open_page, calls):
    """Odd records on lists, cards and in the search (A3 rows 66, 67): the page fixture fails on any console error."""
    page = open_page("admin")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    elsewhere: list[str] = []
    page.on(
        "request", lambda request: elsewhere.append(request.resource_type) if ELSEWHERE.match(request.url) else None
    )
    for resource in all_resources():
        name = CARDS.get(resource.name)
        if name is None:
            continue
        for pk in resource.model._default_manager.filter(HOSTILE).values_list("pk", flat=True)[:8]:
            assert page.goto(reverse(name, args=[pk])).status == 200
            page.wait_for_load_state("networkidle")
    for path in (
        "/relations/customers/",
        "/relations/suppliers/",
        "/catalogue/products/",
        "/sales/quotes/",
        "/sales/orders/",
    ):
        for query in ("", "?q=<script>alert(1)</script>", "?q=script", "?q=" + "x" * 3000):
            assert page.goto(path + query).status == 200
    for query in ("<script", "alert(1)", "{{7*7}}", "=HYPERLINK("):
        page.goto("/search/")
        page.keyboard.press("/")
        page.keyboard.type(query)
        page.wait_for_timeout(400)
    assert asked == []
    # Pictures of products, and nothing else, come from another place than ours.
    assert set(elsewhere) == {"image"}
