"""All settings, read from the environment or from a `.env` file beside manage.py.

`DEVELOPMENT=true` provides defaults for settings that production must set. Without it, a missing one is an error.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from core.dates import ENGLISH
from scheduler import secrets, zone_data

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(str(BASE_DIR / ".env"))

DEVELOPMENT = env.bool("DEVELOPMENT", default=False)
DEBUG = env.bool("DEBUG", default=False)


def required(name: str, why: str) -> str:
    """Return the setting's value. Outside development, raise ImproperlyConfigured if it is empty.

    `why` tells the operator what the setting is needed for.
    """
    value: str = env.str(name, default="")
    if not value and not DEVELOPMENT:
        raise ImproperlyConfigured(f"{name} is not set: {why} For a trial on this machine set DEVELOPMENT=true.")
    return value


# Settings that production must provide ------------------------------------------------------------------

SECRET_KEY = required("SECRET_KEY", "it signs sessions and forms; 50 random characters or more.") or secrets.kept(
    VAR_DIR / "secret_key"
)
LINK_KEYS = secrets.keyring(
    required("LINK_KEYS", "it signs links, as 'kid:key' pairs, e.g. '00a:<64 hex digits>', the current one first.")
    or secrets.kept(VAR_DIR / "link_keys", prefix="00a:")
)
BASE_URL = (
    required("BASE_URL", "links and mails carry it, e.g. 'https://meet.example.com'.") or "http://localhost:8000"
).rstrip("/")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[]) or (
    ["*"] if DEVELOPMENT else [BASE_URL.split("//", 1)[-1].split("/")[0].split(":")[0]]
)
CSRF_TRUSTED_ORIGINS: list[str] = [BASE_URL]

required("DATABASE_URL", "production keeps its data in a PostgreSQL of your own, e.g. 'postgres://user@host/name'.")
DATABASES: dict[str, Any] = {"default": env.db_url("DATABASE_URL", default="postgres:///admit_one")}
DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
# In seconds and milliseconds: a host that does not answer is given up long before the web server kills the waiting
# process. The options in DATABASE_URL take precedence.
OPTIONS: dict[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 10_000}
OPTIONS |= {"keepalives_idle": 5, "keepalives_interval": 5} | DATABASES["default"].get("OPTIONS", {})
# Statements are prepared once per connection, because planning the joins takes longer than running them.
OPTIONS |= {"server_side_binding": True, "prepare_threshold": None if DATABASE_POOLED else 2}
DATABASES["default"] |= {
    "OPTIONS": OPTIONS,
    "ATOMIC_REQUESTS": False,
    # Persistent, because a new connection takes longer than most requests.
    "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=600),
    "CONN_HEALTH_CHECKS": True,
    # PgBouncer in transaction mode does not support server-side cursors.
    "DISABLE_SERVER_SIDE_CURSORS": DATABASE_POOLED,
    "TEST": {"NAME": env.str("TEST_DATABASE", default="test_admit_one")},
}

# Who may sign up: with "first" the first organization only (all others by invitation), with "invite" nobody without an
# invitation, with "open" anybody.
SIGNUPS = env.str("SIGNUPS", default="first")
if SIGNUPS not in {"first", "invite", "open"}:
    raise ImproperlyConfigured("SIGNUPS is one of: first, invite, open.")

# Mail ---------------------------------------------------------------------------------------------------

MAIL_DIR = VAR_DIR / "mail"
EMAIL_URL = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="") or f"admit-one@{BASE_URL.split('//')[-1].split(':')[0]}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Applications -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "scheduler.apps.AdminSite",
    "scheduler.apps.Project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "accounts",
    "deliveries",
    "pages",
    "links",
    "bookings",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages shrink to a quarter. Random padding keeps the compressed length from revealing secrets (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.middleware.NoStore",
    "scheduler.outage.Watch",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ViewersZone",
]

ROOT_URLCONF = "scheduler.urls"
WSGI_APPLICATION = "scheduler.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                # The share dialog on owners' pages. It is lazy, so other pages do not pay for it.
                "owner.links.views.share.dialog",
                # The number of requests for new links. It is lazy, too.
                "owner.links.views.requests.waiting",
            ],
        },
    }
]

CACHES = {
    # In PostgreSQL, because rate limits must count over all workers, not in the memory of one.
    "default": {
        "BACKEND": "accounts.cache.Cache",
        "LOCATION": "cache",
        # Above this, a third is deleted. Somebody who tries passwords would fill Django's default of 300.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

SILENCED_SYSTEM_CHECKS = [
    # The check does not see that a constraint on Upper("email") keeps addresses unique.
    "auth.W004",
    # HSTS for subdomains and preloading are the operator's choice: they bind sites that are none of ours.
    "security.W005",
    "security.W021",
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in ---------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# One address per user: a new one replaces the old one once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Changing the address or the second factor asks for the password again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"signup": "owner.entrance.forms.SignUpForm"}
ACCOUNT_SESSION_REMEMBER = True
# In addition to allauth's own limits: an invitation sends a mail to an address that the sender chooses.
ACCOUNT_RATE_LIMITS = {
    "invite": "60/h/user,3/h/key",
    "invite_guest": "5/h/key",
    "public_booking": "60/h/ip",
    "ask_for_link": "20/h/ip",
    "mail_own": "20/h/ip,6/h/key",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Admit One"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT

# Security -----------------------------------------------------------------------------------------------

HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
# Whether a reverse proxy sets headers about the client. Without a proxy, anybody could forge them.
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Both bind other sites of the same domain, and browsers remember them for a year: the operator decides.
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = HTTPS and env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured("HSTS_PRELOAD needs HSTS_SUBDOMAINS too: browsers preload a domain only as a whole.")
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
# `no-referrer` would make browsers send `Origin: null`, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "strict-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # `data:` is for pictures inside pages: the QR code for authenticator apps.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# No form here has more fields. A request with too many is refused before it is parsed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# Language, time, static files ---------------------------------------------------------------------------

# For visitors without a supported language: the 24-hour clock and weeks from Monday suit most of the world.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English (United States)")), ("en-gb", _("English (United Kingdom)"))]
# English of a region has no words of its own, only its clock and its first day of the week.
LANGUAGES += [(code, _("English")) for code in ENGLISH if code != "en-gb"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# Chosen here, because every process reads its settings before it uses a zone.
ZONE_DATA = zone_data.settle()

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT and DEBUG
        else "scheduler.static_files.StaticFiles"
    },
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "scheduler.logs.NoTokens"}, "no_outages": {"()": "scheduler.logs.NoOutages"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_tokens"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["no_outages"]},
    },
}
