"""Old addresses lead on for good, with their query; see scheduler/redirects.py."""

import pytest
from django.urls import reverse

from scheduler import redirects
from tests.markup import markup

# Old and new. Rows are added and never taken away.
MOVED = {
    "/calendars/": "/booking-pages/",
    "/calendars/new/": "/booking-pages/new/",
    "/calendars/7/": "/booking-pages/7/",
    "/calendars/7/archive/": "/booking-pages/7/archive/",
    "/links/logs/": "/meetings/logs/",
    "/links/logs/export.csv": "/meetings/logs/export.csv",
}
QUERIES = ["", "?q=Bo%20Lee&page=2&page=3", "?next=//evil.example/%0d%0aX:1"]


def test_every_address_that_moved_is_listed():
    assert len(redirects.urlpatterns) == len(MOVED)


@pytest.mark.parametrize(("old", "new"), MOVED.items())
def test_old_address_leads_to_new_one(client, old, new):
    for method, status in (("GET", 301), ("HEAD", 301), ("POST", 308)):
        for query in QUERIES:
            response = client.generic(method, old + query)
            assert (response.status_code, response["Location"]) == (status, new + query)


@pytest.mark.django_db
def test_form_opened_before_move_is_saved(client, ana):
    client.force_login(ana)
    page = ana.pages.get()
    shown = client.get(f"/calendars/{page.pk}/", follow=True)
    assert f"<h1>{page.name}</h1>" in markup(shown)
    sent = {field.html_name: field.value() for field in shown.context["form"] if field.value() not in (None, False)}
    sent["event_types"] = list(page.event_types.values_list("pk", flat=True))

    response = client.post(f"/calendars/{page.pk}/", sent | {"name": "Renamed"}, follow=True)

    assert response.redirect_chain[-1] == (reverse("booking-page", args=[page.pk]), 302)
    page.refresh_from_db()
    assert page.name == "Renamed"


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["x/", "-1/", "7/delete/", "%0d%0aSet-Cookie:a=b/"])
def test_other_old_addresses_are_not_found(client, ana, rest):
    client.force_login(ana)
    assert client.get(f"/calendars/{rest}").status_code == 404
