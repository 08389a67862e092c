"""What is changed of a reusable link counts for its single-use versions already sent, as their customers see it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from links.actions import mint
from links.models import Link
from tests.builders import managed_event_type
from tests.customer.customers import read, send, times
from tests.owner.links.browsing import form_with
from tests.owner.links.test_split_button import JSON, reusable, single

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def link(ana):
    return reusable(ana)


@pytest.fixture
def sent(anas, link):
    """The address of a version that a customer has already."""
    return single(anas, link, **JSON).json()["address"]


def edit(client, link, **typed):
    """Changes the link on its screen."""
    path = reverse("edit-link", args=[link.pk])
    return form_with(client.get(path), "Save").send(client, path, "Save", **typed)


def day(days):
    return (timezone.localtime() + timedelta(days=days)).date().isoformat()


@pytest.mark.feature("C5")
def test_version_books_links_new_event_type(anas, ana, link, sent):
    assert "Demo" in read(Client().get(sent)).text
    late = times(Client(), sent)[0]
    chat = managed_event_type(ana, "Chat", duration=15)
    assert "1 one-time link made from it is outstanding." in read(anas.get(reverse("edit-link", args=[link.pk]))).text
    edit(anas, link, event_types=[chat.pk])
    page = read(Client().get(sent)).text
    assert "Chat" in page
    assert "Demo" not in page
    # Whoever has the form of the old event type open cannot book it any more, and loses nothing.
    assert send(Client(), late).status_code == 409
    assert not Booking.objects.exists()
    assert send(Client(), times(Client(), sent)[0]).status_code == 303
    assert Booking.objects.get().admission.event_type == chat


@pytest.mark.feature("C5")
def test_parents_expiry_closes_and_reopens_versions(anas, link, sent):
    detail = times(Client(), sent)[0]
    edit(anas, link, expires_on=day(3))
    assert Client().get(sent).status_code == 200
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert Client().get(sent).status_code == 410
    assert send_blindly(detail) == 410
    said = "1 one-time link made from it has closed too. With a later expiry date it works again."
    assert said in read(anas.get(reverse("edit-link", args=[link.pk]))).text
    edit(anas, link, expires_on=day(2))
    assert Client().get(sent).status_code == 200
    assert send(Client(), detail).status_code == 303


def send_blindly(detail):
    """Sends a form that was opened before."""
    return Client().post(re.sub(r"\?.*", "", detail), {"name": "Priya", "email": "p@example.com"}).status_code


@pytest.mark.feature("C5")
def test_withdrawing_asks_and_can_be_undone(anas, link, sent):
    path = reverse("withdraw-link", args=[link.pk])
    page = anas.get(path)
    assert "1 one-time link made from it is outstanding. It stops working too." in read(page).text
    assert Client().get(sent).status_code == 200
    answer = form_with(page, "Withdraw").send(anas, path, "Withdraw")
    assert "“Talk” has been withdrawn, along with the one-time links made from it." in read(answer).text
    assert [Client().get(address).status_code for address in (sent, link.address())] == [410, 410]
    form_with(answer, "Undo").send(anas, "", "Undo")
    assert [Client().get(address).status_code for address in (sent, link.address())] == [200, 200]


@pytest.mark.feature("C5")
def test_withdrawn_link_is_not_edited_or_copied(anas, link):
    anas.post(reverse("withdraw-link", args=[link.pk]))
    for name in ("edit-link", "withdraw-link"):
        assert anas.get(reverse(name, args=[link.pk])).status_code == 404
    assert single(anas, link, **JSON).status_code == 409
    Link.objects.filter(pk=link.pk).update(revoked_at=timezone.now() - timedelta(minutes=11))
    answer = anas.post(reverse("reinstate-link", args=[link.pk]), follow=True)
    assert "It is too late to undo this." in read(answer).text


@pytest.mark.feature("C5")
def test_page_link_can_offer_fewer_event_types(anas, ana, anas_page, event_type):
    chat = managed_event_type(ana, "Chat", duration=15)
    anas_page.event_types.add(chat)
    link = mint(actor=ana, page=anas_page, max_uses=None, now=timezone.now())
    sent = single(anas, link, **JSON).json()["address"]
    assert {"Chat", event_type.name} <= {word.strip() for word in read(Client().get(sent)).words}
    edit(anas, link, name="Chats", event_types=[chat.pk])
    page = read(Client().get(sent)).text
    assert ("Chat" in page, event_type.name in page) == (True, False)
    edit(anas, link, event_types=[])
    assert event_type.name in read(Client().get(sent)).text


@pytest.mark.feature("C1")
def test_version_admits_once_its_link_often(link, sent):
    assert send(Client(), times(Client(), sent)[0]).status_code == 303
    assert [Client().get(address).status_code for address in (sent, link.address())] == [410, 200]
    assert send(Client(), times(Client(), link.address())[0]).status_code == 303
    link.refresh_from_db()
    assert (link.uses, link.children.get().uses) == (1, 1)


@pytest.mark.feature("C6")
def test_version_ends_at_booking_or_earliest_expiry(anas, ana):
    link = reusable(ana, expires_at=timezone.now() + timedelta(days=3))
    booked, waiting = (single(anas, link, **JSON).json()["address"] for _ in range(2))
    send(Client(), times(Client(), booked)[0])
    assert "already been used" in read(Client().get(booked)).text
    # An end of its own counts beside its link's: the earlier one ends it.
    early = link.children.order_by("pk").last()
    assert early is not None
    now = timezone.now()
    for own, links, expected in ((0, 3, 410), (9, 3, 200), (9, 0, 410), (3, 9, 200)):
        Link.objects.filter(pk=early.pk).update(expires_at=now + timedelta(days=own))
        Link.objects.filter(pk=link.pk).update(expires_at=now + timedelta(days=links))
        assert Client().get(waiting).status_code == expected
    # Once booked, it stays so, however long it could have lived.
    assert "already been used" in read(Client().get(booked)).text


@pytest.mark.feature("B5")
def test_unused_versions_stay_listed_and_revocable(anas, link):
    first, second, third = (single(anas, link, **JSON).json()["address"] for _ in range(3))
    send(Client(), times(Client(), first)[0])
    listed = anas.get(f"/links/?parent={link.pk}&status=outstanding").context["lines"]
    versions = list(link.children.order_by("pk"))
    assert [line.link for line in listed] == versions[:0:-1]
    anas.post(reverse("revoke-link", args=[versions[1].pk]))
    assert [Client().get(address).status_code for address in (first, second, third)] == [410, 410, 200]
