"""An event type is paused and turned on in its row: by whom, what the row says, and what becomes of its links."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from pages import actions
from pages.errors import NotYours
from pages.models import EventType, PageEventType
from tests.builders import NOW, managed_event_type, one_time_link, team_page
from tests.markup import markup

OFF, ON = {"accepts_bookings": "off"}, {"accepts_bookings": "on"}


def switch(event_type) -> str:
    return reverse("switch-event-type", args=[event_type.pk])


@pytest.mark.feature("A22")
def test_paused_row_says_so_leads_back(anas, ana, event_type):
    one_time_link(ana)
    response = anas.post(switch(event_type) + "?q=meeting", OFF)
    assert response.headers["Location"] == f"/event-types/?q=meeting&switched={event_type.pk}"
    html = markup(anas.get(response.headers["Location"]))
    assert "“30-minute meeting” is paused: nobody can book it." in html
    assert "1 outstanding link offers it. If it offers nothing else, its customer reads so" in html
    assert (html.count('aria-checked="false"'), html.count(">Undo<"), "Copy link<" in html) == (1, 1, False)
    assert "autofocus" in html[html.index('role="switch"') :]
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.verb, entry.subject_id, entry.actor) == ("changed", event_type.pk, ana)
    # The list, opened later, only has the state.
    later = markup(anas.get(reverse("event-types")))
    assert ("Paused" in later, "Undo" in later) == (True, False)
    html = markup(anas.post(switch(event_type), ON, follow=True))
    assert "“30-minute meeting” can be booked again." in html
    assert ("Copy link<" in html, 'aria-checked="true"' in html) == (True, True)


def test_editor_says_so_and_turns_it_on(anas, event_type):
    response = anas.post(switch(event_type), OFF | {"editor": "on"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("event-type", args=[event_type.pk])
    assert "This event type is paused: nobody can book it." in markup(response)
    assert "This event type is paused" not in markup(anas.post(switch(event_type), ON | {"editor": "on"}, follow=True))
    event_type.refresh_from_db()
    assert event_type.accepts_bookings


@pytest.mark.feature("A22")
def test_pressed_twice_is_one_change(anas, event_type):
    for pressed in (OFF, OFF, ON, ON):
        assert anas.post(switch(event_type), pressed).status_code == 302
    entries = HistoryEntry.objects.filter(verb="changed", subject_id=event_type.pk)
    assert (entries.count(), EventType.objects.get(pk=event_type.pk).accepts_bookings) == (2, True)


@pytest.mark.feature("C9")
def test_members_switch_their_own_admins_all(client, ana, ben, zoe):
    own, managed = ben.event_types.get(), managed_event_type(ana, "Managed")
    client.force_login(ben)
    assert client.post(switch(managed), OFF).status_code == 404
    html = markup(client.get(reverse("event-types")))
    assert (f'formaction="{switch(own)}?"' in html, switch(managed) in html) == (True, False)
    client.force_login(zoe)
    assert client.post(switch(own), OFF).status_code == 404
    client.force_login(ana)
    assert client.post(switch(own), OFF).status_code == 302
    with pytest.raises(NotYours):
        actions.switch_event_type(actor=ben, event_type=managed, accepts_bookings=False, now=NOW)
    states = dict(EventType.objects.values_list("name", "accepts_bookings").filter(pk__in=[own.pk, managed.pk]))
    assert states == {"30-minute meeting": False, "Managed": True}


def test_saving_the_editor_leaves_the_switch_alone(ana, event_type):
    opened_before = EventType.objects.get(pk=event_type.pk)
    actions.switch_event_type(actor=ana, event_type=event_type, accepts_bookings=False, now=NOW)
    opened_before.name = "Renamed"
    actions.save_event_type(actor=ana, event_type=opened_before, now=NOW)
    event_type.refresh_from_db()
    assert (event_type.name, event_type.accepts_bookings) == ("Renamed", False)
    # A copy is made to be used.
    assert actions.duplicate_event_type(actor=ana, event_type=event_type, now=NOW).accepts_bookings


def test_lists_of_pages_name_what_is_paused(anas, ana, anas_page, event_type):
    call = managed_event_type(ana, "Team call")
    PageEventType.objects.create(page=anas_page, event_type=call, position=9)
    team = team_page(ana, call, anas_page)
    actions.switch_event_type(actor=ana, event_type=call, accepts_bookings=False, now=NOW)
    assert "Team call (paused)" in markup(anas.get(reverse("booking-pages")))
    # So do the forms that make links of it.
    for form in ("new-link", "new-managed-links"):
        assert "Team call (paused)" in markup(anas.get(reverse(form)))
    overview = markup(anas.get(reverse("master-page", args=[team.pk])))
    assert "Paused: customers cannot choose it." in overview
    # It is assigned already.
    assert ("See why" in overview, "until you add an event type" in overview) == (True, False)
