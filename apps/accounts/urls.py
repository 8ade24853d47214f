"""Addresses of the accounts app. Sign-in and sign-out keep allauth's names; nothing else of allauth is reachable."""

from django.urls import include, path

from apps.accounts.views.password import PasswordView
from apps.accounts.views.preferences import PreferencesView
from apps.accounts.views.sessions import SessionEndView, SessionListView
from apps.accounts.views.sign_in import sign_in, sign_out

own = [
    path("preferences/", PreferencesView.as_view(), name="preferences"),
    path("password/", PasswordView.as_view(), name="password"),
    path("sessions/", SessionListView.as_view(), name="session_list"),
    path("sessions/<int:session_id>/end/", SessionEndView.as_view(), name="session_end"),
]
urlpatterns = [
    path("login/", sign_in, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("", include((own, "accounts"))),
]
