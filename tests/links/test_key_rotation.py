"""Key rotation, through the screens: a further key leaves old links alone; a dropped one withdraws its addresses."""

import pytest
from django.urls import reverse

from links.models import Link
from tests.builders import NOW, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
JSON = {"headers": {"accept": "application/json"}}
NEW = {"b": b"another key of thirty-two bytes!"}


def copied(client, link):
    return client.post(reverse("copy-link", args=[link.pk]), **JSON).json()["address"]


def status_of(client, address):
    return client.get(address[address.index("/l/") :]).status_code


def test_o18_with_a_key_more_old_links_live_on_and_copying_gives_the_same_address(anas, ana, settings):
    link = one_time_link(ana)
    address = link.address()
    settings.LINK_KEYS = NEW | settings.LINK_KEYS
    assert status_of(anas, address) == 200
    assert copied(anas, link) == address
    assert "Address withdrawn" not in anas.get("/links/").content.decode()
    new = one_time_link(ana)
    assert (new.kid, Link.objects.get(pk=link.pk).kid) == ("b", link.kid)
    assert status_of(anas, new.address()) == 200


def test_o18_without_its_key_an_address_is_withdrawn_and_copying_makes_a_new_one(anas, ana, settings):
    link = one_time_link(ana, recipient_name="Priya Shah")
    old, page = link.address(), reverse("link-page", args=[link.pk])
    settings.LINK_KEYS = NEW
    assert status_of(anas, old) == 404
    for address in ("/links/", page):
        html = anas.get(address).content.decode()
        assert "Address withdrawn" in html
        assert "Copy new address" in html
    assert "Make a new address" in anas.get(f"/share/?link={link.pk}").content.decode()
    assert anas.get(reverse("link-qr-svg", args=[link.pk])).status_code == 404
    new = copied(anas, link)
    link.refresh_from_db()
    assert (link.kid, new, new != old) == ("b", link.address(), True)
    assert (status_of(anas, old), status_of(anas, new)) == (404, 200)
    assert copied(anas, link) == new
    for address in ("/links/", page):
        assert "Address withdrawn" not in anas.get(address).content.decode()
    assert [deed.text for deed in anas.get(page).context["deeds"]] == [
        "Ana Ruiz copied the address.",
        "Ana Ruiz copied the address.",
        "Ana Ruiz made the link.",
    ]


def test_o18_withdrawn_is_not_said_of_what_is_closed_anyway(anas, ana, settings):
    one_time_link(ana, expires_at=NOW)
    settings.LINK_KEYS = NEW
    html = anas.get("/links/").content.decode()
    assert "Expired" in html
    assert "Address withdrawn" not in html
