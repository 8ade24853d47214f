"""The pages that write master data: new, edit, remove, and how a write went; each kind declares its own `Pages`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.accounts.actors import actor_of
from apps.accounts.models import User
from apps.core.access import RequiresPermission
from apps.core.htmx import redirect_to, render_page, wants_fragment
from apps.erp import editing
from apps.erp.hanging import hangs_on
from apps.erp.labels import explain_write
from apps.erp.master_forms import MasterForm
from apps.erp.master_results import Twin, blocked, conflict, result
from apps.erp.mirror.models import MirroredRecord
from apps.erp.outbox.master import Master
from apps.erp.outbox.models import CONFLICT, EditBase, State, Write
from apps.erp.outbox.submit import AlreadySentError, WritesOffError, wait_settled
from apps.erp.outbox.tokens import BadTokenError, form_token, read_token
from apps.erp.selectors import replaced_by, write_get

type Text = str | Promise
FORM, REMOVE, RESULT, CONFLICTS = (f"erp/master_{name}.html" for name in ("form", "remove", "result", "conflict"))
LONGEST_TOKEN = 400
AFTER_REFUSAL = frozenset({State.REJECTED, State.CANCELLED})


@dataclass(frozen=True)
class Pages:
    """What one kind of master data declares; ``app`` is the name of its addresses' space.

    ``duplicates`` tells what resembles the form (its texts, the record's own id).
    """

    app: str
    master: Master
    form: type[MasterForm]
    list_title: Text
    new_title: Text
    save_label: Text
    name_of: Callable[[Mapping[str, Any]], str]
    duplicates: Callable[[Mapping[str, str], int | None], Sequence[Twin]] = lambda _texts, _pk: ()
    twins_title: Text = ""

    def url(self, page: str, *args: Any) -> str:
        """The address of a page of this kind: list, detail, new, check, saving, edit, remove."""
        return reverse(f"{self.app}:{self.master.name}_{page}", args=args)

    def addresses(self, prefix: str) -> list[URLPattern]:
        """What writes this kind, for an app's ``urlpatterns``; the list and the card are the domain's own."""
        pages: Sequence[tuple[str, str, type[MasterView]]] = (
            ("new", "new/", NewView),
            ("check", "check/", CheckView),
            ("saving", "saving/<uuid:write_id>/", SavingView),
            ("edit", "<int:pk>/edit/", EditView),
            ("remove", "<int:pk>/remove/", RemoveView),
        )
        return [
            path(
                f"{prefix}{route}",
                view.as_view(pages=self, permission=self.master.permission),
                name=f"{self.master.name}_{page}",
            )
            for page, route, view in pages
        ]


class MasterView(RequiresPermission):
    """What the pages share; ``pages`` comes with the address."""

    pages: Pages = cast(Pages, None)

    @property
    def user(self) -> User:
        return cast(User, self.request.user)

    def card(self, pk: int) -> str:
        return self.pages.url("detail", pk)

    def saving(self, write: Write) -> str:
        return self.pages.url("saving", write.pk)

    def row_or_404(self, pk: int) -> MirroredRecord:
        row = editing.row_of(self.pages.master, pk) if pk < 2**63 else None
        if row is None:
            raise Http404
        return row

    def write_of(self, text: str, kind: str) -> Write | None:
        """A write of this person's that was refused or taken back, named in the address."""
        try:
            write = write_get(self.user, UUID(text))
        except ValueError:
            return None
        return write if write is not None and write.kind == kind and write.state in AFTER_REFUSAL else None

    def form_page(
        self,
        request: HttpRequest,
        form: MasterForm,
        token: str,
        *,
        row: MirroredRecord | None = None,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        pk = row.pk if row else None
        context = {
            "pages": self.pages,
            "form": form,
            "token": token,
            "row": row,
            "title": self.pages.name_of(row.raw) if row else self.pages.new_title,
            "leave_url": self.card(row.pk) if row else self.pages.url("list"),
            "list_url": self.pages.url("list"),
            "check_url": self.pages.url("check") + (f"?record={pk}" if pk else ""),
            "hints": form.hints(),
            "twins": self.pages.duplicates(form.texts(), pk),
            "blocked": blocked(self.pages.master),
            **more,
        }
        return render_page(request, FORM, context, status=status)


class NewView(MasterView):
    """A new record. ``again`` fills in a write that was refused, ``copy`` a record that is gone."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        master, token = self.pages.master, form_token(self.user, self.pages.master.create)
        if write := self.write_of(request.GET.get("again", ""), master.create):
            return self.form_page(request, _refused(self.pages.form, write, None), token, replaces=write)
        copied = request.GET.get("copy", "")
        if copied.isascii() and copied.isdecimal() and len(copied) < 19:
            values = self.pages.form(base=self.row_or_404(int(copied)).raw).was
            return self.form_page(request, self.pages.form(values=values), token)
        return self.form_page(request, self.pages.form(), token)

    def post(self, request: HttpRequest) -> HttpResponse:
        master, token = self.pages.master, request.POST.get("token", "")[:LONGEST_TOKEN]
        form = self.pages.form(request.POST)
        replaces = self.write_of(request.POST.get("replaces", ""), master.create)
        try:
            write_id = read_token(self.user, master.create, token)
        except BadTokenError:
            form.add_error(None, _("This form was opened too long ago or by somebody else. Send it again."))
            return self._again(request, form, form_token(self.user, master.create))
        if not form.is_valid():
            return self._again(request, form, token, replaces=replaces)
        values = form.values()
        try:
            write = editing.record_create(
                actor=actor_of(request),
                user=self.user,
                master=master,
                write_id=write_id,
                values=values,
                label=_label(master.create_title, self.pages.name_of(_nested(values))),
                twin_seen=bool(request.POST.get("twin_seen")),
                replaces=replaces,
            )
        except AlreadySentError as error:
            write = error.write
        except editing.TwinError as error:
            return self._again(request, form, token, twin=error.write)
        except WritesOffError:
            return self._again(request, form, token, replaces=replaces)
        return self.written(request, wait_settled(write.pk))

    def written(self, request: HttpRequest, write: Write) -> HttpResponse:
        """Where to go once it is on its way."""
        return redirect_to(request, self.saving(write))

    def _again(self, request: HttpRequest, form: MasterForm, token: str, **more: Any) -> HttpResponse:
        return self.form_page(request, form, token, status=422, **more)


class EditView(MasterView):
    """A record read fresh and changed. ``again`` opens a write that was refused, with all that was typed."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        master, row = self.pages.master, self.row_or_404(pk)
        if row.gone_at is not None:
            return self._gone(request, row)
        write = self.write_of(request.GET.get("again", ""), master.update)
        if write is not None and write.content["id"] == pk and write.reason != CONFLICT:
            opened = editing.edit_again(user=self.user, master=master, write=write)
            form = _refused(self.pages.form, write, opened.base)
            return self.form_page(request, form, opened.token, row=row, opened=opened, replaces=write)
        try:
            opened = editing.edit_open(user=self.user, master=master, row=row)
        except editing.GoneError:
            return self._gone(request, row)
        waiting = editing.waiting_for(master, pk)
        form = self.pages.form(base=opened.base.raw)
        return self.form_page(request, form, opened.token, row=row, opened=opened, waiting=waiting)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        master, row = self.pages.master, self.row_or_404(pk)
        token = request.POST.get("token", "")[:LONGEST_TOKEN]
        try:
            base = editing.base_of(user=self.user, master=master, record_id=pk, token=token)
        except BadTokenError:
            return self._too_old(request, row)
        form = self.pages.form(request.POST, base=base.raw)
        replaces = self.write_of(request.POST.get("replaces", ""), master.update)
        if not form.is_valid():
            return self.form_page(request, form, token, row=row, status=422, replaces=replaces)
        try:
            write = editing.edit_submit(
                actor=actor_of(request),
                user=self.user,
                master=master,
                base=base,
                values=form.values(),
                label=_label(master.update_title, self.pages.name_of(base.raw)),
                replaces=replaces,
            )
        except AlreadySentError as error:
            write = error.write
        except editing.UnchangedError:
            messages.success(request, _("Nothing was changed"))
            return redirect_to(request, self.card(pk))
        except WritesOffError:
            return self.form_page(request, form, token, row=row, status=422, replaces=replaces)
        return redirect_to(request, self.saving(wait_settled(write.pk)))

    def _too_old(self, request: HttpRequest, row: MirroredRecord) -> HttpResponse:
        """Drawn anew from LogicTrade, with what was typed on top of it."""
        try:
            opened = editing.edit_open(user=self.user, master=self.pages.master, row=row)
        except editing.GoneError:
            return self._gone(request, row)
        form = self.pages.form(request.POST, base=opened.base.raw)
        form.add_error(None, _("This form was opened too long ago or by somebody else. Compare it and send it again."))
        return self.form_page(request, form, opened.token, row=row, opened=opened, status=422)

    def _gone(self, request: HttpRequest, row: MirroredRecord) -> HttpResponse:
        messages.warning(request, _("LogicTrade no longer has this record, so it cannot be changed"))
        return redirect_to(request, self.card(row.pk))


class CheckView(MasterView):
    """POST answers what looks odd or alike while somebody types; nothing is kept. (A GET would put it in logs.)"""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        record = request.GET.get("record", "")
        pk = int(record) if record.isascii() and record.isdecimal() and len(record) < 19 else None
        form = self.pages.form(request.POST)
        twins = self.pages.duplicates(form.texts(), pk)
        context = {"pages": self.pages, "form": form, "hints": form.hints(), "twins": twins}
        return render_page(request, "erp/_master_notes.html", context)


class RemoveView(MasterView):
    """Asks, with what refers to the record; then LogicTrade removes it or says why not."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_or_404(pk)
        if row.gone_at is not None:
            return redirect_to(request, self.card(pk))
        return self._ask(request, row, form_token(self.user, f"{self.pages.master.remove}:{pk}"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        master, row = self.pages.master, self.row_or_404(pk)
        purpose = f"{master.remove}:{pk}"
        try:
            write_id = read_token(self.user, purpose, request.POST.get("token", "")[:LONGEST_TOKEN])
        except BadTokenError:
            return self._ask(request, row, form_token(self.user, purpose), status=422)
        try:
            write = editing.record_remove(
                actor=actor_of(request),
                user=self.user,
                master=master,
                write_id=write_id,
                record_id=pk,
                label=_label(master.remove_title, self.pages.name_of(row.raw)),
            )
        except AlreadySentError as error:
            write = error.write
        except WritesOffError:
            return self._ask(request, row, form_token(self.user, purpose), status=422)
        return redirect_to(request, self.saving(wait_settled(write.pk)))

    def _ask(self, request: HttpRequest, row: MirroredRecord, token: str, status: int = 200) -> HttpResponse:
        context = {
            "pages": self.pages,
            "row": row,
            "token": token,
            "title": self.pages.name_of(row.raw),
            "card_url": self.card(row.pk),
            "hangs": hangs_on(self.user, self.pages.master.name, row.pk),
            "waiting": editing.waiting_for(self.pages.master, row.pk),
            "blocked": blocked(self.pages.master),
        }
        return render_page(request, REMOVE, context, status=status)


class SavingView(MasterView):
    """How a write went: being sent, refused, in conflict. What went well leads on to the card."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        write = self._write_or_404(write_id)
        if url := self._onward(request, write):
            return redirect_to(request, url)
        if write.reason == CONFLICT:
            # The page that waited for the result is drawn anew as a whole.
            return redirect_to(request, self.saving(write)) if wants_fragment(request) else self._choose(request, write)
        context = {"pages": self.pages, "result": result(self.pages, write), "list_url": self.pages.url("list")}
        return render_page(request, RESULT, context, fragment="result")

    def post(self, request: HttpRequest, write_id: UUID) -> HttpResponse:
        """The choice after a conflict."""
        write = self._write_or_404(write_id)
        if write.reason != CONFLICT or replaced_by(write) is not None:
            return redirect_to(request, self.saving(write))
        base = self._base(request, write)
        if base is None:
            return self._choose(request, write, status=422)
        picked = conflict(self.pages, write, request.POST)
        try:
            made = editing.conflict_settle(
                actor=actor_of(request),
                user=self.user,
                master=self.pages.master,
                write=write,
                base=base,
                choices=picked.choices,
            )
        except KeyError:
            return self._choose(request, write, status=422)
        except editing.UnchangedError:
            messages.success(request, _("Left as LogicTrade has it"))
            return redirect_to(request, self.card(write.content["id"]))
        except AlreadySentError as error:
            made = error.write
        except WritesOffError:
            return self._choose(request, write, status=422)
        return redirect_to(request, self.saving(wait_settled(made.pk)))

    def _base(self, request: HttpRequest, write: Write) -> EditBase | None:
        token = request.POST.get("token", "")[:LONGEST_TOKEN]
        try:
            return editing.base_of(user=self.user, master=self.pages.master, record_id=write.content["id"], token=token)
        except BadTokenError:
            return None

    def _write_or_404(self, write_id: UUID) -> Write:
        write = write_get(self.user, write_id)
        if write is None or write.kind not in self.pages.master.kinds:
            raise Http404
        return write

    def _onward(self, request: HttpRequest, write: Write) -> str:
        """Where to go when there is nothing to say here; empty to stay."""
        master = self.pages.master
        if write.state == State.REJECTED and (next_write := replaced_by(write)) is not None:
            return self.saving(next_write)
        if write.state == State.CONFIRMED and not write.differences and not write.reason and write.remote_id:
            messages.success(request, _saved(write))
            return self.card(write.remote_id)
        if write.state == State.CONFIRMED and write.kind == master.remove and not write.differences:
            messages.success(request, _("Removed from LogicTrade"))
            return self.pages.url("list")
        if write.state == State.REJECTED and write.reason != CONFLICT and write.error_status != 404:
            if write.kind == master.create:
                return f"{self.pages.url('new')}?again={write.pk}"
            if write.kind == master.update:
                return f"{self.pages.url('edit', write.content['id'])}?again={write.pk}"
        return ""

    def _choose(self, request: HttpRequest, write: Write, status: int = 200) -> HttpResponse:
        if status == 200 or self._base(request, write) is None:
            token = editing.conflict_open(user=self.user, master=self.pages.master, write=write)
        else:
            token = request.POST.get("token", "")[:LONGEST_TOKEN]
        context = {
            "pages": self.pages,
            "write": write,
            "token": token,
            "conflict": conflict(self.pages, write, request.POST),
            "missing": status == 422,
            "title": write.label,
            "card_url": self.card(write.content["id"]),
            "blocked": blocked(self.pages.master),
        }
        return render_page(request, CONFLICTS, context, status=status)


def _saved(write: Write) -> str:
    if write.kind.endswith(".create") and write.remote_number:
        return _("Confirmed by LogicTrade as %(number)s") % {"number": write.remote_number}
    return _("Saved in LogicTrade")


def _label(title: Text, name: str) -> str:
    return f"{title}: {name}"[:200]


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """Flat values as a record has them, as far as a name needs it."""
    return {path: value for path, value in values.items() if "." not in path}


def _refused(form_class: type[MasterForm], write: Write, base: EditBase | None) -> MasterForm:
    """The form of a write with all that was typed, LogicTrade's words beside their fields."""
    raw = base.raw if base else None
    filled = form_class(base=raw, values=write.content["values"])
    form = form_class(filled.typed(), base=raw)
    form.is_valid()
    if write.state == State.REJECTED and write.reason == "refused":
        form.refuse(write.error_detail or write.error_code or str(write.error_status or ""), write.error_code)
    elif write.state == State.REJECTED:
        form.add_error(None, explain_write(write))
    return form
