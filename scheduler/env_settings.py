"""The settings that operators choose, read from the environment or from a `.env` file beside manage.py.

All are read here, so that all errors are reported at once. `DEVELOPMENT=true` provides defaults for settings that
production must set. Without it, a missing one is an error.
"""

import os
from pathlib import Path

from accounts.languages import NAMES as LANGUAGES
from scheduler import addresses, environment, secrets, servers
from scheduler.environment import choice, number, parse_id, parse_name, several

BASE_DIR = Path(__file__).resolve().parent.parent
A_YEAR = 31_536_000

env = environment.load(BASE_DIR / ".env")

DEVELOPMENT = env.flag("DEVELOPMENT")
DEBUG = env.flag("DEBUG")
secret = env.require(
    "SECRET_KEY",
    secrets.parse_secret_key,
    "it signs sessions and forms; 50 random characters or more.",
    trial=DEVELOPMENT,
)
keys = env.require(
    "LINK_KEYS",
    secrets.parse_keyring,
    "it signs links, as 'kid:key' pairs, e.g. '00a:<64 hex digits>', the current one first.",
    trial=DEVELOPMENT,
)
# They encrypt secrets in the database. Without them second factors are stored in plain text, nobody can connect a
# calendar, and `check --deploy` warns.
sealing = env.find("SEALING_KEYS", secrets.parse_keyring)
address = env.require(
    "BASE_URL",
    addresses.parse_web_address,
    "links and mails carry it, e.g. 'https://meet.example.com'.",
    trial=DEVELOPMENT,
)
database = env.require(
    "DATABASE_URL",
    servers.parse_database,
    "production keeps its data in a PostgreSQL of your own, e.g. 'postgres://user@host/name'.",
    trial=DEVELOPMENT,
)
mail_server = env.find("EMAIL_URL", servers.parse_mail_server)
sender = env.find("FROM_EMAIL", addresses.parse_sender)
# What the product is called on its screens and in mails.
PRODUCT_NAME = env.read("PRODUCT_NAME", parse_name, "Admit One")
further_hosts = env.find("ALLOWED_HOSTS", addresses.parse_host_names) or []
# Who may sign up: with "first" the first organization only (all others by invitation), with "invite" nobody without an
# invitation, with "open" anybody.
SIGNUPS = env.read("SIGNUPS", choice("first", "invite", "open"), "first")
# Whether a reverse proxy sets headers about the client. Without a proxy, anybody could forge them.
BEHIND_PROXY = env.flag("BEHIND_PROXY")
# The operator's own networks, where calendar servers and webhooks may be reached on any port, and whether by plain http
# too.
PRIVATE_NETWORKS = env.find("PRIVATE_NETWORKS", addresses.parse_networks) or ()
PRIVATE_PLAIN_HTTP = env.flag("PRIVATE_PLAIN_HTTP")
if PRIVATE_PLAIN_HTTP and not PRIVATE_NETWORKS:
    env.refuse("PRIVATE_PLAIN_HTTP", "needs PRIVATE_NETWORKS too: plain http is spoken nowhere else.")
# Where meetings get rooms for video calls.
rooms = env.find("JITSI_URL", addresses.parse_room_address)
# What Google and Microsoft know this installation by, so that calendars can be connected there without a password.
GOOGLE_CLIENT_ID = env.read("GOOGLE_CLIENT_ID", parse_id, "")
GOOGLE_CLIENT_SECRET = env.read("GOOGLE_CLIENT_SECRET", parse_id, "")
MICROSOFT_CLIENT_ID = env.read("MICROSOFT_CLIENT_ID", parse_id, "")
MICROSOFT_CLIENT_SECRET = env.read("MICROSOFT_CLIENT_SECRET", parse_id, "")
MICROSOFT_TENANT = env.read("MICROSOFT_TENANT", parse_id, "common")
for vendor, client_id, client_secret in (
    ("GOOGLE", GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET),
    ("MICROSOFT", MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET),
):
    if bool(client_id) != bool(client_secret):
        missing = f"{vendor}_CLIENT_SECRET" if client_id else f"{vendor}_CLIENT_ID"
        env.refuse(missing, f"is not set: {vendor}_CLIENT_ID and {vendor}_CLIENT_SECRET go together.")
# Whether calendars are asked once more before a booking is decided.
FRESH_CHECK = env.flag("FRESH_CHECK", default=True)
redirect_to_https = env.flag("SECURE_SSL_REDIRECT", default=True)
# Both bind other sites of the same domain, and browsers remember them for a year: the operator decides.
hsts_subdomains, hsts_preload = env.flag("HSTS_SUBDOMAINS"), env.flag("HSTS_PRELOAD")
if hsts_preload and not hsts_subdomains:
    env.refuse("HSTS_PRELOAD", "needs HSTS_SUBDOMAINS too: browsers preload a domain only as a whole.")
connection_seconds = env.read("DATABASE_CONN_MAX_AGE", number(0, A_YEAR), "600")
DATABASE_POOLED = env.flag("DATABASE_POOLED")
# One more than the cores: rendering pages takes CPU time, and the rest is waiting for PostgreSQL.
WEB_PROCESSES = env.find("WEB_CONCURRENCY", number(1, 1_000)) or (os.cpu_count() or 1) + 1
# The token that reads the figures at /metrics. Without it there is no such address.
METRICS_TOKEN = env.find("METRICS_TOKEN", secrets.parse_bearer_token) or ""
# Which translations are offered; without it, those that are nearly complete. English is always offered.
languages = env.find("LANGUAGES", several(*LANGUAGES))
LANGUAGE_CODE = env.read("LANGUAGE_CODE", choice(*LANGUAGES), "en-gb")
LOG_LEVEL = env.read("LOG_LEVEL", choice("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING")
LOG_FORMAT = env.read("LOG_FORMAT", choice("text", "json"), "text")

BASE_URL = address or "http://localhost:8000"
HOST = addresses.host_of(BASE_URL)
if addresses.is_ip_address(HOST) and not sender and not DEVELOPMENT:
    env.refuse("FROM_EMAIL", "is not set, and BASE_URL has no name that mails could come from: give an address.")
env.exit_on_faults()
database_settings = servers.with_persistent_connections(
    database or servers.parse_database("postgres:///admit_one"), connection_seconds, DATABASE_POOLED
)
