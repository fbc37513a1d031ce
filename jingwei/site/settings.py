"""Settings, all from the environment; the defaults run a college on one machine out of one folder, JINGWEI_HOME."""

import hashlib
import os
import secrets
from pathlib import Path

import environ

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]  # the checkout
HOME = Path(env("JINGWEI_HOME", default=str(ROOT / "var"))).expanduser().resolve()  # database, files, keys
DEBUG = env.bool("DEBUG", default=False)


def _kept_secret(name: str) -> str:
    """A secret made once and kept in JINGWEI_HOME, readable by its owner only."""
    file = HOME / "keys" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default=None) or _kept_secret("secret-key")
# The secrets of second factors lie in the database under the first of these, and these do not; the others only open.
FACTOR_KEYS = [
    hashlib.sha256(secret.encode()).digest()
    for secret in (env("FACTOR_KEY", default=None) or _kept_secret("factor-key")).split()
]
ERASURE_KEY = _kept_secret("erasure-key")
ERASURES_DIR = HOME / "erasures"  # what was erased, as keyed fingerprints; kept apart from the backups of the database
TRAIL_KEY_FILE = HOME / "keys" / "trail-ed25519.pem"
TRAIL_OLD_KEYS_DIR = HOME / "old-trail-keys"  # public halves of keys that signed heads before
TRAIL_HEADS_DIR = HOME / "heads"  # the heads of the trail's chain, outside the database
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PORT = env.int("PORT", default=8000)
SITE_URL = env("SITE_URL", default=f"http://localhost:{PORT}")
# How many servers stand in front, one behind the other, and each writes whom it saw (core/callers.py). None: nobody said.
PROXIES = env.int("PROXIES", default=None)
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "jingwei.site",
    "jingwei.dashboards",
    "jingwei.exchange",
    "jingwei.posts",
    "jingwei.privacy",
    "jingwei.sign_in",
    "jingwei.cases",
    "jingwei.grids",
    "jingwei.party",
    "jingwei.housing",
    "jingwei.people",
    "jingwei.terms",
    "jingwei.api",
    "jingwei.gate",
    "jingwei.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "axes",
    "huey.contrib.djhuey",
]

MIDDLEWARE = [
    "jingwei.site.headers.HeadersMiddleware",
    "jingwei.gate.security_log.SecurityLogMiddleware",
    "jingwei.site.bodies.BodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "jingwei.gate.pages.GateMiddleware",
    "jingwei.gate.sent.SentMiddleware",
]

ROOT_URLCONF = "jingwei.site.urls"
WSGI_APPLICATION = "jingwei.site.wsgi.application"

_LOADERS = [
    (
        "template_partials.loader.Loader",
        [
            (
                "django.template.loaders.cached.Loader",
                [
                    "django_cotton.cotton_loader.Loader",
                    "django.template.loaders.filesystem.Loader",
                    "django.template.loaders.app_directories.Loader",
                ],
            )
        ],
    )
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "jingwei" / "site" / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS,
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jingwei.site.navigation.navigation",
                "jingwei.site.look.look",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
COTTON_DIR = "cotton"

# --- data ----------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'jingwei.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes the lock at once, so concurrent writers wait and none is lost.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-32000;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES_DIR = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # without files
BODY_MOST = 64 * 1024 * 1024  # with them: a term's workbooks together are a few
FILE_UPLOAD_PERMISSIONS = 0o600

# --- people --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jingwei.sign_in.backend.EvenBackend",
    "django.contrib.auth.backends.ModelBackend",  # whose name stands in sessions
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["number", "name_pinyin"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "jingwei.sign_in.passwords.Guessable"},
]
LOGIN_URL = "sign_in:sign-in"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "sign_in:sign-in"
GATE_THRESHOLD = "jingwei.site.threshold.before_answer"
GATE_POST_SOURCES = ["jingwei.housing.queries.resident_posts"]
GATE_STEP_UP = "jingwei.sign_in.threshold.step_up"
GATE_PACE_ALARM = "jingwei.privacy.actions.pace.alarm"
HOME_TASKS = ["jingwei.privacy.queries.errands"]
HOUSING_ROOM_PANELS = ["jingwei.dashboards.places.room_care"]
# A campus sits behind one address: guesses are counted by account, never by address alone (sign_in/guard.py).
AXES_HANDLER = "jingwei.sign_in.guard.Handler"
AXES_LOCKOUT_PARAMETERS = ["username"]
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it asks for the address
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_TEMPLATE = "sign_in/locked_out.html"
AXES_VERBOSE = False
MFA_ADAPTER = "jingwei.sign_in.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_COOKIES = SITE_URL.startswith("https://")
COOKIE_PREFIX = "__Host-" if SECURE_COOKIES else ""  # browsers then take them from this host alone, for the whole of it
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = COOKIE_PREFIX + "sessionid", COOKIE_PREFIX + "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "jingwei.site.views.csrf_failure"

# --- the API -------------------------------------------------------------------------------------------------------
API_CALLS_A_MINUTE = env.int("API_CALLS_A_MINUTE", default=600)  # an account, counted by each process for itself

# --- the school's own sign-in (docs/operations.md) ----------------------------------------------------------------
CAS_SERVER_URL = env("CAS_SERVER_URL", default="")
CAS_VERSION = "3"
CAS_NAME = env("CAS_NAME", default="")  # what the button says
CAS_NUMBER_ATTRIBUTE = env("CAS_NUMBER_ATTRIBUTE", default="")  # empty: the user's name is the number
CAS_SECOND_FACTOR = env("CAS_SECOND_FACTOR", default="")  # attribute=value
OIDC_NAME = env("OIDC_NAME", default="")
OIDC_SECOND_FACTOR = env.list("OIDC_SECOND_FACTOR", default=[])  # values of acr or amr
OIDC_ISSUER = env("OIDC_ISSUER", default="")
WECOM_CORP_ID = env("WECOM_CORP_ID", default="")
SOCIALACCOUNT_ADAPTER = "jingwei.sign_in.school.adapter.SchoolAdapter"
SCHOOL_NUMBERS_AGREE = env.bool("SCHOOL_NUMBERS_AGREE", default=False)  # the ways in below mean the same by a number
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "school",
                "name": "school",
                "client_id": env("OIDC_CLIENT_ID"),
                "secret": env("OIDC_CLIENT_SECRET"),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "uid_field": env("OIDC_NUMBER_CLAIM", default="preferred_username"),
                    "scope": env.list("OIDC_SCOPE", default=["openid", "profile"]),
                },
            }
        ],
    }
if WECOM_CORP_ID:
    SOCIALACCOUNT_PROVIDERS["wecom"] = {
        "APPS": [
            {
                "client_id": WECOM_CORP_ID,
                "secret": env("WECOM_SECRET"),
                "key": env("WECOM_AGENT_ID"),
                "settings": {
                    "server_url": env("WECOM_URL", default="https://qyapi.weixin.qq.com"),
                    "login_url": env("WECOM_LOGIN_URL", default="https://login.work.weixin.qq.com/wwlogin/sso/login"),
                    "inside_url": env(
                        "WECOM_INSIDE_URL", default="https://open.weixin.qq.com/connect/oauth2/authorize"
                    ),
                },
            }
        ]
    }

# --- words ---------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = COOKIE_PREFIX + "language"
LOCALE_PATHS = sorted(str(path) for path in (ROOT / "jingwei").glob("*/locale"))
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- static files --------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_DIR}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

# --- headers -------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# What a page of ours never asks the browser for; passkeys are the exception.
NEVER_ASKED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media fullscreen geolocation gyroscope hid "
    "magnetometer microphone midi payment picture-in-picture screen-wake-lock serial sync-xhr usb xr-spatial-tracking"
)
PASSKEYS = "publickey-credentials-create publickey-credentials-get"
SITE_HEADERS = {  # with every answer, by HeadersMiddleware
    "Server": "jingwei",  # where nothing stands the server writes its own name
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        [*(f"{name}=()" for name in NEVER_ASKED.split()), *(f"{name}=(self)" for name in PASSKEYS.split())]
    ),
}
if SECURE_COOKIES:  # by the address people type: the server itself may stand behind one that speaks TLS
    SITE_HEADERS["Strict-Transport-Security"] = "max-age=31536000"

# --- worker and mail -----------------------------------------------------------------------------------------------
HUEY = {
    "huey_class": "huey.SqliteHuey",
    "name": "jingwei",
    "filename": str(HOME / "queue.sqlite3"),
    "immediate": False,
    "consumer": {"workers": 2, "periodic": True, "verbose": False},  # warnings only
}
OUTBOX_NUDGE = True
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="jingwei@localhost")
MAIL_DOMAIN = env("MAIL_DOMAIN", default="jingwei.localhost")

# --- the college ---------------------------------------------------------------------------------------------------
SCHOOL_CODE = env("SCHOOL_CODE", default="10000")  # first five digits of every place code
SOURCE_CODE = env("SOURCE_CODE", default="01")  # first two digits of every case number
COLLEGE_NAME = env("COLLEGE_NAME", default="国服院")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "jingwei.core.logs.QuietFormatter",
            "fmt": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
    # Refusals have their own line, of jingwei.security, which quotes nothing. These two would quote addresses.
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        "jingwei.security": {"level": "INFO"},  # who came in has a line as well
    },
}
