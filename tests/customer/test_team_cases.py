"""The team cases on the customer's screens: the month, its days, and the step that books."""

import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from bookings.actions import cancel
from bookings.models import Booking
from bookings.steps import judge as steps
from customer import form_token
from pages.models import Distribution
from tests.customer.customers import fields, read, start_of
from tests.pages.stored_case import Stored, days, moment, store
from tests.pages.test_availability import cases, shown

pytestmark = pytest.mark.django_db


class Customer:
    """Who looks at the page, and books or is refused."""

    def __init__(self, client: Client, stored: Stored) -> None:
        self.client, self.stored = client, stored
        where = [stored.page.organization.slug, stored.page.slug]
        self.address, self.book_address = reverse("public-page", args=where), reverse("public-page-book", args=where)

    def times(self, day: str) -> list[int]:
        """The free times of a day, which are as many as its month says."""
        page = read(self.client.get(f"{self.address}?day={day}&zone=UTC"))
        listed = [int(start_of(link["href"]).timestamp()) for link in page.find("a", "time")]
        said = [link["aria-label"] for link in page.find("a", "day") if f"day={day}#" in link["href"]]
        assert [int(re.findall(r", (\d+) time", label)[0]) for label in said] == [len(listed)] * bool(listed)
        return listed

    def opens(self, start: int) -> int:
        return self.client.get(self.details(start)).status_code

    def books(self, start: int) -> int:
        """Fills in the form that stands there, and presses its button."""
        form = fields(self.client.get(self.details(start))) | self.typed(start)
        return self.client.post(self.details(start), form).status_code

    def forges(self, start: int) -> int:
        """Sends a form that was never shown."""
        token = form_token.make("book", f"page {self.stored.page.pk}", uuid4())
        form = {"token": token, "start": str(start)} | self.typed(start)
        return self.client.post(self.details(start), form).status_code

    def details(self, start: int) -> str:
        return f"{self.book_address}?event={self.stored.call.pk}&start={start}&zone=UTC"

    def typed(self, start: int) -> dict[str, str]:
        return {"name": "Priya Shah", "email": f"customer{start}@example.com"}


@pytest.mark.walk
@pytest.mark.parametrize("case", cases("TEAM_CASES", "teams.json"))
def test_team_case_on_the_customers_screens(
    ana: User, client: Client, case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(ana, case, Distribution.LONGEST_IDLE)
    # A form is judged by the database's clock, the screens by ours.
    monkeypatch.setattr(steps, "read_clock", lambda: stored.now)
    with time_machine.travel(stored.now, tick=False):
        customer = Customer(client, stored)
        listed: list[int] = []
        for day in days(stored.window):
            listed += customer.times(day)
        first, last = stored.window
        assert shown(one for one in listed if first <= one < last) == case["expected_starts"]
        for start in stored.samples:
            assert (customer.opens(start), customer.books(start)) == (200, 303)
            cancel(booking=Booking.objects.get(starts_at=moment(start)), actor=None)
        for start in stored.not_offered[:: max(1, len(stored.not_offered) // 2)]:
            assert (customer.opens(start), customer.forges(start)) == (409, 409)
