"""The production web server: gunicorn, once all settings are judged. What follows on the command line is gunicorn's.

By itself gunicorn reads WEB_CONCURRENCY first, and ends in a traceback where that is no number.
"""

import runpy
import sys

from scheduler.env_settings import BASE_DIR


def main() -> None:
    """Serve until told to stop."""
    sys.argv = ["gunicorn", "-c", str(BASE_DIR / "scheduler" / "gunicorn.py"), *sys.argv[1:], "scheduler.wsgi"]
    runpy.run_module("gunicorn", run_name="__main__")


if __name__ == "__main__":
    main()
