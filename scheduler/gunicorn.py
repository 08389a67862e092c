"""The settings of the web server. All of gunicorn's settings can be changed on its command line."""

import gc
from typing import Any

from gunicorn.glogging import Logger

from scheduler.logs import NoTokens
from scheduler.settings import WEB_PROCESSES


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The server's error log, with tokens redacted: it quotes requests that could not be read or finished."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(NoTokens())


workers = WEB_PROCESSES
# Load the application once and share it: workers start faster and take less memory.
preload_app = True
timeout = 30
graceful_timeout = 10
# No access log, because it would hold tokens. A reverse proxy that logs must redact /l/ and /b/ likewise.
accesslog = None
loglevel = "warning"
logger_class = ServerLog
# Remote control through a socket in the home directory, which is not used here.
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Exempt what is loaded now from garbage collection. It lives as long as the server, and scanning it is slow."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
