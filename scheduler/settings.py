"""All settings. Those that operators choose are read by `scheduler/env_settings.py`."""

from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from accounts.languages import ENGLISH_BY_REGION, NAMES
from scheduler import env_settings as env
from scheduler import languages, secrets, zone_data
from scheduler.addresses import is_ip_address
from scheduler.env_settings import A_YEAR, BASE_DIR

VAR_DIR = BASE_DIR / "var"

# Chosen by operators ------------------------------------------------------------------------------------

DEVELOPMENT, DEBUG = env.DEVELOPMENT, env.DEBUG
BASE_URL, HOST = env.BASE_URL, env.HOST
SIGNUPS = env.SIGNUPS
BEHIND_PROXY = env.BEHIND_PROXY
PRIVATE_NETWORKS, PRIVATE_PLAIN_HTTP = env.PRIVATE_NETWORKS, env.PRIVATE_PLAIN_HTTP
JITSI_URL = env.rooms or ("https://meet.jit.si" if DEVELOPMENT else "")
FRESH_CHECK = env.FRESH_CHECK
GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET = env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET
MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET = env.MICROSOFT_CLIENT_ID, env.MICROSOFT_CLIENT_SECRET
MICROSOFT_TENANT = env.MICROSOFT_TENANT
DATABASE_POOLED = env.DATABASE_POOLED
WEB_PROCESSES = env.WEB_PROCESSES
METRICS_TOKEN, PRODUCT_NAME = env.METRICS_TOKEN, env.PRODUCT_NAME
LOG_LEVEL, LOG_FORMAT = env.LOG_LEVEL, env.LOG_FORMAT

# Keys, hosts, database ----------------------------------------------------------------------------------

SECRET_KEY = env.secret or secrets.read_or_create(VAR_DIR / "secret_key")
LINK_KEYS = env.keys or secrets.parse_keyring(secrets.read_or_create(VAR_DIR / "link_keys", prefix="00a:"))
SEALING_KEYS: dict[str, bytes] = env.sealing or (
    secrets.parse_keyring(secrets.read_or_create(VAR_DIR / "sealing_keys", prefix="00a:")) if DEVELOPMENT else {}
)
ALLOWED_HOSTS: list[str] = ["*"] if DEVELOPMENT and not env.further_hosts else [HOST, *env.further_hosts]
CSRF_TRUSTED_ORIGINS: list[str] = [BASE_URL]

DATABASES = {"default": env.database_settings}

# Mail ---------------------------------------------------------------------------------------------------

MAIL_DIR = VAR_DIR / "mail"
MAIL_TO_FILES = env.mail_server is None
if env.mail_server is not None:
    vars().update(env.mail_server)
else:
    EMAIL_BACKEND = "deliveries.files.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.sender or f"admit-one@{'localhost' if is_ip_address(HOST) else HOST}"
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
    "allauth.usersessions",
    "csp",
    "accounts",
    "deliveries",
    "calendars",
    "pages",
    "links",
    "bookings",
]

MIDDLEWARE = [
    # First, to see all answers. A probe asks by any host name, without https, and as often as it likes.
    "scheduler.metrics.Metrics",
    "scheduler.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages shrink to a quarter. Random padding keeps the compressed length from revealing secrets (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "scheduler.body_limit.RejectLargeBodies",
    "accounts.middleware.NoStore",
    "scheduler.outage.WatchDatabase",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UsersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.EndSessions",
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
            "builtins": ["scheduler.tags", "scheduler.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                # Lazy, too.
                "scheduler.owners_context.for_owners",
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
# Conditions that are asked together with who is signed in, on every request.
USER_FLAGS = {
    "has_checked_calendars": "calendars.queries.HAS_CHECKED",
    "has_disabled_webhooks": "deliveries.webhooks.queries.HAS_DISABLED",
}
AUTHENTICATION_BACKENDS = ["accounts.backends.WithOrganization", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
    {"NAME": "accounts.passwords.ContextValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# What ends beside sessions, in the same commit, when a user is deactivated: functions of apps above `accounts`, each
# called with the user.
ON_DEACTIVATION = [
    "calendars.actions.connecting.disconnect_all",
    "bookings.actions.feeds.withdraw_on_deactivation",
    "deliveries.webhooks.actions.hand_over_endpoints",
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
# In seconds: addresses that set a new password, and codes.
PASSWORD_RESET_TIMEOUT, ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 3_600, 300
# One address per user: a new one replaces the old one once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.reset_tokens.ResetTokens"  # noqa: S105
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Changing the address or the second factor asks for the password again.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "signup": "owner.entrance.forms.SignUpForm",
    "request_login_code": "owner.entrance.forms.RequestCodeForm",
}
ACCOUNT_SESSION_REMEMBER = True
# Seconds after which a session ends, however much it is used; and without any use.
SESSION_COOKIE_AGE = 30 * 86_400
SESSION_IDLE = 7 * 86_400
# A mail for each change to how somebody signs in.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# In addition to allauth's own limits: an invitation sends a mail to an address that the sender chooses.
ACCOUNT_RATE_LIMITS = {
    # Failed sign-ins by password (`accounts.lockout`), and codes by email.
    "sign_in": "10/m/ip,5/5m/key",
    "sign_in_account": "100/h/key",
    "sign_in_device": "5/5m/key",
    "request_login_code": "20/m/ip",
    "login_code": "3/m/key",
    "invite": "60/h/user,3/h/key",
    "invite_guest": "5/h/key",
    "public_booking": "60/h/ip",
    "bulk_links": "20/h/key",
    "api_booking": "60/h/key",
    "ask_pairing": "10/h/ip",
    # Wrong letters.
    "pair": "5/10m/user",
    "ask_for_link": "20/h/ip",
    "mail_own": "20/h/ip,6/h/key",
    # Each calls a server that somebody else runs.
    "connect_calendar": "20/h/user",
    "check_calendars": "10/h/user",
}
MFA_ADAPTER = "accounts.second_factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = env.PRODUCT_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEVELOPMENT

# Security -----------------------------------------------------------------------------------------------

HTTPS = BASE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and env.redirect_to_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = A_YEAR if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and env.hsts_subdomains
SECURE_HSTS_PRELOAD = HTTPS and env.hsts_preload
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
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
LANGUAGE_CODE = env.LANGUAGE_CODE
LANGUAGES: list[tuple[str, Any]] = [(code, NAMES[code]) for code in languages.choose(env.languages, LANGUAGE_CODE)]
# English of a region has no words of its own, only its clock and its first day of the week.
LANGUAGES += [(code, _("English")) for code in ENGLISH_BY_REGION]
# Translations of what customers read, and no more; and those that no speaker has read.
CUSTOMERS_ONLY, UNREVIEWED = languages.customer_only_languages(LANGUAGE_CODE), languages.unreviewed_languages()
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
# Chosen here, because every process reads its settings before it uses a zone.
ZONE_DATA = zone_data.choose_zone_data()

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
AS_WRITTEN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STATIC_FILES = AS_WRITTEN if DEVELOPMENT and DEBUG else "scheduler.static_files.StaticFiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_FILES},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_tokens": {"()": "scheduler.logs.NoTokens"}, "no_outages": {"()": "scheduler.logs.NoOutages"}},
    "formatters": {"text": {"()": "scheduler.logs.TextLines"}, "json": {"()": "scheduler.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["no_tokens"], "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"filters": ["no_outages"]},
    },
}
