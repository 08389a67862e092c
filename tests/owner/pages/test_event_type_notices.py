"""Reminders, follow-up and the page after the booking, in the form of an event type (C7, A13)."""

import pytest
from django.urls import reverse

from pages.actions import duplicate_event_type
from pages.models import EventType
from tests.builders import NOW, admin_form
from tests.owner.pages.test_event_type_form import FORM, made, refused

NEW = reverse("new-event-type")
pytestmark = [pytest.mark.django_db, pytest.mark.page]
NOTICES = {
    "reminder_1_amount": "30",
    "reminder_1_unit": "1",
    "reminder_2_amount": "2",
    "reminder_2_unit": "1440",
    "reminder_3_amount": "3",
    "reminder_3_unit": "60",
    "sends_follow_up": "on",
    "follow_up_amount": "2",
    "follow_up_unit": "60",
    "follow_up_text": "Thank you.\r\nHere is more.",
    "redirect_to": "example.com/thanks",
}


def notices(one: EventType) -> tuple[list[int], int | None, str, str]:
    return one.reminders, one.follow_up, one.follow_up_text.replace("\r\n", "\n"), one.redirect_to


@pytest.mark.feature("C7")
def test_notices_are_shown_as_saved(anas):
    one = made(anas, **NOTICES)
    assert notices(one) == ([2880, 180, 30], 120, "Thank you.\nHere is more.", "https://example.com/thanks")
    form = anas.get(reverse("event-type", args=[one.pk])).context["form"]
    shown = {name: str(form[name].value()) for name in NOTICES}
    assert shown == NOTICES | {
        "reminder_1_amount": "2", "reminder_1_unit": "1440",
        "reminder_2_amount": "3", "reminder_2_unit": "60",
        "reminder_3_amount": "30", "reminder_3_unit": "1",
        "sends_follow_up": "True", "follow_up_text": one.follow_up_text, "redirect_to": "https://example.com/thanks",
    }  # fmt: skip
    said = anas.get(reverse("event-type", args=[one.pk])).context["summary"]["notices"]
    assert said == "3 reminders, a follow-up, a page to continue to"


@pytest.mark.feature("C7")
def test_new_event_type_reminds_once(anas):
    response = anas.get(NEW)
    form = response.context["form"]
    assert (form["reminder_1_amount"].value(), form["reminder_1_unit"].value()) == (1, "1440")
    assert [form[f"reminder_{number}_amount"].value() for number in (2, 3)] == [None, None]
    assert form["sends_follow_up"].value() is False
    assert "notices" not in response.context["unfolded"]
    assert notices(made(anas)) == ([1440], None, "", "")


def test_none_is_sent_where_nothing_is_typed(anas):
    assert notices(made(anas, reminder_1_amount="")) == ([], None, "", "")


@pytest.mark.parametrize("address", ["http://example.com/thanks", "https://user:pw@nas.local/"])
def test_stored_address_may_stay(anas, address):
    one = made(anas, **NOTICES)
    EventType.objects.filter(pk=one.pk).update(redirect_to=address)
    page = reverse("event-type", args=[one.pk])
    assert anas.post(page, FORM | NOTICES | {"name": "Renamed", "redirect_to": address}).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.redirect_to) == ("Renamed", address)
    assert anas.post(page, FORM | NOTICES | {"redirect_to": f"{address}/other"}).status_code == 422


def test_disabled_follow_up_keeps_text_unjudged(anas):
    one = made(anas, **NOTICES)
    form = FORM | NOTICES | {"follow_up_amount": "soon", "follow_up_text": "x" * 3000}
    del form["sends_follow_up"]
    assert anas.post(reverse("event-type", args=[one.pk]), form).status_code == 302
    one.refresh_from_db()
    assert notices(one)[1:3] == (None, "Thank you.\nHere is more.")
    assert notices(made(anas, sends_follow_up="on", follow_up_amount="0"))[1] == 0


NONSENSE = [
    ({"reminder_2_amount": "0"}, {"reminder_2_amount": ["Enter at least one minute before the start."]}),
    ({"reminder_1_amount": "29"}, {"reminder_1_amount": ["Enter at most four weeks before the start."]}),
    (
        {"reminder_2_amount": "24"},
        {"reminder_2_amount": ["Two reminders are set for the same time. Change one of them."]},
    ),
    ({"reminder_3_amount": "soon"}, {"reminder_3_amount": ["Enter a whole number."]}),
    (
        {"sends_follow_up": "on", "follow_up_amount": ""},
        {"follow_up_amount": ["Enter how long after the end, or 0 to send it right away."]},
    ),
    (
        {"sends_follow_up": "on", "follow_up_amount": "29", "follow_up_unit": "1440"},
        {"follow_up_amount": ["Enter at most four weeks after the end."]},
    ),
    *(({"redirect_to": address}, {"redirect_to": ["Enter a valid URL."]}) for address in ("https://", "/thanks")),
]


@pytest.mark.usefixtures("first_pages")
def test_nonsense_is_refused_at_its_field(anas):
    found = [(changes, refused(anas, NEW, **changes)) for changes, _said in NONSENSE]
    assert found == NONSENSE


@pytest.mark.feature("A13")
def test_approval_and_a_package_exclude_each_other(anas):
    said = {"package": ["A package cannot need approval. Choose one or the other."]}
    assert refused(anas, NEW, needs_approval="True", package="True", sessions="4") == said


def test_a_copy_holds_all_of_it(anas, ana):
    one = made(anas, **NOTICES)
    copy = duplicate_event_type(actor=ana, event_type=one, now=NOW)
    copy.refresh_from_db()
    assert notices(copy) == notices(one)


def test_django_admin_refuses_the_same(anas, event_type):
    address = reverse("admin:pages_eventtype_change", args=[event_type.pk])
    typed = admin_form(event_type) | {"redirect_to": "http://example.com/"}
    errors = anas.post(address, typed).context["adminform"].form.errors
    assert errors["redirect_to"] == ["Enter an address that begins with https://."]
    typed = admin_form(event_type) | {"needs_approval": "on", "sessions": "3"}
    errors = anas.post(address, typed).context["adminform"].form.errors
    assert errors == {"sessions": ["A package cannot need approval. Choose one or the other."]}
