"""Where the meetings of a booking page take place, asked for before the first link is shared."""

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from pages.models import Page
from tests.markup import markup

JSON = {"headers": {"accept": "application/json"}}


def place(page) -> str:
    return reverse("page-place", args=[page.pk])


@pytest.mark.feature("O31")
@pytest.mark.parametrize(("rooms", "chosen"), [("https://rooms.example", "jitsi"), ("", "host_calls")])
def test_what_is_ready_is_chosen_already(anas, anas_page, settings, rooms, chosen):
    settings.JITSI_URL = rooms
    form = anas.get(place(anas_page)).context["form"]
    assert form["location_kind"].value() == chosen
    html = markup(anas.post(place(anas_page), {"location_kind": chosen}, follow=True))
    anas_page.refresh_from_db()
    assert (anas_page.location_kind, "Saved: " in html, "Ready to share" in html) == (chosen, True, True)
    assert HistoryEntry.objects.latest("pk").subject_id == anas_page.pk
    # What was chosen is not replaced.
    Page.objects.update(location_kind="ask")
    assert anas.get(place(anas_page)).context["form"]["location_kind"].value() == "ask"


@pytest.mark.feature("O31")
def test_what_is_missing_is_said(anas, anas_page):
    response = anas.post(place(anas_page), {"location_kind": "address", "location": ""})
    assert (response.status_code, "Enter the address where you meet." in markup(response)) == (422, True)
    anas_page.refresh_from_db()
    assert anas_page.location_kind == "video"


def test_only_the_place_is_saved(anas, anas_page):
    typed = {"location_kind": "video", "location": "https://meet.example/ana", "name": "X", "listed": ""}
    anas.post(place(anas_page), typed)
    anas_page.refresh_from_db()
    assert (anas_page.location, anas_page.name, anas_page.listed) == ("https://meet.example/ana", "Ana Ruiz", True)


@pytest.mark.feature("O31", "C9")
def test_pop_up_says_what_is_missing(anas, client, ana, ben, anas_page):
    def said(client, page):
        facts = client.get(f"{reverse('share')}?page={page.pk}", **JSON).json()
        return facts["warning"], facts["place"]

    warning = "“Ana Ruiz” has no place to meet yet: it is a video call without a link."
    assert said(anas, anas_page) == (warning, place(anas_page))
    assert place(anas_page) in markup(anas.get(f"{reverse('share')}?page={anas_page.pk}"))
    Page.objects.filter(pk=anas_page.pk).update(location_kind="host_calls")
    assert said(anas, anas_page) == ("", "")
    client.force_login(ben)
    assert client.get(place(anas_page)).status_code == 404
    assert client.post(place(anas_page), {"location_kind": "ask"}).status_code == 404
