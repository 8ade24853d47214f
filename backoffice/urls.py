"""The URL map: one line per app; every view behind it declares the permission it needs."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.dashboard.urls")),
    path("", include("apps.erp.urls")),
    path("", include("apps.core.urls")),
    path("accounts/", include("apps.accounts.urls")),
    path("audit/", include("apps.audit.urls")),
    path("relations/", include("apps.relations.urls")),
    path("catalogue/", include("apps.catalogue.urls")),
    path("documents/", include("apps.documents.urls")),
    path("settings/letterhead/", include("apps.documents.paper.urls")),
    path("sales/", include("apps.sales.urls")),
    path("delivery/", include("apps.delivery.urls")),
]

handler400 = "apps.core.errors.bad_request"
handler403 = "apps.core.errors.forbidden"
handler404 = "apps.core.errors.not_found"
handler500 = "apps.core.errors.server_error"
