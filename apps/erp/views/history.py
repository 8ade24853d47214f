"""The history of one record: its page, and the panel on its card. Read from our own tables; LogicTrade is not asked."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from apps.audit.subjects import url_of
from apps.core.access import RequiresPermission
from apps.core.htmx import render_page
from apps.erp import history
from apps.erp.forms import HistoryFilterForm
from apps.erp.history import RecordKind
from apps.erp.mirror.models import MirroredRecord
from apps.erp.timeline import shown_days

PANEL_EVENTS = 6


def _before(request: HttpRequest) -> datetime | None:
    """The moment that the page goes on before; junk means the newest."""
    try:
        moment = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return moment if moment is not None and is_aware(moment) else None


class HistoryView(RequiresPermission):
    """Everything known of a record's past, by field when asked."""

    http_method_names = ("get", "head", "options")
    kind: RecordKind = history.KINDS[0]

    def get(self, request: HttpRequest, remote_id: int) -> HttpResponse:
        record = self.record(remote_id)
        form = HistoryFilterForm(request.GET, fields=history.fields_of(request.user, self.kind, remote_id))
        field, before = form.chosen(), _before(request)
        found = history.timeline(request.user, self.kind, remote_id, field=field, before=before)
        context = self.context(record) | {
            "days": shown_days(request.user, found.events),
            "filter_form": form,
            "field": field,
            "address": request.path,
            "older_url": self._url(request, field, found.older) if found.older else "",
            "newest_url": self._url(request, field) if before else "",
        }
        return render_page(request, "erp/history.html", context, fragment="timeline")

    def record(self, remote_id: int) -> MirroredRecord:
        found = history.record(self.kind, remote_id)
        if found is None:
            raise Http404
        return found

    def context(self, record: MirroredRecord) -> dict[str, Any]:
        """What page and panel share."""
        return {
            "kind": self.kind,
            "record": record,
            "record_url": url_of(f"{self.kind.resource}:{record.pk}"),
            "history_url": reverse(f"erp:history_{self.kind.resource}", args=[record.pk]),
        }

    @staticmethod
    def _url(request: HttpRequest, field: str, before: datetime | None = None) -> str:
        query = {"field": field, "before": before.isoformat() if before else ""}
        text = urlencode({name: value for name, value in query.items() if value})
        return f"{request.path}?{text}" if text else request.path


class HistoryPanelView(HistoryView):
    """The newest of it on the record's card; without htmx the whole page."""

    def get(self, request: HttpRequest, remote_id: int) -> HttpResponse:
        if not getattr(request, "htmx", None):
            return super().get(request, remote_id)
        record = self.record(remote_id)
        found = history.timeline(request.user, self.kind, remote_id, limit=PANEL_EVENTS)
        context = self.context(record) | {"days": shown_days(request.user, found.events), "more": bool(found.older)}
        return render_page(request, "erp/history.html", context, fragment="erp/_history_panel.html")
