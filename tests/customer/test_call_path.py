"""How far a reader travels to follow one answer: the modules of ours that a link's page enters, counted as it runs."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader_tags import IncludeNode
from django.urls import reverse

from tests.builders import one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now"), pytest.mark.page]
DOORS_AND_DOMAINS = ("core", "accounts", "deliveries", "calendars", "pages", "links", "bookings", "customer", "owner")
PICKER_MODULES = {"customer/choose_time.py", "customer/visit.py", "bookings/picker.py", "bookings/picker_table.py"}
# The reader's language and the organization's brand are four of them.
MOST_ENTERED, MOST_RETURNS = 31, 50


def path_of(do: Callable[[], object]) -> list[str]:
    """The modules of ours in which functions are called, one after another, each as often as it is come to."""
    path: list[str] = []

    def note(frame: Any, event: str, _argument: Any) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(settings.BASE_DIR):
            name = file.relative_to(settings.BASE_DIR).as_posix()
            if name.startswith(DOORS_AND_DOMAINS) and path[-1:] != [name]:
                path.append(name)

    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(None)
    return path


@pytest.fixture
def address(ana):
    return reverse("link", args=[one_time_link(ana).token()]) + "?zone=Europe/Madrid"


def test_month_page_enters_few_modules(client, address):
    client.get(address)
    path = path_of(lambda: client.get(address))
    entered = set(path)
    again = len(path) - len(entered)
    print(f"{len(entered)} modules entered, {again} times one again")
    assert entered >= PICKER_MODULES
    assert len(entered) <= MOST_ENTERED
    assert again <= MOST_RETURNS


def test_a_month_page_includes_few_fragments(client, address, monkeypatch):
    included = []
    render = IncludeNode.render
    monkeypatch.setattr(IncludeNode, "render", lambda node, context: included.append(node) or render(node, context))
    assert client.get(address).status_code == 200
    assert len(included) <= 8
