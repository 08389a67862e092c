"""The web server's settings; any of gunicorn's can be changed on its command line."""

import os

# One process per core and one more: pages are CPU-bound, and the rest is waiting for PostgreSQL.
workers = int(os.environ.get("WEB_CONCURRENCY", (os.cpu_count() or 1) + 1))
# Loaded once and shared by the workers: quicker to start, and less memory.
preload_app = True
timeout = 30
graceful_timeout = 10
# No access log: the addresses of links are secrets. A reverse proxy that logs must redact /l/ and /b/ likewise.
accesslog = None
