"""The organization's brand in mails, what lists of mails show, and the button to join."""

from email import message_from_bytes
from email.policy import SMTP

import pytest

from accounts.actions import change_logo, change_organization
from accounts.colour import DARK, LIGHT, brand_colours
from accounts.pictures import ShrunkPicture
from bookings.actions import book
from bookings.emails import message
from bookings.notifications import MailKind
from deliveries.models import Delivery
from tests.bookings.facts_of_mails import EVENTS, delivery_of
from tests.builders import NOW, START, one_time_link, submission
from tests.tables import table

TEAL = "#0b6e64"
BRAND = {"colour": TEAL, "logo": "c0ffee", "hide_product": True}
JOIN = "Join the meeting"


@pytest.fixture(autouse=True)
def _installation(settings):
    settings.BASE_URL = "https://meet.example.org"
    settings.LINK_KEYS = {"a": b"k" * 32}


def parts(delivery):
    """The sender, the text and the HTML of a mail."""
    parsed = message_from_bytes(message(delivery).message().as_bytes(), policy=SMTP)
    text, html = (parsed.get_body([kind]).get_content().replace("\r\n", "\n") for kind in ("plain", "html"))
    return parsed["From"], text, html


def test_mail_carries_the_brand():
    sender, text, html = parts(delivery_of(MailKind.CUSTOMER_CONFIRMATION, brand=BRAND))
    assert (sender, "Admit One" in text, "Admit One" in html) == ("Ana Ruiz via Acme <meet@example.org>", False, False)
    assert text.endswith("-- \nAcme\n")
    assert 'src="https://meet.example.org/pictures/c0ffee.png"' in html
    assert 'alt="Acme"' in html
    light, dark = brand_colours(TEAL, LIGHT), brand_colours(TEAL, DARK)
    assert f"background-color: {light.strong}" in html
    assert all(colour in html for colour in (light.text, dark.strong, dark.text, dark.on))
    assert not any(colour in html for colour in ("#2447c8", "#2242bd", "#a8baff", "#9db2ff"))


def test_mail_without_brand_loads_nothing():
    sender, text, html = parts(delivery_of(MailKind.CUSTOMER_CONFIRMATION))
    assert (sender, "<img" in html) == ("Ana Ruiz via Admit One <meet@example.org>", False)
    assert text.endswith("-- \nSent by Admit One for Acme\n")


@table("kind", EVENTS)
def test_both_parts_say_the_same(kind):
    """Whether one can join, and what is attached."""
    _sender, text, html = parts(delivery_of(kind))
    attached = "The attached file invite.ics adds the meeting"
    assert [sentence in text for sentence in (JOIN, attached)] == [sentence in html for sentence in (JOIN, attached)]
    met = EVENTS[kind].get("event") in {None, "moved"} and kind not in {MailKind.NEW_TIME_ASKED, MailKind.FOLLOW_UP}
    assert (JOIN in text, attached in text) == (met, EVENTS[kind].get("method", "REQUEST") == "REQUEST")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "Video call"),
        ({"location_kind": "address", "location": "Calle Mayor 12"}, "Calle Mayor 12"),
        ({"location_kind": "video", "location": ""}, "Video call; Ana Ruiz will send the address"),
    ],
)
def test_lists_of_mails_show_when_and_where(place, said):
    _sender, _text, html = parts(delivery_of(MailKind.CUSTOMER_CONFIRMATION, **place))
    hidden = html.partition("mso-hide: all")[2].partition("</div>")[0]
    assert " ".join(hidden.split()).endswith(f"7:30 PM–8:00 PM, India time, UTC+5:30 · {said}")
    assert (JOIN in html) == (place == {})


@pytest.mark.django_db
def test_brand_is_frozen_with_the_booking(ana, event_type):
    change_organization(actor=ana, now=NOW, brand_colour=TEAL, hide_product=True)
    change_logo(actor=ana, logo=ShrunkPicture(b"RIFF", "c0ffee", 240, 96))
    ana.organization.refresh_from_db()
    link = one_time_link(ana)
    book(submission=submission(event_type.pk, START), link=link, now=NOW)
    frozen = {"colour": TEAL, "logo": ana.organization.logo_id, "hide_product": True}
    told = Delivery.objects.filter(medium="email")
    assert (told.count() >= 2, [delivery.facts.get("brand") for delivery in told]) == (True, [frozen] * told.count())
    change_organization(actor=ana, now=NOW, brand_colour="", hide_product=False)
    change_logo(actor=ana, logo=None)
    assert TEAL in message(told.get(kind=MailKind.CUSTOMER_CONFIRMATION)).message().as_bytes().decode()
