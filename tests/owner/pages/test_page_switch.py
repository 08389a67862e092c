"""A page is paused and turned on in its row: by whom, what the row says, and what becomes of its links."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from links.actions import mint
from pages import actions
from pages.errors import NotYours
from pages.models import Page
from tests.builders import NOW, one_time_link, team_page
from tests.markup import markup

OFF, ON = {"accepts_bookings": "off"}, {"accepts_bookings": "on"}


def switch(page) -> str:
    return reverse("switch-booking-page", args=[page.pk])


@pytest.mark.feature("A22")
def test_paused_row_says_so_leads_back(anas, ana, event_type, anas_page):
    one_time_link(ana)
    mint(actor=ana, page=team_page(ana, event_type, anas_page), now=NOW)
    response = anas.post(switch(anas_page) + "?q=ana", OFF)
    assert response.headers["Location"] == f"/booking-pages/?q=ana&switched={anas_page.pk}"
    html = markup(anas.get(response.headers["Location"]))
    assert "“Ana Ruiz” is paused: its address and its links take no bookings." in html
    assert "2 outstanding links lead to it or count on it. Their customers read so" in html
    assert (html.count('aria-checked="false"'), html.count(">Undo<"), "Copy link<" in html) == (1, 1, False)
    assert "autofocus" in html[html.index('role="switch"') :]
    entry = HistoryEntry.objects.latest("pk")
    assert (entry.verb, entry.subject_id, entry.actor) == ("changed", anas_page.pk, ana)
    # The list, opened later, only has the state.
    later = markup(anas.get(reverse("booking-pages")))
    assert ("Paused" in later, "Undo" in later) == (True, False)
    html = markup(anas.post(switch(anas_page), ON, follow=True))
    assert "“Ana Ruiz” can be booked again." in html
    assert ("Copy link<" in html, 'aria-checked="true"' in html) == (True, True)


@pytest.mark.feature("A22")
def test_links_wait_for_a_paused_page(anas, client, ana, anas_page):
    address = one_time_link(ana).address().removeprefix("http://testserver")
    anas.post(switch(anas_page), OFF)
    assert client.get(address).status_code == 410
    anas.post(switch(anas_page), ON)
    assert client.get(address).status_code == 200


def test_editor_says_so_and_turns_it_on(anas, anas_page):
    response = anas.post(switch(anas_page), OFF | {"editor": "on"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("booking-page", args=[anas_page.pk])
    assert "This page is paused: its address and its links take no bookings." in markup(response)
    assert "This page is paused" not in markup(anas.post(switch(anas_page), ON | {"editor": "on"}, follow=True))


@pytest.mark.feature("A22")
def test_pressed_twice_is_one_change(anas, anas_page):
    for pressed in (OFF, OFF, ON, ON):
        assert anas.post(switch(anas_page), pressed).status_code == 302
    entries = HistoryEntry.objects.filter(verb="changed", subject_id=anas_page.pk)
    assert (entries.count(), Page.objects.get(pk=anas_page.pk).accepts_bookings) == (2, True)


@pytest.mark.parametrize("sent", [{}, {"accepts_bookings": ""}, {"accepts_bookings": "no"}, {"listed": "off"}])
def test_what_is_no_press_pauses_nothing(anas, anas_page, event_type, sent):
    for address in (switch(anas_page), reverse("switch-event-type", args=[event_type.pk])):
        assert anas.post(address, sent).status_code == 302
    for row in (anas_page, event_type):
        row.refresh_from_db()
    assert (anas_page.accepts_bookings, event_type.accepts_bookings) == (True, True)


@pytest.mark.feature("C9")
def test_members_switch_their_own_admins_all(client, ana, ben, zoe):
    own, anas = ben.pages.get(), ana.pages.get()
    client.force_login(ben)
    assert client.post(switch(anas), OFF).status_code == 404
    assert f'formaction="{switch(own)}?"' in markup(client.get(reverse("booking-pages")))
    client.force_login(zoe)
    assert client.post(switch(own), OFF).status_code == 404
    client.force_login(ana)
    assert client.post(switch(own), OFF).status_code == 302
    with pytest.raises(NotYours):
        actions.switch_page(actor=ben, page=anas, accepts_bookings=False, now=NOW)
    states = dict(Page.objects.values_list("name", "accepts_bookings").filter(pk__in=[own.pk, anas.pk]))
    assert states == {"Ben Ode": False, "Ana Ruiz": True}


def test_saving_the_editor_leaves_the_switch_alone(ana, anas_page, event_type):
    opened_before = Page.objects.get(pk=anas_page.pk)
    actions.switch_page(actor=ana, page=anas_page, accepts_bookings=False, now=NOW)
    opened_before.welcome = "Hello"
    actions.save_page(actor=ana, page=opened_before, event_types=[event_type], now=NOW)
    anas_page.refresh_from_db()
    assert (anas_page.welcome, anas_page.accepts_bookings) == ("Hello", False)


@pytest.mark.feature("A22", "A7")
def test_master_pages_have_the_same_switch(anas, client, ana, ben, anas_page, event_type):
    team = team_page(ana, event_type, anas_page)
    mint(actor=ana, page=team, now=NOW)
    address = reverse("switch-master-page", args=[team.pk])
    html = markup(anas.post(address, OFF | {"row": "on"}, follow=True))
    assert f"“{team.name}” is paused: its address and its links take no bookings. 1 outstanding link" in html
    html = markup(anas.post(address, ON | {"row": "on"}, follow=True))
    assert (f"“{team.name}” can be booked again." in html, "Undo" in html) == (True, False)
    client.force_login(ben)
    assert 'role="switch"' not in markup(client.get(reverse("master-pages")))
