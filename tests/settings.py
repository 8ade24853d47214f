"""Settings of the test suite: the product's own, with keys, short timings and a throw-away folder."""

import os
import tempfile
from pathlib import Path

# One folder per process of a parallel run: each has its own queue, limits and database.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
_root = os.environ.setdefault("BACKOFFICE_TEST_VAR", tempfile.mkdtemp(prefix="backoffice-test-"))
_var = str(Path(_root) / _worker)
os.environ.update(
    BACKOFFICE_VAR=_var,
    SECRET_KEY="test-secret-key-test-secret-key-test-secret-key-12345",
    AUDIT_KEY="test-audit-key",
    LOGICTRADE_WRITES="on",
    LOGICTRADE_RATE="1000",
    BACKOFFICE_DEMO="on",
)
os.environ.setdefault("LOGICTRADE_API_KEY", "test-key")
os.environ.setdefault("LOGICTRADE_URL", "http://127.0.0.1:1")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(_var) / 'dev.sqlite3'}")

from backoffice.settings import *  # noqa: E402, F403
from backoffice.settings import DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
# whitenoise warns when the folder it serves from is missing.
(Path(_var) / "static").mkdir(parents=True, exist_ok=True)
# A file, not memory: the outbox, the sync and the audit log are about real commits.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(Path(_var) / "test.sqlite3")}
    # Tests kill processes, not machines: nothing has to reach the disk (5 ms of each commit).
    _options = DATABASES["default"]["OPTIONS"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
# Tests read the English texts unless they ask for Dutch ones.
LANGUAGE_CODE = "en"
