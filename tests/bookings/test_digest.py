"""The daily digest: once, in the morning of its reader, with their day."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.actions import change_mails
from bookings.actions import erase_customer
from bookings.digest import send_digests
from bookings.emails import message
from deliveries.models import Delivery
from tests.builders import START
from tests.owner.meetings.owners import TUESDAY, make_meeting, make_request

pytestmark = pytest.mark.django_db
# Seven in Madrid.
MORNING = datetime(2030, 1, 7, 6, 0, tzinfo=UTC)


def digests():
    return Delivery.objects.filter(kind="daily_digest").order_by("pk")


def text_of(mail):
    return message(mail).mime.get_body(("plain",)).get_content()


def test_digest_comes_once_in_the_morning(ana, ben):
    make_meeting(ana), make_meeting(ana, TUESDAY), make_meeting(ben, TUESDAY - timedelta(hours=20))
    make_request(ana, TUESDAY + timedelta(hours=3))
    send_digests(MORNING)
    assert not digests().exists()
    change_mails(actor=ana, daily_digest=True)
    for minutes in (-1, 0, 15, 4 * 60 + 59):
        assert send_digests(MORNING + timedelta(minutes=minutes)) is False
    (mail,) = digests()
    assert (mail.recipient, mail.due_at, mail.expires_at) == (ana.email, MORNING, datetime(2030, 1, 7, 23, tzinfo=UTC))
    assert message(mail).subject == "Your day: Monday 7 January"
    text = text_of(mail)
    assert "1 meeting today. 1 request waits for you." in text
    assert "15:00: Priya Shah, 30-minute meeting" in text


@pytest.mark.parametrize("minutes", [-1, 5 * 60])
def test_no_digest_at_other_hours(ana, minutes):
    make_meeting(ana), change_mails(actor=ana, daily_digest=True)
    send_digests(MORNING + timedelta(minutes=minutes))
    assert not digests().exists()


def test_free_days_and_former_colleagues_get_none(ana, ben):
    for user in (ana, ben):
        change_mails(actor=user, daily_digest=True)
    make_meeting(ben)
    ben.is_active = False
    ben.save()
    send_digests(MORNING)
    assert not digests().exists()


def test_each_day_has_its_own(ana):
    make_meeting(ana), make_meeting(ana, TUESDAY), change_mails(actor=ana, daily_digest=True)
    send_digests(MORNING), send_digests(MORNING + timedelta(days=1))
    assert [message(digest).subject for digest in digests()] == [
        "Your day: Monday 7 January",
        "Your day: Tuesday 8 January",
    ]


def test_erased_customers_leave_the_digest(ana):
    make_meeting(ana, START), change_mails(actor=ana, daily_digest=True)
    send_digests(MORNING)
    (mail,) = digests()
    assert ("Priya" in str(mail.facts), "Priya" in text_of(mail)) == (True, True)
    later = START + timedelta(days=1)
    erase_customer(email="priya@example.com", actor=ana, now=later)
    mail.refresh_from_db()
    assert "Priya" not in str(mail.facts) + text_of(mail)


def test_free_days_are_found_in_one_query(ana, ben, django_assert_num_queries):
    for user in (ana, ben):
        change_mails(actor=user, daily_digest=True)
    with django_assert_num_queries(1):
        send_digests(MORNING)
    assert not digests().exists()
