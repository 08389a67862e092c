"""The project's settings, for processes that need no collected static files and count no visits."""

from ipaddress import ip_network

from scheduler.settings import *  # noqa: F403

# The tests' own calendar servers are on this machine.
PRIVATE_NETWORKS, PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True

# All customers of these tests sit at one address.
ACCOUNT_RATE_LIMITS = {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
