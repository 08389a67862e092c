"""A real Chromium, the one on this machine, against a live server."""

import shutil
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.conf import LazySettings, settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scheduler.static_files import StaticFiles
from tests.patience import wait_for

WHOLE = ["chromium", "chromium-browser", "google-chrome"]
WHOLE_CHROMIUM = next(filter(None, map(shutil.which, WHOLE)), None)
# The same engine without a desktop's windows, where it is installed: a page costs a fifth of the time.
CHROMIUM = shutil.which("chromium-headless-shell") or WHOLE_CHROMIUM


@pytest.fixture(scope="session")
def base_url() -> None:
    """The plug-in's own is written in a way that pytest warns of, and warnings are errors; `site` stands for it."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Containers have neither the sandbox nor a graphics card."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture(autouse=True, scope="package")
def collected_static_files(plain_static_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Stylesheets in one piece, as in production. What axe does to read `@import`s, our policy refuses."""
    whole = tmp_path_factory.mktemp("static")
    production = settings.STORAGES | {"staticfiles": {"BACKEND": "scheduler.static_files.StaticFiles"}}
    # Nobody asks the live server for what is compressed beforehand.
    plain = mock.patch.object(StaticFiles, "compress_files", return_value=())
    with override_settings(STORAGES=production, STATIC_ROOT=whole), plain:
        call_command("collectstatic", interactive=False, verbosity=0)
    # The live server looks there for what a page names.
    with override_settings(STATICFILES_DIRS=[whole]):
        yield


@pytest.fixture(autouse=True, scope="session")
def patient() -> None:
    """What is to come is waited for as long as what is to be pressed; Playwright would give it five seconds."""
    expect.set_options(timeout=30_000)


@pytest.fixture(autouse=True, scope="session")
def no_connection_is_kept() -> None:
    """The server's threads would still hold theirs when the test database is to go."""
    connections.settings["default"]["CONN_MAX_AGE"] = 0


@pytest.fixture
def site(live_server: LiveServer, settings: LazySettings) -> Iterator[str]:
    """The address of the running application, as its links and mails say it."""
    settings.BASE_URL = live_server.url
    settings.SIGNUPS = "open"
    # Tests of other kinds, before in the same process, may have left one open.
    earlier = connected()
    yield str(live_server.url)
    # What a page still asks for while its test ends would be in a deadlock with the emptying of the tables.
    wait_for(lambda: connected() <= earlier, "The server still answers.")


def connected() -> set[int]:
    """The other connections to the database, by the ids of their processes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


@pytest.fixture
def no_errors(page: Page) -> Any:
    """Fails the test on an error of a script, or on what the content security policy refused."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield
    assert errors == []
