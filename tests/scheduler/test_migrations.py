"""A migration stays as it was written, whatever becomes of our modules: it names none of them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from accounts.models import User
from links.models import Link
from pages.models import EventType, Schedule

# The packages of this repository.
OURS = {path.parent.name for path in settings.BASE_DIR.glob("*/__init__.py")}
MIGRATIONS = sorted(settings.BASE_DIR.glob("*/migrations/*.py"))


def imported(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."


def ours(source: str, own: str = "") -> list[str]:
    """Which of our modules it imports, those beneath `own` aside."""
    return [one for one in imported(source) if one.split(".")[0] in OURS and not one.startswith(f"{own}.migrations")]


def test_no_migration_imports_a_module_of_ours():
    assert len(MIGRATIONS) > 20
    found = {str(path): ours(path.read_text(), own=path.parts[-3]) for path in MIGRATIONS}
    assert {path: modules for path, modules in found.items() if modules} == {}


@pytest.mark.parametrize("source", ["import core.tokens", "from accounts import zones", "import django, pages"])
def test_an_import_of_ours_is_seen(source):
    assert len(ours(source)) == 1


def test_new_migrations_would_import_none_of_ours():
    """What `makemigrations` would write of all our models, were there no migration yet."""
    own = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    questioner = MigrationQuestioner(specified_apps=own)
    detector = MigrationAutodetector(ProjectState(), ProjectState.from_apps(apps), questioner)
    made = detector.changes(MigrationGraph(), trim_to_apps=own)
    found = {label: [ours(MigrationWriter(one).as_string()) for one in made.get(label, ())] for label in own}
    assert set(found) >= {"accounts", "deliveries", "pages", "links", "bookings"}
    assert {label: modules for label, modules in found.items() if any(modules)} == {}


@pytest.mark.parametrize(
    ("model", "name", "wrong"),
    [
        (User, "time_zone", "Mars/Base"),
        (Schedule, "time_zone", "Mars/Base"),
        (EventType, "questions", [{"name": "?"}]),
        (EventType, "reminders", [0]),
    ],
)
def test_rules_outside_migrations_still_hold(model, name, wrong):
    with pytest.raises(ValidationError):
        model._meta.get_field(name).clean(wrong, None)


def test_new_row_gets_handle_and_kid(settings):
    settings.LINK_KEYS = {"q": b"new"} | settings.LINK_KEYS
    first, second = Link(), Link()
    assert (first.kid, len(first.handle), first.handle != second.handle) == ("q", 8, True)
