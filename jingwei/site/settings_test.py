"""Settings for the tests: the same program, with nothing that waits, compresses or goes out."""

import atexit
import os
import shutil
import tempfile

# Never the folder of a running college, and one for each worker of pytest-xdist: they see nothing of each other's files.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["JINGWEI_TEST_HOME"] = tempfile.mkdtemp(prefix="jingwei-test-")
    atexit.register(shutil.rmtree, os.environ["JINGWEI_TEST_HOME"], ignore_errors=True)
os.environ["JINGWEI_HOME"] = os.path.join(  # noqa: PTH118 - before anything else is imported
    os.environ["JINGWEI_TEST_HOME"], os.environ.get("PYTEST_XDIST_WORKER", "main")
)

from .settings import *  # noqa: F403
from .settings import DATABASES, HOME, HUEY, MIDDLEWARE, STORAGES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: threads that race for a row must meet the lock that users meet. Only the disk is not waited for.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
    )

MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HUEY = {**HUEY, "huey_class": "huey.MemoryHuey", "immediate": True}
OUTBOX_NUDGE = False  # tests call deliver_due() where they mean it
AXES_ENABLED = False
ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
