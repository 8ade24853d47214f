"""Where a telephone system sends whoever picks up: /call?nr=… opens the caller's card."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.core.access import may, requires
from apps.dashboard.newcomers import quote_for_new_customer
from apps.dashboard.palette import address_of
from apps.relations.lookup import Party, callers

LONGEST = 80
# tel:+31612345678 and sip:+31612345678@phones.example: what stands around the number.
AROUND = re.compile(r"^(?:tel|sips?|callto):|[;@].*$", re.IGNORECASE)
KINDS = {"customer": "customers.view", "supplier": "suppliers.view"}


@require_safe
@requires("search.use")
def call(request: HttpRequest) -> HttpResponse:
    """One caller: their card. Several: the choice. None: a page that says so, with the ways on."""
    number = number_of(request.GET.get("nr", ""))
    kinds = [kind for kind, permission in KINDS.items() if may(request.user, permission)]
    found = callers(number, kinds=kinds) if kinds else []
    only = _only(found)
    if only is not None:
        return HttpResponseRedirect(only.href)
    may_write = may(request.user, "customers.write")
    context = {
        "number": number,
        "parties": found,
        "may_look": bool(kinds),
        "new_url": address_of("relations:customer_new") if may_write else "",
        "quote_url": quote_for_new_customer(request.user, number) if not found else "",
    }
    return render(request, "dashboard/call.html", context)


def number_of(text: str) -> str:
    """The number in an address as telephone systems write it."""
    # An unescaped plus arrives as a blank.
    whole = f"+{text.strip()}" if re.match(r"\s\d", text) else text.strip()
    return AROUND.sub("", whole[:LONGEST]).replace("\x00", "").strip()


def _only(found: list[Party]) -> Party | None:
    """The one who must be meant: the only one that LogicTrade still has, else the only one."""
    present = [party for party in found if not party.gone]
    choice = present or found
    return choice[0] if len(choice) == 1 else None
