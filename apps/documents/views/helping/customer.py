"""A new customer in place: the customer is written first, the document in the making waits behind it."""

from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.access import may
from apps.core.forms import SearchField
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.documents import services as documents
from apps.documents.builder.adding import usual_head
from apps.documents.builder.kinds import BuilderKind, draft_url, kind_of
from apps.documents.models import Draft
from apps.documents.new_customer import customer_choose, draft_for_new_customer, pending
from apps.documents.selectors import draft_lines
from apps.documents.views.helping.pasting import PasteForm
from apps.documents.views.helping.shared import back, numbers
from apps.erp.master_forms import MasterForm
from apps.erp.models import Write
from apps.erp.outbox.tokens import form_token
from apps.erp.views.master import NewView
from apps.relations.contact import prefilled
from apps.relations.selectors import customer_get, customer_search
from apps.relations.views.editing import CUSTOMERS
from apps.relations.writes import relation_name


class NewCustomerView(NewView):
    """The customer's form on the way to a document. ``q`` is what was searched for and not found."""

    kind: BuilderKind = cast(BuilderKind, None)
    pages = CUSTOMERS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may(request.user, self.kind.permission):
            raise PermissionDenied(self.kind.permission)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        token = form_token(self.user, self.pages.master.create)
        return self.form_page(request, self.pages.form(values=prefilled(request.GET.get("q", ""))), token)

    def form_page(self, request: HttpRequest, form: MasterForm, token: str, **more: Any) -> HttpResponse:
        return super().form_page(
            request,
            form,
            token,
            **{
                "leave_url": self.kind.new_url,
                "list_url": self.kind.list_url,
                "leave_label": self.kind.words.new,
                "intro": _("The customer goes to LogicTrade first. You can write lines at once; sending waits for it."),
                "save_label": _("Save customer and go on"),
                **more,
            },
        )

    def written(self, request: HttpRequest, write: Write) -> HttpResponse:
        draft = draft_for_new_customer(
            user=self.user,
            kind=self.kind.key,
            write=write,
            name=relation_name(write.content["values"]) or write.label,
            **usual_head(),
        )
        return redirect_to(request, draft_url(draft))


@require_http_methods(["GET", "HEAD", "POST"])
def draft_customer(request: HttpRequest, draft: Draft) -> HttpResponse:
    """How it stands with the customer of a draft that waits for one; POST chooses a known one instead."""
    if request.method == "POST":
        for customer_id in _chosen(request):
            with suppress(documents.DraftFrozenError, LookupError):
                customer_choose(actor=actor_of(request), draft=draft, customer_id=customer_id)
        return back(request, draft)
    stands = pending(draft)
    if not wants_fragment(request) or not draft.editable:
        return redirect_to(request, draft_url(draft))
    review = draft_url(draft, "review")
    if stands is None and urlsplit(request.headers.get("HX-Current-URL", "")).path == review:
        return redirect_to(request, review)
    if stands is None:
        # What is being typed stays: only what the customer changes is drawn again.
        known = {
            "draft": draft,
            "customer": customer_get(draft.customer_id),
            "ask_prices": any(line.price_source == line.Source.LIST for line in draft_lines(draft)),
            "paste": PasteForm.fresh(),
        }
        return render_page(request, "documents/helping/_customer_known.html", known)
    context = {"draft": draft, "kind": kind_of(draft), "pending": stands, "may_correct": _may_correct(request.user)}
    return render_page(request, "documents/helping/_customer_state.html", context)


def _chosen(request: HttpRequest) -> list[int]:
    """The customer that was picked, or the only one that was meant by what was typed (without scripts)."""
    picked = numbers([request.POST.get("customer", "")])
    typed = SearchField().clean(request.POST.get("q", ""))
    if picked or not typed:
        return picked
    found, _total = customer_search(typed, 2, with_gone=False)
    return [found[0].pk] if len(found) == 1 else []


def _may_correct(user: Any) -> bool:
    return isinstance(user, User) and may(user, "customers.write")
