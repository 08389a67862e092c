"""The form of an event type: everything that can be said of it (A13, A16, A17, C9), and what is refused (A9, V30)."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import example, given

from pages.models import EventType
from pages.questions import Question
from tests.builders import admin_form, managed_event_type, team_page
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.page

FORM = {
    "name": "Intro call",
    "description": "Fifteen minutes to meet.",
    "duration": "15",
    "location_kind": "",
    "location": "",
    "interval": "30",
    "offset": "5",
    "buffer_before": "10",
    "buffer_after": "20",
    "notice_amount": "3",
    "notice_unit": "1440",
    "horizon_days": "90",
    "limit_per_day": "4",
    "limit_per_week": "",
    "ask_company": "no",
    "ask_phone": "no",
    "ask_guests": "no",
    "ask_note": "optional",
    "cancel_when": "any",
    "cancel_before_amount": "1",
    "cancel_before_unit": "1440",
    "cancel_reason": "optional",
    "reschedule_when": "any",
    "reschedule_before_amount": "1",
    "reschedule_before_unit": "1440",
    "reschedule_reason": "optional",
    "needs_approval": "False",
    "package": "False",
    "sessions": "5",
    "reminder_1_amount": "1",
    "reminder_1_unit": "1440",
    "reminder_2_amount": "",
    "reminder_2_unit": "60",
    "reminder_3_amount": "",
    "reminder_3_unit": "60",
    "follow_up_amount": "1",
    "follow_up_unit": "60",
    "follow_up_text": "",
    "redirect_to": "",
    "managed": "True",
    "locked": "False",
}


def made(client, **changes):
    """The event type that the form makes."""
    response = client.post(reverse("new-event-type"), FORM | changes)
    one = EventType.objects.latest("pk")
    assert (response.status_code, response["Location"]) == (302, reverse("event-type", args=[one.pk]))
    return one


def refused(client, address, **changes):
    """The fields that the form refuses, with what it says."""
    response = client.post(address, FORM | changes)
    assert response.status_code == 422
    return response.context["form"].errors


@pytest.mark.feature("A16")
def test_basics_and_times_are_saved(anas, ana):
    one = made(anas)
    assert (one.name, one.description, one.owner, one.organization) == (
        "Intro call", "Fifteen minutes to meet.", ana, ana.organization,
    )  # fmt: skip
    assert (one.duration, one.interval, one.offset, one.buffer_before, one.buffer_after) == (15, 30, 5, 10, 20)
    assert (one.notice, one.horizon_days, one.limit_per_day, one.limit_per_week) == (3 * 1440, 90, 4, None)


@pytest.mark.feature("V30")
def test_numbers_beyond_bounds_are_refused(anas):
    beyond = {
        "duration": ("0", "Enter 1 or more."),
        "interval": ("4", "Enter 5 or more."),
        "buffer_before": ("-1", "Enter 0 or more."),
        "horizon_days": ("731", "Enter 730 or less."),
        "limit_per_day": ("0", "Enter 1 or more."),
        "notice_amount": ("-1", "Enter 0 or more."),
        "reminder_1_amount": ("-1", "Enter 0 or more."),
        "offset": ("x", "Enter a whole number."),
    }
    errors = refused(anas, reverse("new-event-type"), **{name: typed for name, (typed, _words) in beyond.items()})
    assert errors == {name: [words] for name, (_typed, words) in beyond.items()}


def test_creating_leads_to_booking_pages(anas):
    html = markup(anas.post(reverse("new-event-type"), FORM, follow=True))
    assert "Created. Add it to a booking page so that customers can book it." in html
    assert f'<a href="{reverse("booking-pages")}">See your booking pages</a>' in html


@pytest.mark.feature("A16")
def test_policies_are_saved_with_their_reasons(anas):
    until = {"cancel_when": "before", "cancel_before_amount": "12", "cancel_before_unit": "60"}
    one = made(anas, **until, cancel_reason="required", reschedule_when="never", reschedule_reason="no")
    assert (one.cancel_when, one.cancel_before, one.cancel_reason) == ("before", 720, "required")
    assert (one.reschedule_when, one.reschedule_before, one.reschedule_reason) == ("never", 1440, "no")


@pytest.mark.parametrize("amount", ["", "0", "-1", "366", "soon"])
@pytest.mark.feature("A16")
def test_cancelling_limit_needs_up_to_year(anas, amount):
    new = reverse("new-event-type")
    errors = refused(anas, new, cancel_when="before", cancel_before_amount=amount)
    assert list(errors) == ["cancel_before_amount"]
    # What no limit asks for is not judged, and the usual day stays.
    assert made(anas, cancel_before_amount=amount, cancel_before_unit="7").cancel_before == 1440


@pytest.mark.feature("A17")
def test_booking_form_fields_are_saved(anas):
    one = made(anas, ask_company="required", ask_phone="optional", ask_guests="optional", ask_note="no")
    assert (one.ask_company, one.ask_phone, one.ask_guests, one.ask_note) == ("required", "optional", "optional", "no")


@pytest.mark.feature("A14")
def test_event_type_may_have_own_place(anas, anas_page):
    new = reverse("new-event-type")
    one = made(anas, location_kind="address", location="Calle Mayor 1")
    assert (one.location_kind, one.location) == ("address", "Calle Mayor 1")
    assert list(refused(anas, new, location_kind="address")) == ["location"]
    assert list(refused(anas, new, location_kind="customer_calls")) == ["location"]
    # As the booking page says: what was typed beside it is no place.
    assert made(anas, location="two\nlines").location == ""


@pytest.mark.feature("A13")
def test_approval_and_packages_are_settings(anas):
    one = made(anas, needs_approval="True", holds_suggested="on")
    assert (one.needs_approval, one.holds_suggested, one.sessions, one.books_at_once) == (True, True, 1, False)
    one = made(anas, package="True", sessions="20", holds_suggested="on")
    assert (one.needs_approval, one.holds_suggested, one.sessions, one.books_at_once) == (False, False, 20, False)
    one = made(anas)
    assert (one.needs_approval, one.sessions, one.books_at_once) == (False, 1, True)
    for sessions in ("", "1", "21"):
        assert list(refused(anas, reverse("new-event-type"), package="True", sessions=sessions)) == ["sessions"]


@pytest.mark.parametrize(
    ("change", "field"), [({"needs_approval": "True"}, "needs_approval"), ({"package": "True"}, "package")]
)
@pytest.mark.feature("A9")
def test_teams_event_type_names_where_it_stands(anas, ana, anas_page, change, field):
    call = managed_event_type(ana)
    page = team_page(ana, call, anas_page, name="Meet sales")
    errors = refused(anas, reverse("event-type", args=[call.pk]), **change)
    assert dict(errors) == {
        field: [
            f'<a href="{reverse("master-page", args=[page.pk])}">Meet sales</a>'
            " offers this event type to a team or panel, which needs automatic booking and a single session."
            " Remove it there first, or duplicate it and change the copy."
        ]
    }
    call.refresh_from_db()
    assert (call.name, call.books_at_once) == ("Team call", True)


@pytest.mark.parametrize("switch", [{"needs_approval": True}, {"sessions": 2}])
@pytest.mark.feature("A9")
def test_admin_and_database_keep_teams_immediate(anas, ana, anas_page, switch):
    call = managed_event_type(ana)
    team_page(ana, call, anas_page, name="Meet sales")
    response = anas.post(reverse("admin:pages_eventtype_change", args=[call.pk]), admin_form(call) | switch)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == list(switch)
    assert "Meet sales offers this event type to a team or panel" in str(errors)
    with pytest.raises(IntegrityError), transaction.atomic():
        EventType.objects.filter(pk=call.pk).update(**switch)


@pytest.mark.feature("A9")
def test_off_the_team_it_can_be_switched(anas, ana, anas_page):
    call = managed_event_type(ana)
    team_page(ana, call, anas_page).offered.all().delete()
    anas.post(reverse("event-type", args=[call.pk]), FORM | {"package": "True"})
    call.refresh_from_db()
    assert (call.sessions, call.books_at_once) == (5, False)


@pytest.mark.feature("C9")
def test_defaults_differ_for_admins_and_members(client, ana, ben):
    for user, wanted in ((ana, (True, False)), (ben, (None, True))):
        client.force_login(user)
        form = client.get(reverse("new-event-type")).context["form"]
        assert (form["managed"].value() if "managed" in form.fields else None, form["locked"].value()) == wanted
    one = made(client, managed="True", locked="True")
    assert (one.owner, one.managed, one.locked) == (ben, False, True)


@pytest.mark.feature("C9")
def test_admin_managed_type_is_changed_by_admins(client, ana, ben):
    theirs = ben.event_types.get()
    address = reverse("event-type", args=[theirs.pk])
    client.force_login(ana)
    client.post(address, FORM | {"managed": "True", "locked": "False"})
    theirs.refresh_from_db()
    assert (theirs.owner, theirs.managed, theirs.locked) == (ben, True, False)
    client.force_login(ben)
    assert [client.get(address).status_code, client.post(address, FORM).status_code] == [404, 404]


def test_a_new_one_starts_with_sensible_values(anas):
    response = anas.get(reverse("new-event-type"))
    form = response.context["form"]
    assert [form[name].value() for name in ("duration", "interval", "offset", "horizon_days")] == [30, None, 0, 60]
    assert (form["notice_amount"].value(), form["notice_unit"].value()) == (2, "60")
    assert (form["location_kind"].value(), form["package"].value(), form["ask_note"].value()) == ("", False, "optional")
    # Where to meet is asked at once.
    assert response.context["unfolded"] == {"place"}


def test_folded_parts_say_what_is_set(anas, ana, event_type):
    EventType.objects.filter(pk=event_type.pk).update(
        buffer_after=15, interval=45, limit_per_day=3, location_kind="address", location="Calle Mayor 1",
        cancel_when="before", cancel_before=1440, reschedule_when="never", needs_approval=True, ask_company="optional",
        questions=[Question(name="year", label="Which year?").stored()], reminders=[60, 30], follow_up=0,
        managed=True, locked=False,
    )  # fmt: skip
    response = anas.get(reverse("event-type", args=[event_type.pk]))
    assert (response.context["unfolded"], response.context["summary"]) == (
        set(),
        {
            "place": "Calle Mayor 1",
            "times": "Starts every 45 minutes, 15 minutes free after",
            "limits": "2 hours notice, 60 days ahead, at most 3 a day",
            "asked": "Name and email, Company, Note, 1 question",
            "changes": "Cancelling: until 24 hours before, Rescheduling: never",
            "booking": "Booking with approval, Single session",
            "notices": "2 reminders, a follow-up",
            "sharing": "Admin-managed, Unlocked",
        },
    )


def test_wrong_parts_are_unfolded(anas, event_type):
    address = reverse("event-type", args=[event_type.pk])
    response = anas.post(address, FORM | {"limit_per_day": "0", "buffer_after": "-1"})
    assert response.context["unfolded"] == {"times", "limits"}


@pytest.mark.parametrize(
    ("minutes", "amount", "unit"), [(0, 0, "60"), (45, 45, "1"), (90, 90, "1"), (180, 3, "60"), (2880, 2, "1440")]
)
def test_notice_uses_largest_fitting_unit(anas, event_type, minutes, amount, unit):
    EventType.objects.update(notice=minutes)
    form = anas.get(reverse("event-type", args=[event_type.pk])).context["form"]
    assert (form["notice_amount"].value(), form["notice_unit"].value()) == (amount, unit)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "two\nlines"}, "name"),
        ({"duration": "0"}, "duration"),
        ({"duration": "1441"}, "duration"),
        ({"interval": "4"}, "interval"),
        ({"offset": "-1"}, "offset"),
        ({"offset": ""}, "offset"),
        ({"buffer_before": "1441"}, "buffer_before"),
        ({"notice_amount": "366", "notice_unit": "1440"}, "notice_amount"),
        ({"notice_amount": ""}, "notice_amount"),
        ({"notice_unit": "7"}, "notice_unit"),
        ({"horizon_days": "731"}, "horizon_days"),
        ({"limit_per_day": "0"}, "limit_per_day"),
        ({"limit_per_week": "99999999999"}, "limit_per_week"),
        ({"ask_phone": "perhaps"}, "ask_phone"),
        ({"cancel_when": ""}, "cancel_when"),
        ({"location_kind": "moon"}, "location_kind"),
        ({"locked": ""}, "locked"),
    ],
)
@pytest.mark.feature("V30")
def test_wrong_value_is_refused_at_its_field(anas, ben, change, field):
    response = anas.post(reverse("new-event-type"), FORM | change)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    page = markup(response)
    assert f'id="id_{field}_error"' in page
    # Its link in the summary leads to the field, or to the first of its choices.
    [anchor] = set(re.findall(rf'href="#(id_{field}(?:_0)?)"', page))
    assert f'id="{anchor}"' in page
    assert not EventType.objects.filter(description=FORM["description"]).exists()


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FORM))
@given(sent=forms(*FORM, **FORM))
def test_junk_in_an_event_type(client, ana, sent):
    client.force_login(ana)
    # What is chosen from a list leaves nothing typed to keep, nor does what the choices made irrelevant.
    chosen = {name: None for name in FORM if FORM[name] and not FORM[name].isdigit() and name not in TYPED}
    unasked = dict.fromkeys(["location", *(name for name in FORM if name.endswith("_unit")), *FOLLOW_UP])
    check_answer(client.post(reverse("new-event-type"), sent), {**sent, **chosen, **unasked})


TYPED = {"name", "description"}
FOLLOW_UP = ("follow_up_amount", "follow_up_text")
