"""A list, a card, a form, a search box and a sheet of all parts, built with the kit over Django's own users."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from apps.core.access import PUBLIC, SIGNED_IN, requires
from apps.core.forms import DateField, DecimalField, Form, QuantityField, SearchField
from apps.core.hits import Hit, HitGroup
from apps.core.htmx import redirect_to, render_page
from apps.core.labels import Label
from apps.core.neighbours import neighbours
from apps.core.pages import Action, BulkAction, ListPage, OrderTerm
from apps.core.paging import RowPage
from apps.core.tables import (
    Column,
    DateColumn,
    LampsColumn,
    MoneyColumn,
    QuantityColumn,
    StatusColumn,
    Table,
    TextColumn,
)

User = get_user_model()
AS_OF = datetime(2026, 11, 24, 9, 41, 8, tzinfo=ZoneInfo("Europe/Amsterdam"))
STATES = (
    Label("Klaar om te leveren", "ok", "tick"),
    Label("Deels geleverd", "warn", "half"),
    Label("Niet definitief", "muted", "dashed-ring"),
    Label("11 dagen te laat", "bad", "triangle"),
)
LAMPS = (("complete", "none", "none"), ("partial", "partial", "partial"), ("complete", "complete", None))


class PeopleFilter(Form):
    q = SearchField(label="Zoek")
    kind = forms.ChoiceField(
        label="Soort", required=False, choices=[("", "Alle"), ("staff", "zakelijk"), ("other", "particulier")]
    )
    since = DateField(label="Sinds", required=False)


class PeopleTable(Table):
    link = "name"
    number = Column("Nr.", accessor="pk", sort="number", soft=True)
    name = TextColumn("Naam", accessor="username", phone="title", strong=True, sort="name")
    town = Column("Plaats", accessor="first_name", phone="sub")
    status = StatusColumn("Status", accessor="pk", phone="side")
    lamps = LampsColumn("Lampen", accessor="pk", phone="foot")
    orders = QuantityColumn("Open orders", accessor="pk", calculated=True)
    balance = MoneyColumn("Open saldo", accessor="pk", calculated=True, phone="amount")
    joined = DateColumn("Laatste order", accessor="date_joined", phone="end")
    mail = Column("E-mail", accessor="email", optional=True)
    seen = DateColumn("Gezien", accessor="last_login", optional=True)
    cost = MoneyColumn("Inkoop", accessor="pk", optional=True, permission="cost.view")

    def render_status(self, value: int) -> Any:
        return StatusColumn().render(STATES[value % 4])

    def render_lamps(self, value: int) -> Any:
        return LampsColumn().render(LAMPS[value % 3])

    def render_orders(self, value: int) -> Any:
        return QuantityColumn().render(Decimal(value % 5))

    def render_balance(self, value: int) -> Any:
        return MoneyColumn().render(Decimal(value * 1234567) / 100 if value % 7 else Decimal(0))

    def row_href(self, record: Any) -> str:
        return reverse("kit:person_detail", args=[record.pk])

    def row_state(self, record: Any) -> str:
        return "" if record.is_active else "done"


class PeopleList(ListPage):
    title = "Klanten"
    permission = SIGNED_IN
    filter_form = PeopleFilter
    table_class = PeopleTable
    orders = {"number": ["pk"], "name": ["username", F("pk")], "joined": [F("date_joined").desc(nulls_last=True)]}
    default_order = "number"
    crumbs = (("Verkoop", ""),)
    note = "Gestippeld = berekend"
    empty_title = "Nog geen klanten"
    empty_text = "Zij komen binnen bij de volgende synchronisatie."
    actions = (Action("Nieuwe klant", "kit:person_create", SIGNED_IN, key="n"),)
    bulk_actions = (BulkAction("Verkoper toewijzen", "kit:people_assign", SIGNED_IN, "user-check"),)
    neighbours = True

    def get_rows(self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int) -> RowPage[Any]:
        people = User.objects.order_by(*order)
        if query := filters.get("q"):
            people = people.filter(username__icontains=query)
        if kind := filters.get("kind"):
            people = people.filter(is_staff=kind == "staff")
        if since := filters.get("since"):
            people = people.filter(date_joined__date__gte=since)
        return RowPage.of(people, limit=limit, offset=offset, as_of=AS_OF)


class PersonForm(Form):
    kind = forms.ChoiceField(
        label="Soort", choices=[("b", "Zakelijk"), ("p", "Particulier")], widget=forms.RadioSelect, initial="b"
    )
    name = forms.CharField(label="Bedrijfsnaam", max_length=60)
    postcode = forms.CharField(label="Postcode", help_text="Zoals 4382 AD")
    limit = DecimalField(label="Kredietlimiet", required=False, max_digits=12, decimal_places=2)
    amount = QuantityField(label="Aantal", required=False)
    since = DateField(label="Klant sinds", required=False)
    ahead = forms.BooleanField(label="Bel vooraf", required=False)
    remark = forms.CharField(label="Opmerking", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_postcode(self) -> str:
        value: str = self.cleaned_data["postcode"]
        if value.startswith("0"):
            raise forms.ValidationError("Begint met 1 tot 9, zoals 4382 AD")
        return value


@requires(SIGNED_IN)
def person_new(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if form.is_valid():
        return redirect_to(request, reverse("kit:person_list"))
    status = 422 if form.is_bound else 200
    return render_page(request, "kit/form.html", {"form": form}, fragment="form", status=status)


@requires(SIGNED_IN)
def person_card(request: HttpRequest, pk: int) -> HttpResponse:
    person = User.objects.filter(pk=pk).first()
    if person is None:
        raise Http404
    context = {"object": person, "states": STATES, "total": Decimal("12640")}
    return render_page(request, "kit/card.html", context | {"neighbours": neighbours(request, "kit:person_list", pk)})


@require_POST
@requires(SIGNED_IN)
def people_assign(request: HttpRequest) -> HttpResponse:
    """What a list's bulk action gets."""
    got = {name: request.POST.getlist(name) for name in ("row", "list", "query")}
    return JsonResponse(got)


@requires(SIGNED_IN)
def person_notes(request: HttpRequest, pk: int) -> HttpResponse:
    return render_page(request, "kit/notes.html", {"pk": pk}, fragment="notes")


@requires(SIGNED_IN)
def parts(request: HttpRequest) -> HttpResponse:
    context = {"glyphs": STATES, "amount": Decimal("1049"), "day": date(2026, 12, 4), "themes": ("light", "dark")}
    return render_page(request, "kit/parts.html", context)


@requires(SIGNED_IN)
def lines(request: HttpRequest) -> HttpResponse:
    return render_page(request, "kit/lines.html", {})


@requires(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    query = SearchField().clean(request.GET.get("q"))
    people = User.objects.filter(username__icontains=query).order_by("pk")[:5] if query else []
    hits = tuple(
        Hit(reverse("kit:person_detail", args=[one.pk]), one.username, one.first_name, lamps=LAMPS[1], icon="user")
        for one in people
    )
    groups = [HitGroup("people", "Klanten", hits)] if hits else []
    context = {"groups": groups, "query": query, "search_query": query, "summary": f"{len(hits)} treffers"}
    return render_page(request, "kit/search.html", context, fragment="core/_hits.html")


def link_mark(request: HttpRequest) -> HttpResponse:
    link = {"tone": "warn", "label": "LogicTrade weg, 3 min", "banner": "LogicTrade antwoordt niet.", "href": "/"}
    return render_page(request, "core/_link.html", {"link": link})


link_mark.permission = PUBLIC  # type: ignore[attr-defined]


@requires(SIGNED_IN)
def preferences(request: HttpRequest) -> HttpResponse:
    return redirect_to(request, request.POST.get("next", "/"))


@requires(PUBLIC)
def sign_in(request: HttpRequest) -> HttpResponse:
    return render_page(request, "kit/sign_in.html", {})


@requires(PUBLIC)
def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("boom")
