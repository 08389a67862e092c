"""Key rotation, through the screens: a further key leaves old links alone; a dropped one withdraws its addresses."""

import pytest
from django.urls import reverse

from links.actions import hand_out, mint_version, save_managed
from links.models import Link, ManagedLinks
from tests.builders import NOW, managed_event_type, one_time_link
from tests.owner.links.test_library import reusable

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
WHY = "because the old one no longer works."
SAID = f"The address is new, {WHY}"
NEW = {"b": b"another key of thirty-two bytes!"}


def copied(client, link):
    return client.post(reverse("copy-link", args=[link.pk]), **JSON).json()["address"]


def status_of(client, address):
    return client.get(address[address.index("/l/") :]).status_code


@pytest.mark.feature("O18")
def test_old_links_survive_an_added_key(anas, ana, settings):
    link = one_time_link(ana)
    address = link.address()
    settings.LINK_KEYS = NEW | settings.LINK_KEYS
    assert status_of(anas, address) == 200
    assert copied(anas, link) == address
    assert "ddress no longer works" not in anas.get("/links/").content.decode()
    new = one_time_link(ana)
    assert (new.kid, Link.objects.get(pk=link.pk).kid) == ("b", link.kid)
    assert status_of(anas, new.address()) == 200


@pytest.mark.feature("O18")
def test_dropped_key_withdraws_and_copying_renews(anas, ana, settings):
    link = one_time_link(ana, recipient_name="Priya Shah")
    old, page = link.address(), reverse("link-page", args=[link.pk])
    settings.LINK_KEYS = NEW
    assert status_of(anas, old) == 404
    for address in ("/links/", page):
        html = anas.get(address).content.decode()
        assert "ddress no longer works" in html
        assert "Copy new address" in html
    assert "Make a new address" in anas.get(f"/share/?link={link.pk}").content.decode()
    assert anas.get(reverse("link-qr-svg", args=[link.pk])).status_code == 404
    new = copied(anas, link)
    link.refresh_from_db()
    assert (link.kid, new, new != old) == ("b", link.address(), True)
    assert (status_of(anas, old), status_of(anas, new)) == (404, 200)
    assert copied(anas, link) == new
    for address in ("/links/", page):
        assert "ddress no longer works" not in anas.get(address).content.decode()
    assert [deed.text for deed in anas.get(page).context["deeds"]] == [
        "Ana Ruiz copied the address.",
        f"Ana Ruiz copied a new address, {WHY}",
        "Ana Ruiz made the link.",
    ]


@pytest.mark.feature("O18")
def test_closed_link_is_not_called_withdrawn(anas, ana, settings):
    one_time_link(ana, expires_at=NOW)
    settings.LINK_KEYS = NEW
    html = anas.get("/links/").content.decode()
    assert "Expired" in html
    assert "ddress no longer works" not in html


@pytest.mark.parametrize("name", ["copy-link", "link-address"])
@pytest.mark.feature("O18")
def test_renewed_address_is_announced_once(anas, ana, settings, name):
    """Once, and with the script as without."""
    links = [reusable(ana) if name == "link-address" else one_time_link(ana) for _number in range(2)]
    settings.LINK_KEYS = NEW
    where = [reverse(name, args=[link.pk]) for link in links]
    messages = [anas.post(where[0], **JSON).json()["message"] for _time in range(2)]
    assert (messages[0], SAID in messages[1]) == (f"{SAID} {messages[1]}", False)
    said = [[str(message) for message in anas.post(where[1], follow=True).context["messages"]] for _time in range(2)]
    assert said == [[SAID], []]


@pytest.mark.feature("O18")
def test_two_copying_get_one_new_address(ana, settings):
    link = one_time_link(ana)
    settings.LINK_KEYS = NEW
    first, second = (Link.objects.get(pk=link.pk) for _press in range(2))
    assert [hand_out(actor=ana, link=one, now=NOW) for one in (first, second)] == [True, False]
    assert first.address() == second.address()


@pytest.mark.feature("C5", "O18")
def test_link_and_versions_are_renewed_separately(anas, ana, settings):
    parent = reusable(ana)
    version = mint_version(actor=ana, parent=parent, now=NOW)
    old = [parent.address(), version.address()]
    settings.LINK_KEYS = NEW | settings.LINK_KEYS
    assert [status_of(anas, address) for address in old] == [200, 200]
    address = reverse("link-address", args=[parent.pk])
    assert anas.post(address, **JSON).json()["address"] == old[0]
    settings.LINK_KEYS = NEW
    assert [status_of(anas, address) for address in old] == [404, 404]
    for page in ("/links/mine/", "/links/all/", reverse("link-ready", args=[parent.pk]), address):
        assert "Address no longer works" in anas.get(page).content.decode(), page
    # Versions made now are signed with the current key, whatever became of their parent's.
    new = anas.post(reverse("single-use-link", args=[parent.pk]), **JSON).json()["address"]
    assert (status_of(anas, new), status_of(anas, old[1])) == (200, 404)
    again = [anas.post(address, **JSON).json()["address"], copied(anas, version)]
    assert [status_of(anas, one) for one in (*again, *old)] == [200, 200, 404, 404]
    for page in ("/links/mine/", "/links/all/", "/links/", address):
        assert "ddress no longer works" not in anas.get(page).content.decode()


@pytest.mark.feature("C4", "O18")
def test_managed_links_say_address_is_withdrawn(anas, ana, ben, settings):
    given = ManagedLinks(name="Demos", event_type=managed_event_type(ana))
    save_managed(actor=ana, managed=given, users=[ben], now=NOW)
    page = reverse("view-links", args=[given.pk])
    assert "ddress no longer works" not in anas.get(page).content.decode()
    settings.LINK_KEYS = NEW
    assert "Address no longer works" in anas.get(page).content.decode()


@pytest.mark.parametrize("name", ["send-link", "link-times", "embed-link"])
@pytest.mark.feature("O18")
def test_other_screens_say_address_is_withdrawn(anas, ana, settings, name):
    link = reusable(ana) if name == "embed-link" else one_time_link(ana, recipient_email="priya@example.com")
    settings.LINK_KEYS = NEW
    assert "The address of this link no longer works." in anas.get(reverse(name, args=[link.pk])).content.decode()
