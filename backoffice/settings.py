"""Django settings. Values that an operator may set come from `backoffice.env`; see docs/operator.md."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from backoffice import env
from backoffice.database import database_settings
from backoffice.log import (
    LOGGING_CONFIG,  # noqa: F401
    logging_settings,
)
from backoffice.mail import mailers, sender
from backoffice.queue import queue_settings

BASE_DIR = env.BASE_DIR
VAR_DIR = Path(env.text("BACKOFFICE_VAR") or BASE_DIR / "var")

# Mode -----------------------------------------------------------------------------------------------------------
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", needed=True, why="any long random text; `make demo` makes its own")
AUDIT_KEY = env.secret("AUDIT_KEY", needed=True, why="a long random text that signs the audit log; keep it for good")
# Keys that signed older rows, kept after a change of AUDIT_KEY so that they still verify.
AUDIT_OLD_KEYS = env.words("AUDIT_OLD_KEYS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
DEMO = env.switch("BACKOFFICE_DEMO", default=False)
TLS = env.switch("TLS", default=not (DEBUG or DEMO))

# Apps -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "django_tables2",
    "django_filters",
    "huey.contrib.djhuey",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "apps.core",
    "apps.audit",
    "apps.accounts",
    "apps.erp",
    "apps.relations",
    "apps.catalogue",
    "apps.documents",
    "apps.sales",
    "apps.delivery",
    "apps.dashboard",
    "backoffice",
]

MIDDLEWARE = [
    "apps.core.requestid.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "apps.core.headers.HeadersMiddleware",
    "apps.accounts.middleware.SignInRequiredMiddleware",
    "apps.erp.middleware.LogicTradeErrorMiddleware",
]

ROOT_URLCONF = "backoffice.urls"
WSGI_APPLICATION = "backoffice.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.core.context.shell",
                "apps.erp.context.link",
                "apps.dashboard.context.opened",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ]
            if not DEBUG
            else ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Database, cache, queue -----------------------------------------------------------------------------------------
DATABASE = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'backoffice.sqlite3'}")
DATABASES = {"default": database_settings(DATABASE)}
REDIS_URL = env.text("REDIS_URL")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
HUEY = queue_settings(VAR_DIR, REDIS_URL)

# LogicTrade -----------------------------------------------------------------------------------------------------
LOGICTRADE_URL = env.text("LOGICTRADE_URL", "https://api.logictrade.cloud").rstrip("/")
LOGICTRADE_API_KEY = env.secret("LOGICTRADE_API_KEY", needed=False, why="")
LOGICTRADE_ADMINISTRATION = env.text("LOGICTRADE_ADMINISTRATION")
LOGICTRADE_WRITES = env.switch("LOGICTRADE_WRITES", default=False)
LOGICTRADE_RATE = env.number("LOGICTRADE_RATE", default=1000, least=10, most=1020)
# Off where payments are kept in bookkeeping only: then no invoice is open, overdue or aged here.
LOGICTRADE_PAYMENTS = env.switch("LOGICTRADE_PAYMENTS", default=True)
LOGICTRADE_PRICES_INCLUDE_VAT = env.switch("LOGICTRADE_PRICES_INCLUDE_VAT", default=True)
# Lines that earn less are pointed out; they hold an order until it is released only where that is switched on.
MARGIN_FLOOR = Decimal(env.number("MARGIN_FLOOR", default=0, least=0, most=99))
MARGIN_FLOOR_HOLDS = env.switch("MARGIN_FLOOR_HOLDS", default=False)
LOGICTRADE_CUSTOMER_MARKER = env.number("LOGICTRADE_CUSTOMER_MARKER", default=3, least=1, most=3)
LOGICTRADE_TIMEOUTS = {"connect": 5.0, "read": 30.0, "deadline": 45.0}

# The outbox (A5.1). Tests shorten these; nobody else should.
OUTBOX_LEASE = timedelta(seconds=120)
OUTBOX_QUIET = timedelta(seconds=30)
OUTBOX_SCHEDULE = (2, 10, 30, 60, 120, 300, 600, 1800)
OUTBOX_OVERLAP = timedelta(hours=3)
OUTBOX_WAIT_SECONDS = 2.0
# Called with the name of each marked point of a send; tests end the process there.
OUTBOX_MARK_HOOK = ""
# How long the values that fields of LogicTrade had before are kept.
HISTORY_DAYS = env.number("HISTORY_DAYS", default=400, least=1, most=3650)
# A page of a list is committed, then the worker rests at least this long (SQLite's lock is not fair).
SYNC_PAUSE_SECONDS = 0.02

# Mail -----------------------------------------------------------------------------------------------------------
_mail_url = env.secret("MAIL_URL", needed=False, why="") or ("console:" if DEMO or DEBUG else "")
MAILERS = mailers(_mail_url)
# Whether there is a server to hand anything to.
MAIL_ON = bool(_mail_url)
MAIL_FROM = sender(env.text("MAIL_FROM", "backoffice@localhost" if DEMO or DEBUG else ""), needed=MAIL_ON)
# A mail waits so long before it leaves, so that it can be taken back.
MAIL_GRACE_SECONDS = env.number("MAIL_GRACE_SECONDS", default=10, least=0, most=600)

# People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.RoleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.adapter.LocalAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/5m/ip,80/h/ip,5/5m/key"}
USERSESSIONS_TRACK_ACTIVITY = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

# Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
# Each in its own language: who looks for it reads that one.
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["backoffice.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
# Most whole numbers of a template are ids in addresses and forms; core.money groups those that people read.
USE_THOUSAND_SEPARATOR = False

# Static files ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DJANGO_TABLES2_TEMPLATE = "core/_table.html"

# Security -------------------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
TRUST_PROXY = env.switch("TRUST_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None
# Where a visitor's address comes from (rate limits, audit): the last entry of X-Forwarded-For, or the connection.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Twelve hours after sign-in a session ends, whatever happened in between; earlier when nothing happened for a while.
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * env.number("SESSION_IDLE_MINUTES", default=480, least=30, most=720)
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "apps.core.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Logs -----------------------------------------------------------------------------------------------------------
LOGGING = logging_settings(json=not (DEBUG or DEMO), level=env.text("LOG_LEVEL", "INFO"))
