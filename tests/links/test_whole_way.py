"""A link's whole way, from the press that makes it to what it leaves behind: as those who come from elsewhere know it.

Through the screens, without JavaScript, at the clock's own time.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import Admission, Booking
from bookings.notifications import MailKind
from deliveries.models import Delivery
from links.actions import Hosts, change_reusable, make_reusable, mint_version, revoke
from links.models import Link
from pages.models import HostTime, Page
from tests.builders import managed_event_type, one_time_link
from tests.customer.customers import read, send, times
from tests.owner.links.browsing import form_with
from tests.owner.links.browsing import forms as forms_of

pytestmark = [pytest.mark.django_db, pytest.mark.screen]


def link_path(link):
    return reverse("link", args=[link.token()])


def text_of(response):
    return read(response).text


@pytest.fixture
def reusable(ana, anas_page):
    demo = managed_event_type(ana, "Demo")
    return make_reusable(
        actor=ana, owner=ana, hosts=Hosts((anas_page,)), event_types=[demo], name="Demo with Ana", now=timezone.now()
    )


@pytest.mark.feature("A21")
def test_booking_pages_one_time_link_books_host(anas, client, ana, anas_page):
    """No master page and no pool around it is needed."""
    screen = reverse("booking-pages")
    made = form_with(anas.get(screen), "One-time link").send(anas, screen, "One-time link")
    link = Link.objects.get()
    assert (link.page, link.max_uses, anas_page.kind) == (anas_page, 1, Page.Kind.BOOKING)
    assert link.address() in made.content.decode()
    assert send(Client(), times(Client(), link_path(link))[0]).status_code == 303
    assert [host_time.host for host_time in HostTime.objects.all()] == [ana]


@pytest.mark.feature("B3")
def test_forwarded_link_serves_first_booker_only(ana):
    link = one_time_link(ana, now=timezone.now())
    people = {name: Client() for name in ("Priya Shah", "Tom Berg", "Uma Roy")}
    # All of them have the form of a time before them.
    forms = dict(zip(people, times(Client(), link_path(link))[:3], strict=True))
    shown = {name: people[name].get(address) for name, address in forms.items()}
    assert {response.status_code for response in shown.values()} == {200}
    answers = {}
    for name, client in people.items():
        typed = {"name": name, "email": f"{name[:3].lower()}@example.com"}
        filled = form_with(shown[name], next(iter(form_buttons(shown[name])))).filled(**typed)
        answers[name] = client.post(forms[name], dict(filled))
    assert [answer.status_code for answer in answers.values()] == [303, 410, 410]
    for name in ("Tom Berg", "Uma Roy"):
        assert "This link has already been used to book a meeting." in text_of(answers[name])
        assert "Priya" not in answers[name].content.decode()
    link.refresh_from_db()
    assert (Admission.objects.get().customer_name, link.uses) == ("Priya Shah", 1)


def form_buttons(response):
    """The words on the button that books."""
    return [words for form in forms_of(response) for words in form.buttons if words.startswith("Book ")]


@pytest.mark.feature("B4")
def test_used_link_names_its_owner(client, ana):
    link = one_time_link(ana, now=timezone.now())
    booked = send(client, times(client, link_path(link))[0])
    used = client.get(link_path(link))
    assert (booked.status_code, used.status_code) == (303, 410)
    for words in ("has already been used to book a meeting", "Contact Ana Ruiz to book another."):
        assert words in text_of(used)
    assert 'href="mailto:ana@acme.example"' in used.content.decode()
    # For its own booker the meeting itself stays where it was.
    assert "You are booked with Ana Ruiz" in text_of(client.get(booked.headers["Location"]))


@pytest.mark.feature("D6")
def test_dead_link_names_reason_owner_and_way(client, ana):
    now = timezone.now()
    used, revoked, expired = (one_time_link(ana, now=now) for _number in range(3))
    send(client, times(client, link_path(used))[0])
    revoke(actor=ana, link=revoked, now=now)
    Link.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(days=1))
    for link, reason in ((used, "already been used"), (revoked, "has been withdrawn"), (expired, "expired on")):
        response = client.get(link_path(link))
        page = response.content.decode()
        assert (response.status_code, reason in page, "Ana" in page) == (410, True, True)
        assert f'href="{reverse("link-ask", args=[link.token()])}' in page
        # Nothing of the booking is shown; its own booker can have it mailed.
        assert (reverse("link-mine", args=[link.token()]) in page) == (link == used)
        assert "priya@" not in page
    ask = reverse("link-ask", args=[expired.token()])
    form = form_with(client.get(ask), "Ask for a new link")
    asked = form.send(client, ask, "Ask for a new link", name="Priya", email="priya@example.com")
    assert (asked.status_code, ana.organization.name in text_of(asked) or "Ana" in text_of(asked)) == (200, True)
    assert Delivery.objects.get(kind="link_asked").recipient == "ana@acme.example"
    # A while later: just now it was mailed anyway.
    Delivery.objects.update(created_at=now - timedelta(hours=1))
    mine = reverse("link-mine", args=[used.token()])
    for email, mails in (("stranger@example.com", 1), ("priya@example.com", 2)):
        form_with(client.get(mine), "Email me my booking").send(client, mine, "Email me my booking", email=email)
        assert (
            Delivery.objects.filter(kind=MailKind.CUSTOMER_CONFIRMATION, recipient="priya@example.com").count() == mails
        )


@pytest.mark.parametrize("end", ["revoked", "parent revoked", "expired", "page archived", "parent changed"])
@pytest.mark.feature("C7")
def test_meeting_outlives_its_link(client, ana, reusable, end):
    """What a reschedule needs of links: the meeting's own address, whatever became of the link, which stays spent."""
    now = timezone.now()
    link = mint_version(actor=ana, parent=reusable, now=now)
    booked = send(client, times(client, link_path(link))[0]).headers["Location"]
    if "revoked" in end:
        revoke(actor=ana, link=reusable if "parent" in end else link, now=now)
    elif end == "expired":
        Link.objects.filter(pk=reusable.pk).update(expires_at=now - timedelta(hours=1))
    elif end == "page archived":
        Page.objects.filter(pk=reusable.page_id).update(archived_at=now)
    else:
        others = [managed_event_type(ana, "Something else")]
        changes = {"event_types": others, "name": "Other", "expires_at": None, "in_library": False}
        change_reusable(actor=ana, link=reusable, now=now, **changes)
    for address in (booked, f"{booked}invite.ics"):
        assert client.get(address).status_code == 200
    assert "You are booked with Ana Ruiz" in text_of(client.get(booked))
    link.refresh_from_db()
    reusable.refresh_from_db()
    assert (link.uses, reusable.uses, Booking.objects.count()) == (1, 0, 1)
    # And the link itself opens nothing any more.
    assert client.get(link_path(link)).status_code == 410
