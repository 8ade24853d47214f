"""How a quote stands: the panel on its card, the same as a page, and the three things people change there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission, may
from apps.core.forms import Form
from apps.core.htmx import redirect_to, render_page
from apps.documents.models import Document
from apps.documents.selectors import document_get
from apps.sales import quote_facts
from apps.sales.fact_forms import FollowedUpForm, OutcomeForm, QuoteDaysForm
from apps.sales.quote_facts import Standing, facts_get, standing

FORMS: dict[str, type[Form]] = {"days": QuoteDaysForm, "followed": FollowedUpForm, "outcome": OutcomeForm}


def facts_context(
    request: HttpRequest, pk: int, stands: Standing, bound: dict[str, Form] | None = None
) -> dict[str, Any]:
    """What `sales/_quote_facts.html` prints; ``bound`` holds the form that was not right."""
    facts = stands.facts
    first = {
        "days": {"valid_until": facts.valid_until, "follow_up": facts.follow_up},
        "outcome": {"outcome": facts.outcome, "reason": facts.reason, "remark": facts.remark},
    }
    forms = {f"{name}_form": form(initial=first.get(name), prefix=name) for name, form in FORMS.items()}
    return {
        "stands": stands,
        "facts": facts,
        "facts_url": reverse("sales:quote_facts", args=[pk]),
        "may_facts": may(request.user, "quotes.write"),
        **forms,
        **{f"{name}_form": form for name, form in (bound or {}).items()},
    }


class QuoteFactsView(RequiresPermission):
    """GET shows them; POST with ``do`` changes the days, notes a call, or sets the outcome."""

    http_method_names = ("get", "head", "options", "post")
    permission = "quotes.view"
    write_permission = "quotes.write"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._document(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = self._document(pk)
        name = request.POST.get("do", "")
        if name not in FORMS:
            return redirect_to(request, reverse("sales:quote_detail", args=[pk]))
        form = FORMS[name](request.POST, prefix=name)
        if not form.is_valid():
            return self._show(request, document, {name: form}, status=422)
        self._change(request, document, name, form.cleaned_data)
        if getattr(request, "htmx", None):
            return self._show(request, document)
        messages.success(request, _("Saved."))
        return redirect_to(request, reverse("sales:quote_detail", args=[pk]))

    def _change(self, request: HttpRequest, document: Document, name: str, values: dict[str, Any]) -> None:
        about: dict[str, Any] = {
            "actor": actor_of(request),
            "quote_id": document.remote_id,
            "label": document.number or f"#{document.remote_id}",
        }
        if name == "days":
            quote_facts.facts_change(changes=values, **about)
        elif name == "followed":
            quote_facts.followed_up(again_on=values["again_on"], **about)
        else:
            quote_facts.outcome_set(user=request.user, **values, **about)  # type: ignore[arg-type]

    def _document(self, pk: int) -> Document:
        document = document_get("quote", pk)
        if document is None:
            raise Http404
        return document

    def _show(
        self, request: HttpRequest, document: Document, bound: dict[str, Form] | None = None, status: int = 200
    ) -> HttpResponse:
        stands = standing(document, facts_get(document.remote_id))
        context = {
            "document": document,
            "number": document.number or f"#{document.remote_id}",
            **facts_context(request, document.remote_id, stands, bound),
        }
        return render_page(request, "sales/quote_facts.html", context, fragment="panel", status=status)
