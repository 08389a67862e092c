"""Forms that belong to the cast of the tests."""

import pytest

from pages.models import Page


@pytest.fixture
def page_form(ana, anas_page: Page, event_type) -> dict[str, object]:
    """Ana's booking page, as its form would send it."""
    return {
        "name": "Ana Ruiz",
        "label": "Sales",
        "slug": "ana-ruiz",
        "host": ana.pk,
        "schedule": anas_page.schedule_id,
        "event_types": [event_type.pk],
        "location_kind": "video",
        "location": "https://meet.example/ana",
        "welcome": "Hello!\nNice to meet you.",
        "listed": "on",
    }
