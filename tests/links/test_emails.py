"""The mail that brings a link to its customer says for whom it is, how often it works and until when."""

from datetime import timedelta

import pytest

from bookings.emails import message
from links.models import Link
from links.notifications import link_mail
from tests.builders import NOW, one_time_link

pytestmark = pytest.mark.django_db
FOR_ANYBODY = "This link works for one booking. If you forward it, the first person to book gets the time."
ONCE = "This link works for one booking, and only for priya@example.com. No one else can book with it."
ALWAYS = "This link is only for priya@example.com. No one else can book with it."


def sentence(link: Link, user) -> str:
    """What the mail says below the link's address, in both of its forms."""
    mime = message(link_mail(link, sender=user, subject="Hello", text="Choose.", now=NOW)).message()
    text, html = (mime.get_body((kind,)).get_content() for kind in ("plain", "html"))
    said = text.partition("/l/")[2].partition("\n\n")[2].partition("\n\n-- ")[0].strip()
    assert said in " ".join(html.split())
    return said


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ({"locked_to_recipient": True}, ONCE),
        ({"locked_to_recipient": True, "max_uses": None}, ALWAYS),
        ({"locked_to_recipient": False}, FOR_ANYBODY),
        ({"locked_to_recipient": False, "max_uses": 3}, ""),
    ],
)
@pytest.mark.feature("O13")
def test_mail_says_for_whom_link_is(ana, choices, said):
    link = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    Link.objects.update(**choices)
    link.refresh_from_db()
    assert sentence(link, ana) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (30, "It works until Tuesday 8 January 2030, 15:00 (Madrid time, UTC+1)."),
        (39, "It works until the end of Tuesday 8 January 2030 (Madrid time, UTC+1)."),
    ],
)
@pytest.mark.feature("O13")
def test_mail_says_until_when(ana, hours, said):
    link = one_time_link(ana, recipient_email="priya@example.com")
    Link.objects.update(expires_at=NOW.replace(hour=8, minute=0) + timedelta(hours=hours), locked_to_recipient=True)
    ana.clock = "24"
    link.refresh_from_db()
    assert sentence(link, ana) == f"{ONCE} {said}"
