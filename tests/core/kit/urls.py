"""Addresses of the demonstration pages that the kit's tests drive."""

from django.conf import settings
from django.contrib.staticfiles.views import serve
from django.http import HttpRequest, HttpResponseBase
from django.urls import include, path, re_path

from tests.core.kit import views


def static(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, insecure=True)


demo = (
    [
        path("people/", views.PeopleList.as_view(), name="person_list"),
        path("people/assign/", views.people_assign, name="people_assign"),
        path("people/new/", views.person_new, name="person_create"),
        path("people/<int:pk>/", views.person_card, name="person_detail"),
        path("people/<int:pk>/notes/", views.person_notes, name="person_notes"),
        path("parts/", views.parts, name="parts"),
        path("lines/", views.lines, name="lines"),
        path("sign-in/", views.sign_in, name="sign_in"),
        path("boom/", views.boom, name="boom"),
    ],
    "kit",
)
dashboard = ([path("search/", views.search, name="search")], "dashboard")
erp = (
    [path("status/", views.link_mark, name="status"), path("status/mark/", views.link_mark, name="link_mark")],
    "erp",
)
accounts = ([path("preferences/", views.preferences, name="preferences")], "accounts")

urlpatterns = [
    path("", views.PeopleList.as_view(), name="home"),
    path("kit/", include(demo)),
    path("", include(dashboard)),
    path("", include(erp)),
    path("accounts/", include(accounts)),
    path("accounts/login/", views.sign_in, name="account_login"),
    path("accounts/logout/", views.preferences, name="account_logout"),
    path("", include("apps.core.urls")),
    re_path(rf"^{settings.STATIC_URL.lstrip('/')}(?P<path>.*)$", static),
]
handler400 = "apps.core.errors.bad_request"
handler403 = "apps.core.errors.forbidden"
handler404 = "apps.core.errors.not_found"
handler500 = "apps.core.errors.server_error"
