"""The settings of the web server. All of gunicorn's settings can be changed on its command line."""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from gunicorn.glogging import Logger

from scheduler.logs import NoTokens
from scheduler.settings import METRICS_TOKEN, WEB_PROCESSES

FOLDER_PREFIX = "admit-one-metrics-"
# The folder of the counters, for `scheduler/metrics.py`. The library reads the variable when it is imported; a reload
# keeps it.
if METRICS_TOKEN and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix=FOLDER_PREFIX)


class ServerLog(Logger):  # type: ignore[misc]  # gunicorn has no types
    """The server's error log, with tokens redacted: it quotes requests that could not be read or finished."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(NoTokens())


# Slow clients do not block it; see docs/decisions/0024.
worker_class = "scheduler.buffering.BufferingWorker"
workers = WEB_PROCESSES
# Load the application once and share it: workers start faster and take less memory.
preload_app = True
timeout = 30
graceful_timeout = 10
# No access log, because it would hold tokens. A reverse proxy that logs must redact /l/, /b/, /feed/ and others
# likewise (docs/operating.md).
accesslog = None
loglevel = "warning"
logger_class = ServerLog
# Remote control through a socket in the home directory, which is not used here.
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Load what requests need, once for all workers, and exempt it from garbage collection.

    Else each worker would load it while its first visitors wait, at each reload again. It lives as long as the server,
    and scanning it is slow. There is no socket yet: the proxy asks another server meanwhile.
    """
    # Loads the site map, and with it all views.
    reverse("home")
    folder = Path(settings.BASE_DIR, "templates")
    for path in folder.rglob("*.*"):
        get_template(str(path.relative_to(folder)))
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def on_exit(server: Any) -> None:
    """Delete the counters' files, so that the next server begins at zero.

    While one server takes over from another (signal USR2), the one that ends first leaves them to the other.
    """
    if server.reexec_pid or (server.master_pid and server.master_pid == os.getppid()):
        return
    folder = Path(os.environ.get("PROMETHEUS_MULTIPROC_DIR", ""))
    # A folder that the operator named may hold counters of others.
    if folder.name.startswith(FOLDER_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)
