"""Who owes us: customers by the age of what they owe, and the statement of one of them."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission, may
from apps.core.forms import Form
from apps.core.htmx import redirect_to
from apps.core.neighbours import neighbours
from apps.core.pages import ListPage, OrderTerm, Text, shown_count
from apps.core.paging import CappedCount, RowPage
from apps.core.tables import Table
from apps.documents import credit
from apps.documents.balances import CustomerAgeing, ageing_list, ageing_total
from apps.documents.due import Terms, payments_known
from apps.erp.selectors import read_state
from apps.relations.models import Customer
from apps.relations.selectors import customer_get
from apps.sales.open_item_forms import LimitForm, OpenItemFilterForm, PromiseForm
from apps.sales.open_item_tables import OpenItemTable, StatementTable
from apps.sales.open_items import found_customers, note_customers
from apps.sales.statement import statement_of

FORMS: dict[str, type[Form]] = {"promise": PromiseForm, "limit": LimitForm}


class OpenItemListView(ListPage):
    """Customers that owe us, the largest overdue sum first; whatever their number a fixed number of queries."""

    title = gettext_lazy("Open items")
    permission = "balances.view"
    template_name = "sales/open_items.html"
    filter_form = OpenItemFilterForm
    table_class: ClassVar[type[Table]] = OpenItemTable
    default_order = "-overdue"
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "overdue": ("overdue", "open_total"),
        "open": ("open_total",),
        "customer": ("key",),
        "30": ("days_30",),
        "60": ("days_60",),
        "90": ("days_90",),
        "more": ("days_more",),
    }
    neighbours = True
    crumbs = ((gettext_lazy("Sales"), ""),)
    empty_title: ClassVar[Text] = gettext_lazy("Nobody owes us anything")
    empty_text: ClassVar[Text] = gettext_lazy("Invoices that are not paid show here by customer.")
    note = gettext_lazy("Dotted = calculated from payments and the days of the payment terms")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[CustomerAgeing]:
        self.terms = Terms.now()
        self.customer_ids = found_customers(filters["q"]) if "q" in filters else None
        state = None if self.bare else read_state("invoice")
        if not payments_known():
            return RowPage([], 1, limit)
        rows = ageing_list(
            self.terms,
            customer_ids=self.customer_ids,
            overdue_by=filters.get("late", 0),
            order=order,
            limit=limit,
            offset=offset,
            as_of=state.last_ok_at if state else None,
        )
        if not self.bare:
            note_customers(rows.rows)
        return rows

    def table_options(self) -> dict[str, Any]:
        """All customers of the filter together stand below."""
        if self.bare or not payments_known() or not hasattr(self, "terms"):
            return {}
        self.sums = ageing_total(self.terms, self.customer_ids)
        return {"total": CustomerAgeing(None, _("Total"), self.sums)}

    def extra_context(self, rows: RowPage[Any], filters: Mapping[str, Any]) -> dict[str, Any]:
        return {"payments_known": payments_known(), "sums": getattr(self, "sums", None)}

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s customer", "%(n)s customers", total.value) % {"n": shown_count(total)}


class StatementView(RequiresPermission):
    """What one customer owes. POST with ``do`` notes a promise, takes one away, or sets the credit limit."""

    http_method_names = ("get", "head", "options", "post")
    permission = "balances.view"
    write_permission = "notes.write"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._customer(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        customer, name = self._customer(pk), request.POST.get("do", "")
        if name == "remove":
            return self._remove(request, customer)
        if name not in FORMS:
            return redirect_to(request, reverse("sales:statement", args=[pk]))
        if name == "limit" and not may(request.user, credit.EDIT):
            raise PermissionDenied(credit.EDIT)
        form = FORMS[name](request.POST, prefix=name)
        if not form.is_valid():
            return self._show(request, customer, {name: form}, status=422)
        about: dict[str, Any] = {"actor": actor_of(request), "customer_id": pk, "label": customer.name}
        if name == "promise":
            credit.promise_add(author=request.user, **form.cleaned_data, **about)  # type: ignore[arg-type]
            messages.success(request, _("Promise noted."))
        else:
            credit.limit_set(user=request.user, **form.cleaned_data, **about)  # type: ignore[arg-type]
            messages.success(request, _("Credit limit saved."))
        return redirect_to(request, reverse("sales:statement", args=[pk]))

    def _remove(self, request: HttpRequest, customer: Customer) -> HttpResponse:
        asked = request.POST.get("promise", "")
        promise = credit.promise_get(customer.pk, int(asked)) if asked.isdecimal() and len(asked) < 16 else None
        if promise is not None:
            try:
                credit.promise_remove(
                    actor=actor_of(request),
                    user=request.user,  # type: ignore[arg-type]
                    promise=promise,
                    label=customer.name,
                )
            except credit.NotYoursError as error:
                raise PermissionDenied from error
        return redirect_to(request, reverse("sales:statement", args=[customer.pk]))

    def _customer(self, pk: int) -> Customer:
        customer = customer_get(pk)
        if customer is None:
            raise Http404
        return customer

    def _show(
        self, request: HttpRequest, customer: Customer, bound: dict[str, Form] | None = None, status: int = 200
    ) -> HttpResponse:
        statement = statement_of(customer)
        limit = statement.limit
        first = {"limit": {"amount": limit.amount, "remark": limit.remark} if limit else {}}
        forms = {f"{name}_form": form(initial=first.get(name), prefix=name) for name, form in FORMS.items()}
        context = {
            "statement": statement,
            "customer": customer,
            "table": StatementTable(statement.invoices),
            "promises": [(one, credit.may_remove(request.user, one)) for one in statement.promises],  # type: ignore[arg-type]
            "payments_known": payments_known(),
            "may_note": may(request.user, "notes.write"),
            "may_limit": may(request.user, credit.EDIT) and may(request.user, "notes.write"),
            "may_customer": may(request.user, "customers.view"),
            "neighbours": neighbours(request, "sales:open_item_list", customer.pk),
            **forms,
            **{f"{name}_form": form for name, form in (bound or {}).items()},
        }
        return render(request, "sales/statement.html", context, status=status)
