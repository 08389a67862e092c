"""Connected calendars: connected, chosen, checked, disconnected, each as its owner sees it."""

import pytest

from calendars.models import Connection
from calendars.services import PROVIDERS
from tests.calendars.fake import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/availability/calendars/"
FORM = {"address": "dav.example", "user": "ana", "password": "word"}


@pytest.fixture(autouse=True)
def server(monkeypatch):
    fake = FakeProvider()
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, fake)
    return fake


def connect(client, **changes):
    return client.post(f"{LIST}new/caldav/", FORM | changes)


def test_connecting_leads_to_the_choice(anas, ana):
    response = connect(anas)
    made = Connection.objects.get()
    assert (response.status_code, response.url) == (302, f"{LIST}{made.pk}/choose/")
    assert (made.user, made.account, made.url, made.state) == (ana, "ana", "https://dav.example", "ok")
    assert [(one.name, one.writable, one.checked) for one in made.calendars.order_by("pk")] == [
        ("Work", True, False),
        ("Holidays", False, False),
    ]
    assert ticks(anas, response.url) == (["Work"], "Work")


def ticks(client, address):
    """The names of the calendars that the form has ticked, and where it adds meetings."""
    form = client.get(address).context["form"]
    boxes = [row.calendar.name for row in form.rows if row.box.data["selected"]]
    buttons = [
        *((row.calendar.name, row.button) for row in form.rows),
        *((one.choice_label, one) for one in form.others),
    ]
    return boxes, next(name for name, one in buttons if one and one.data["selected"])
