"""The production web server: gunicorn, after all settings are validated. It takes gunicorn's arguments.

By itself gunicorn reads WEB_CONCURRENCY first, and ends with a traceback if that is not a number.
"""

import runpy
import sys

from scheduler.env_settings import BASE_DIR


def main() -> None:
    """Serve until a signal ends it."""
    sys.argv = ["gunicorn", "-c", str(BASE_DIR / "scheduler" / "gunicorn.py"), *sys.argv[1:], "scheduler.wsgi"]
    runpy.run_module("gunicorn", run_name="__main__")


if __name__ == "__main__":
    main()
