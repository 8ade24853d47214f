"""Customers' own codes of our products: the panel on a product's card, the one on a customer's, and the list of all."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.accounts.actors import actor_of
from apps.catalogue import customer_codes
from apps.catalogue.code_forms import CodeForm, ForCustomerForm, ForProductForm, PasteForm
from apps.catalogue.code_paste import Pasted, codes_paste
from apps.catalogue.code_tables import CodeTable
from apps.catalogue.customer_codes import CodeRefusedError, OwnCode
from apps.catalogue.customers import PriceCustomer, customer_named
from apps.catalogue.filters import CodeFilterForm
from apps.catalogue.models import Product
from apps.catalogue.selectors import product_get
from apps.core.access import RequiresPermission, may
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.core.pages import ListPage, OrderTerm, shown_count
from apps.core.paging import CappedCount, RowPage

SHOWN = 50


class CodesView(RequiresPermission):
    """The codes of one record; POST adds one, with ``remove`` takes one away, with ``rows`` keeps a paste.

    The views below say whose codes, which form, and what ``pk`` is.
    """

    http_method_names = ("get", "head", "options", "post")
    write_permission = customer_codes.PERMISSION
    title: str | Promise = ""
    form_class: type[CodeForm] = CodeForm
    order: Sequence[OrderTerm] = ("code_key",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._record(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not customer_codes.may_change(request.user):
            raise PermissionDenied
        record = self._record(pk)
        if "remove" in request.POST:
            return self._remove(request, record)
        if self._gone(record):
            return self._show(request, record, status=409)
        return self._paste(request, record) if "rows" in request.POST else self._add(request, record)

    def _add(self, request: HttpRequest, record: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            customer, product = (form.picked, record) if isinstance(record, Product) else (record, form.picked)
            code = form.cleaned_data["code"]
            try:
                customer_codes.code_add(
                    actor=actor_of(request),
                    author=request.user,  # type: ignore[arg-type]
                    customer=customer,
                    product=product,
                    code=code,
                )
                return self._after(request, record, _("%(code)s is kept.") % {"code": code})
            except CodeRefusedError as error:
                form.add_error("code", str(error))
        return self._show(request, record, form=form, status=422)

    def _remove(self, request: HttpRequest, record: Any) -> HttpResponse:
        asked = request.POST["remove"]
        customer, product = self._whose(record)
        known = asked.isascii() and asked.isdigit() and len(asked) < 16
        row = customer_codes.code_get(int(asked), customer=customer, product=product) if known else None
        if row is not None:
            customer_codes.code_remove(actor=actor_of(request), row=row)
        return self._after(request, record, _("%(code)s is removed.") % {"code": row.code} if row else "")

    def _paste(self, request: HttpRequest, record: Any) -> HttpResponse:
        raise Http404

    def _after(self, request: HttpRequest, record: Any, said: str) -> HttpResponse:
        if wants_fragment(request):
            return self._show(request, record, said=said)
        if said:
            messages.success(request, said)
        return redirect_to(request, request.path)

    def _show(self, request: HttpRequest, record: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        customer, product = self._whose(record)
        page = customer_codes.code_list(customer=customer, product=product, order=self.order, limit=SHOWN)
        hidden = page.total.value - len(page.rows)
        changes = customer_codes.may_change(request.user)
        offers = changes and not self._gone(record)
        context: dict[str, Any] = {
            "title": self.title,
            "record_name": record.name,
            "record_url": self._url(record),
            "rows": page.rows,
            "count": shown_count(page.total),
            "hidden": hidden,
            "capped": page.total.capped,
            "list_url": self._list_url(record) if hidden and may(request.user, CodeListPage.permission) else "",
            "of_product": isinstance(record, Product),
            "may_change": changes,
            "may_open": may(request.user, "customers.view"),
            "address": request.path,
            "form": self.form_class() if offers else None,
            "paste": PasteForm() if offers and not isinstance(record, Product) else None,
        }
        return render_page(request, "catalogue/codes.html", context | more, fragment="panel", status=status)

    def _whose(self, record: Any) -> tuple[int | None, int | None]:
        """The id of the customer, and of the product; one of them is None."""
        return (None, record.pk) if isinstance(record, Product) else (record.id, None)

    def _list_url(self, record: Any) -> str:
        customer, product = self._whose(record)
        query = {"customer": customer, "product": product}
        known = {name: pk for name, pk in query.items() if pk is not None}
        return f"{reverse('catalogue:customer_code_list')}?{urlencode(known)}"

    def _record(self, pk: int) -> Any:
        raise NotImplementedError

    def _url(self, record: Any) -> str:
        raise NotImplementedError

    def _gone(self, record: Any) -> bool:
        raise NotImplementedError


class ProductCodesView(CodesView):
    """On a product's card: what each customer calls it."""

    title = gettext_lazy("Customers' codes")
    permission = "products.view"
    form_class = ForCustomerForm
    order = ("customer_name", "code_key")

    def _record(self, pk: int) -> Product:
        product = product_get(pk)
        if product is None:
            raise Http404
        return product

    def _url(self, record: Product) -> str:
        return reverse("catalogue:product_detail", args=[record.pk])

    def _gone(self, record: Product) -> bool:
        return record.gone_at is not None


class CustomerCodesView(CodesView):
    """On a customer's card: what they call our products."""

    title = gettext_lazy("Own product codes")
    permission = "customers.view"
    form_class = ForProductForm

    def _paste(self, request: HttpRequest, record: PriceCustomer) -> HttpResponse:
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self._show(request, record, paste=form, status=422)
        pasted = codes_paste(
            actor=actor_of(request),
            author=request.user,  # type: ignore[arg-type]
            customer=record,
            text=form.cleaned_data["rows"],
        )
        if not pasted.refused:
            return self._after(request, record, _said(pasted))
        return self._show(request, record, paste=PasteForm.of(pasted), said=_said(pasted), status=422)

    def _record(self, pk: int) -> PriceCustomer:
        customer = customer_named(pk)
        if customer is None:
            raise Http404
        return customer

    def _url(self, record: PriceCustomer) -> str:
        return record.url

    def _gone(self, record: PriceCustomer) -> bool:
        return record.gone


def _said(pasted: Pasted) -> str:
    """What became of a paste, in words."""
    parts = [ngettext("%(n)d code is kept.", "%(n)d codes are kept.", pasted.added) % {"n": pasted.added}]
    if pasted.known:
        text = ngettext("%(n)d was there already.", "%(n)d were there already.", pasted.known)
        parts.append(text % {"n": pasted.known})
    if refused := len(pasted.refused):
        text = ngettext("%(n)d row is left in the box.", "%(n)d rows are left in the box.", refused)
        parts.append(text % {"n": refused})
    return " ".join(parts)


class CodeListPage(ListPage):
    title = gettext_lazy("Customers' codes")
    permission = "customers.view"
    table_class = CodeTable
    filter_form = CodeFilterForm
    template_name = "core/list.html"
    orders: ClassVar[Mapping[str, Sequence[OrderTerm]]] = {
        "code": ["code_key"],
        "customer": ["customer_name", "code_key"],
        "added": [F("created_at").asc()],
    }
    default_order = "code"
    crumbs = ((gettext_lazy("Products"), ""),)
    empty_title = gettext_lazy("No codes of customers yet")
    empty_text = gettext_lazy("They are kept on the card of a customer or a product; LogicTrade has no field for them.")

    def get_rows(
        self, filters: Mapping[str, Any], order: Sequence[OrderTerm], limit: int, offset: int
    ) -> RowPage[OwnCode]:
        return customer_codes.code_list(
            query=filters.get("q", ""),
            customer=filters.get("customer"),
            product=filters.get("product"),
            order=order,
            limit=limit,
            offset=offset,
        )

    def count_text(self, total: CappedCount) -> str:
        return ngettext("%(n)s code", "%(n)s codes", total.value) % {"n": shown_count(total)}
