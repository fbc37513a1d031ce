"""A real CAS server, run by the Python of .venv-cas: `run_cas.py FOLDER NUMBER PASSWORD` prints its port and serves.

Whoever signs in as NUMBER is said to have shown a password and a token.
"""

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from django.conf import settings
from django.urls import include, path

folder, number, password = sys.argv[1:]
settings.configure(
    SECRET_KEY="nothing here is meant to survive",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "cas.sqlite3")}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "cas_server",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
    CAS_AUTH_CLASS="cas_server.auth.TestAuthUser",
    CAS_TEST_USER=number,
    CAS_TEST_PASSWORD=password,
    CAS_TEST_ATTRIBUTES={"staffNumber": f"T-{number}", "authenticationMethod": "token"},
    CAS_NEW_VERSION_HTML_WARNING=False,
)
urlpatterns = []  # once the applications are there


class Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


if __name__ == "__main__":
    import django

    django.setup()
    from cas_server.models import ReplaceAttributName, ServicePattern
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    urlpatterns.append(path("", include("cas_server.urls", namespace="cas_server")))
    call_command("migrate", verbosity=0)
    anywhere = ServicePattern.objects.create(name="anywhere", pattern=r"^http://localhost:\d+/.*$")
    ReplaceAttributName.objects.create(name="*", service_pattern=anywhere)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)  # noqa: T201
    server.serve_forever()
