"""A plug-in, named in pyproject.toml: brings the embedded PostgreSQL up before Django reads its settings."""

import os

os.environ.setdefault("DEVELOPMENT", "true")
# Playwright runs a loop in the main thread; the ORM would refuse to work beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

from scheduler import postgres

postgres.ensure()
