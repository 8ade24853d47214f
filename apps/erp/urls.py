"""Addresses of `erp`."""

from django.urls import path

from apps.erp.history import KINDS
from apps.erp.views import codes, decisions, history, link, notes, probes, quarantine, status, writes

app_name = "erp"
_WRITE = "writes/<uuid:write_id>/"
_TABLE = "settings/codes/<slug:table>/"
urlpatterns = [
    path("link/", link.link_mark, name="link_mark"),
    path("writes/", writes.WriteListView.as_view(), name="write_list"),
    path(_WRITE, writes.write_detail, name="write_detail"),
    path(f"{_WRITE}found/", decisions.FoundView.as_view(), name="write_found"),
    *(
        path(
            f"{_WRITE}{one.name.replace('_', '-')}/",
            decisions.DecisionView.as_view(decision=one),
            name=f"write_{one.name}",
        )
        for one in (decisions.TAKE_BACK, decisions.RELEASE, decisions.SEND_AGAIN, decisions.DROP)
    ),
    *(
        path(
            f"history/{kind.resource}/<int:remote_id>/",
            history.HistoryView.as_view(kind=kind, permission=kind.permission),
            name=f"history_{kind.resource}",
        )
        for kind in KINDS
    ),
    *(
        path(
            f"history/{kind.resource}/<int:remote_id>/panel/",
            history.HistoryPanelView.as_view(kind=kind, permission=kind.permission),
            name=f"history_{kind.resource}_panel",
        )
        for kind in KINDS
        if kind.slot
    ),
    *(
        path(
            f"notes/{kind.resource}/<int:remote_id>/",
            notes.NotesView.as_view(kind=kind, permission=kind.permission),
            name=f"notes_{kind.resource}",
        )
        for kind in KINDS
        if kind.slot
    ),
    path("notes/mentions/<int:pk>/seen/", notes.mention_seen, name="mention_seen"),
    path("status/", status.status_page, name="status"),
    path("status/removals/<slug:resource>/", status.RemovalsView.as_view(), name="status_removals"),
    path("status/quarantine/", quarantine.QuarantineView.as_view(), name="status_quarantine"),
    path("status/quarantine/<int:row_id>/", quarantine.RecordView.as_view(), name="status_quarantined"),
    path("settings/codes/", codes.code_list, name="code_list"),
    path(_TABLE, codes.CodeTableView.as_view(), name="code_table"),
    path(f"{_TABLE}<int:entry_id>/", codes.CodeEntryView.as_view(), name="code_entry"),
    path(f"{_TABLE}<int:entry_id>/delete/", codes.CodeDeleteView.as_view(), name="code_delete"),
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("metrics", probes.metrics, name="metrics"),
]
