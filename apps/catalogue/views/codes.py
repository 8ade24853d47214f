"""Customers' own codes of our products: the panel on a product's card, the one on a customer's, and the list of all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Owner:
    """Whose codes are shown: those of one product, or of one customer. ``gone``: LogicTrade no longer has it."""

    name: str
    url: str
    gone: bool
    product: Product | None = None
    customer: PriceCustomer | None = None

    @property
    def product_id(self) -> int | None:
        return self.product.pk if self.product else None

    @property
    def customer_id(self) -> int | None:
        return self.customer.id if self.customer else None


class CodesView(RequiresPermission):
    """The codes of one record; POST adds one, with ``remove`` takes one away, with ``rows`` keeps a paste."""

    http_method_names = ("get", "head", "options", "post")
    write_permission = customer_codes.PERMISSION
    title: str | Promise = ""
    owner_of: Callable[[int], Owner | None]
    form_class: type[CodeForm] = CodeForm
    order: Sequence[OrderTerm] = ("code_key",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._owner(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not customer_codes.may_change(request.user):
            raise PermissionDenied
        owner = self._owner(pk)
        if "remove" in request.POST:
            return self._remove(request, owner)
        if owner.gone:
            return self._show(request, owner, status=409)
        return self._paste(request, owner) if "rows" in request.POST else self._add(request, owner)

    def _owner(self, pk: int) -> Owner:
        owner = type(self).owner_of(pk)
        if owner is None:
            raise Http404
        return owner

    def _add(self, request: HttpRequest, owner: Owner) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            code = form.cleaned_data["code"]
            try:
                customer_codes.code_add(
                    actor=actor_of(request),
                    author=request.user,  # type: ignore[arg-type]
                    customer=owner.customer or form.picked,
                    product=owner.product or form.picked,
                    code=code,
                )
                return self._after(request, owner, _("%(code)s is kept.") % {"code": code})
            except CodeRefusedError as error:
                form.add_error("code", str(error))
        return self._show(request, owner, form=form, status=422)

    def _remove(self, request: HttpRequest, owner: Owner) -> HttpResponse:
        asked = request.POST["remove"]
        known = asked.isascii() and asked.isdigit() and len(asked) < 16
        row = (
            customer_codes.code_get(int(asked), customer=owner.customer_id, product=owner.product_id) if known else None
        )
        if row is not None:
            customer_codes.code_remove(actor=actor_of(request), row=row)
        return self._after(request, owner, _("%(code)s is removed.") % {"code": row.code} if row else "")

    def _paste(self, request: HttpRequest, owner: Owner) -> HttpResponse:
        if owner.customer is None:
            raise Http404
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self._show(request, owner, paste=form, status=422)
        pasted = codes_paste(
            actor=actor_of(request),
            author=request.user,  # type: ignore[arg-type]
            customer=owner.customer,
            text=form.cleaned_data["rows"],
        )
        if not pasted.refused:
            return self._after(request, owner, _said(pasted))
        return self._show(request, owner, paste=PasteForm.of(pasted), said=_said(pasted), status=422)

    def _after(self, request: HttpRequest, owner: Owner, said: str) -> HttpResponse:
        if wants_fragment(request):
            return self._show(request, owner, said=said)
        if said:
            messages.success(request, said)
        return redirect_to(request, request.path)

    def _show(self, request: HttpRequest, owner: Owner, *, status: int = 200, **more: Any) -> HttpResponse:
        page = customer_codes.code_list(
            customer=owner.customer_id, product=owner.product_id, order=self.order, limit=SHOWN
        )
        hidden = page.total.value - len(page.rows)
        changes = customer_codes.may_change(request.user)
        offers = changes and not owner.gone
        context: dict[str, Any] = {
            "title": self.title,
            "record_name": owner.name,
            "record_url": owner.url,
            "rows": page.rows,
            "count": shown_count(page.total),
            "hidden": hidden,
            "capped": page.total.capped,
            "list_url": _list_url(owner, hidden) if may(request.user, CodeListPage.permission) else "",
            "of_product": owner.product is not None,
            "may_change": changes,
            "may_open": may(request.user, "customers.view"),
            "address": request.path,
            "form": self.form_class() if offers else None,
            "paste": PasteForm() if offers and owner.customer else None,
        }
        return render_page(request, "catalogue/codes.html", context | more, fragment="panel", status=status)


def _list_url(owner: Owner, hidden: int) -> str:
    """The list of codes: of these where not all are shown, else of everybody's."""
    address = reverse("catalogue:customer_code_list")
    narrowed = {"product": owner.product_id, "customer": owner.customer_id}
    known = {name: pk for name, pk in narrowed.items() if pk is not None}
    return f"{address}?{urlencode(known)}" if hidden else address


def _product(pk: int) -> Owner | None:
    product = product_get(pk)
    if product is None:
        return None
    url = reverse("catalogue:product_detail", args=[pk])
    return Owner(product.name, url, product.gone_at is not None, product=product)


def _customer(pk: int) -> Owner | None:
    customer = customer_named(pk)
    return Owner(customer.name, customer.url, customer.gone, customer=customer) if customer else None


class ProductCodesView(CodesView):
    """On a product's card: what each customer calls it."""

    title = gettext_lazy("Customers' codes")
    permission = "products.view"
    owner_of = staticmethod(_product)
    form_class = ForCustomerForm
    order = ("customer_name", "code_key")


class CustomerCodesView(CodesView):
    """On a customer's card: what they call our products."""

    title = gettext_lazy("Own product codes")
    permission = "customers.view"
    owner_of = staticmethod(_customer)
    form_class = ForProductForm


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
