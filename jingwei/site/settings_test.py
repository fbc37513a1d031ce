"""Settings for the tests: the same program, with nothing that waits, compresses or goes out."""

import os
import tempfile

os.environ.setdefault("JINGWEI_HOME", tempfile.mkdtemp(prefix="jingwei-test-"))

from .settings import *  # noqa: E402, F403
from .settings import HUEY, MIDDLEWARE  # noqa: E402

MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
HUEY = {**HUEY, "huey_class": "huey.MemoryHuey", "immediate": True}
OUTBOX_NUDGE = False  # tests call deliver_due() where they mean it
AXES_ENABLED = False
ALLOWED_HOSTS = ["*"]
