"""A record's notes: the panel on its card, the same as a page, and a colleague's mention put away."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.actors import actor_of
from apps.audit.subjects import url_of
from apps.core.access import SIGNED_IN, RequiresPermission, may, requires
from apps.core.htmx import redirect_to, render_page
from apps.erp import history, notes
from apps.erp.history import RecordKind
from apps.erp.mirror.models import MirroredRecord
from apps.erp.note_forms import NoteForm
from apps.erp.notes import NotYoursError


class NotesView(RequiresPermission):
    """The notes of one record; POST adds one, or with ``remove`` takes one away."""

    http_method_names = ("get", "head", "options", "post")
    kind: RecordKind = history.KINDS[0]
    write_permission = notes.PERMISSION

    def get(self, request: HttpRequest, remote_id: int) -> HttpResponse:
        return self._show(request, self._record(remote_id), NoteForm(quoted=self._quoted))

    def post(self, request: HttpRequest, remote_id: int) -> HttpResponse:
        record = self._record(remote_id)
        if request.POST.get("remove"):
            return self._remove(request, record, request.POST["remove"])
        form = NoteForm(request.POST, quoted=self._quoted)
        if not form.is_valid():
            return self._show(request, record, form, status=422)
        notes.note_add(
            actor=actor_of(request),
            author=request.user,  # type: ignore[arg-type]
            kind=self.kind,
            remote_id=record.pk,
            label=str(record),
            text=form.cleaned_data["text"],
            show_when_quoting=form.cleaned_data.get("show_when_quoting", False),
        )
        return self._after(request, record)

    def _remove(self, request: HttpRequest, record: MirroredRecord, asked: str) -> HttpResponse:
        note = notes.note_get(self.kind, record.pk, int(asked)) if asked.isdecimal() and len(asked) < 16 else None
        if note is not None:
            try:
                notes.note_remove(actor=actor_of(request), user=request.user, note=note, label=str(record))  # type: ignore[arg-type]
            except NotYoursError as error:
                raise PermissionDenied from error
        return self._after(request, record)

    def _after(self, request: HttpRequest, record: MirroredRecord) -> HttpResponse:
        if getattr(request, "htmx", None):
            return self._show(request, record, NoteForm(quoted=self._quoted))
        return redirect_to(request, request.path)

    @property
    def _quoted(self) -> bool:
        return self.kind.resource in notes.QUOTED

    def _record(self, remote_id: int) -> MirroredRecord:
        found = history.record(self.kind, remote_id)
        if found is None:
            raise Http404
        return found

    def _show(self, request: HttpRequest, record: MirroredRecord, form: NoteForm, status: int = 200) -> HttpResponse:
        found = notes.notes_of(self.kind, record.pk)
        context: dict[str, Any] = {
            "kind": self.kind,
            "record": record,
            "record_url": url_of(f"{self.kind.resource}:{record.pk}"),
            "notes": [(note, notes.may_remove(request.user, note)) for note in found],  # type: ignore[arg-type]
            "form": form if may(request.user, notes.PERMISSION) else None,
            "address": request.path,
        }
        return render_page(request, "erp/notes.html", context, fragment="panel", status=status)


@require_POST
@requires(SIGNED_IN)
def mention_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader has seen the note in which they were named."""
    notes.mention_seen(user=request.user, pk=pk)  # type: ignore[arg-type]
    messages.success(request, _("Put away."))
    return redirect_to(request, reverse("dashboard:home"))
