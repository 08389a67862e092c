"""The web server's settings; any of gunicorn's can be changed on its command line."""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

from scheduler.logs import NoTokens


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The server's own log, which quotes requests that it could not read or did not finish."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(NoTokens())


# One process per core and one more: pages are CPU-bound, and the rest is waiting for PostgreSQL.
workers = int(os.environ.get("WEB_CONCURRENCY", (os.cpu_count() or 1) + 1))
# Loaded once and shared by the workers: quicker to start, and less memory.
preload_app = True
timeout = 30
graceful_timeout = 10
# No access log: the addresses of links are secrets. A reverse proxy that logs must redact /l/ and /b/ likewise.
accesslog = None
loglevel = "warning"
logger_class = ServerLog
# It offers remote control through a socket in the home directory; nothing here uses it.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What is loaded now lives as long as the server: collecting it again and again would slow every request."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
