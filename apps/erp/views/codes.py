"""Settings: the code tables, with the texts seen in LogicTrade that have no code yet."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.actors import actor_of
from apps.core.access import RequiresPermission, requires
from apps.core.htmx import redirect_to
from apps.erp import labels, selectors, services
from apps.erp.forms import CodeForm, code_form
from apps.erp.models import CodeEntry
from apps.erp.selectors import CodeTable


@requires("settings.edit")
def code_list(request: HttpRequest) -> HttpResponse:
    """All code tables, and how much is missing in each."""
    tables = [
        (table, labels.table_text(table.name), labels.TABLE_NOTES.get(table.name, ""))
        for table in selectors.code_tables()
    ]
    return render(request, "erp/code_list.html", {"tables": tables})


def _table_or_404(name: str) -> CodeTable:
    table = selectors.code_table(name)
    if table is None:
        raise Http404
    return table


def _entry_or_404(table: str, entry_id: int) -> CodeEntry:
    entry = CodeEntry.objects.filter(table=table, pk=entry_id).first()
    if entry is None:
        raise Http404
    return entry


def _save(request: HttpRequest, table: str, form: CodeForm, entry: CodeEntry | None) -> bool:
    """Save a valid form; a text that the table has already becomes an error beside the field."""
    if not form.is_valid():
        return False
    try:
        services.code_entry_save(actor=actor_of(request), table=table, entry=entry, **form.cleaned_data)
    except services.TextTakenError:
        form.add_error("text", _("This text is in the table already"))
        return False
    messages.success(request, _("Saved. New documents use it at once"))
    return True


class CodeTableView(RequiresPermission):
    """One table: entries, texts without a code, and the form for one more."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, table: str) -> HttpResponse:
        text = request.GET.get("text", "")[:200]
        initial = {"text": text} if text.isprintable() else {}
        return self._page(request, _table_or_404(table), code_form(table)(initial=initial))

    def post(self, request: HttpRequest, table: str) -> HttpResponse:
        _table_or_404(table)
        form = code_form(table)(request.POST)
        if _save(request, table, form, None):
            return redirect_to(request, reverse("erp:code_table", args=[table]))
        return self._page(request, _table_or_404(table), form, status=422)

    def _page(self, request: HttpRequest, table: CodeTable, form: CodeForm, status: int = 200) -> HttpResponse:
        context: dict[str, Any] = {
            "table": table,
            "title": labels.table_text(table.name),
            "note": labels.TABLE_NOTES.get(table.name, ""),
            "form": form,
            "has_percent": table.name == CodeEntry.Table.VAT,
            "has_days": table.name == CodeEntry.Table.PAYMENT_CONDITION,
            "of_people": table.name == CodeEntry.Table.SALESMAN,
        }
        return render(request, "erp/code_table.html", context, status=status)


class CodeEntryView(RequiresPermission):
    """Change an entry."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, table: str, entry_id: int) -> HttpResponse:
        entry = _entry_or_404(table, entry_id)
        initial = {name: getattr(entry, name) for name in ("text", "code", "percent", "days", "is_default")}
        return self._page(request, entry, code_form(table)(initial=initial))

    def post(self, request: HttpRequest, table: str, entry_id: int) -> HttpResponse:
        entry = _entry_or_404(table, entry_id)
        before = entry.text
        form = code_form(table)(request.POST, initial={"text": before})
        if _save(request, table, form, entry):
            return redirect_to(request, reverse("erp:code_table", args=[table]))
        entry.text = before
        return self._page(request, entry, form, status=422)

    def _page(self, request: HttpRequest, entry: CodeEntry, form: CodeForm, status: int = 200) -> HttpResponse:
        context = {"entry": entry, "form": form, "title": labels.table_text(entry.table)}
        return render(request, "erp/code_entry.html", context, status=status)


class CodeDeleteView(RequiresPermission):
    """Confirm, then delete an entry."""

    permission = "settings.edit"
    http_method_names = ("get", "head", "post", "options")

    def get(self, request: HttpRequest, table: str, entry_id: int) -> HttpResponse:
        context = {"entry": _entry_or_404(table, entry_id), "title": labels.table_text(table)}
        return render(request, "erp/code_delete.html", context)

    def post(self, request: HttpRequest, table: str, entry_id: int) -> HttpResponse:
        services.code_entry_delete(actor=actor_of(request), entry=_entry_or_404(table, entry_id))
        messages.success(request, _("Deleted"))
        return redirect_to(request, reverse("erp:code_table", args=[table]))
