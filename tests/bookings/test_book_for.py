"""Booking for a customer: what binds them binds whoever books for them, and the history says who that was."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest

from accounts.models import HistoryEntry
from bookings.actions import approve, book, book_for, cancel, reschedule
from bookings.emails import message
from bookings.emails.guests import confirmation
from bookings.errors import AlreadySent, AnswersMissing, OnlyForRecipient, SlotTaken
from bookings.models import Booking
from deliveries.models import Delivery
from links.errors import DeadLink, NothingToShare
from links.liveness import DeadReason
from links.models import Link
from pages.models import Page
from tests.bookings.meetings import book_meeting, change_settings, history, mail_facts
from tests.builders import NOW, START, one_time_link, submission

pytestmark = pytest.mark.django_db


def text_of(booking, kind):
    """The mail about it as plain text, on one line."""
    letter = message(Delivery.objects.filter(thread=booking.uid, kind=kind).latest("pk")).message().as_bytes()
    parsed = message_from_bytes(letter, policy=SMTP)
    return " ".join(parsed.get_body(("plain",)).get_content().split())


def test_through_a_link_saying_by_whom(ana, event_type):
    link = one_time_link(ana)
    admission, new = book_for(by=ana, submission=submission(event_type.pk), link=link, now=NOW)
    link.refresh_from_db()
    assert (admission.link, admission.use, new, link.uses) == (link, 1, True, 1)
    assert history(admission.booking) == [("booked", ana, {})]
    used = HistoryEntry.objects.get(subject="link", subject_id=link.pk, verb="used")
    assert (used.actor, used.details) == (ana, {"booking": admission.booking.reference})
    assert mail_facts(admission.booking, "host_confirmation")["by"] == {"name": "Ana Ruiz", "email": "ana@acme.example"}


def test_at_a_page_by_its_own_link(ana, anas_page, event_type):
    admission, new = book_for(by=ana, submission=submission(event_type.pk), page=anas_page, label="CRM 17", now=NOW)
    link = Link.objects.get()
    assert (admission.link, admission.page, new) == (link, anas_page, True)
    assert (link.page, link.owner, link.max_uses, link.uses, link.label) == (anas_page, ana, 1, 1, "CRM 17")
    customer = submission(event_type.pk).customer
    assert (link.recipient_name, link.recipient_email) == (customer.name, customer.email)


def test_refusal_at_a_page_leaves_no_link(ana, anas_page, event_type):
    book_meeting(ana, event_type)
    before = HistoryEntry.objects.count()
    with pytest.raises(SlotTaken):
        book_for(by=ana, submission=submission(event_type.pk), page=anas_page, now=NOW)
    assert (Link.objects.count(), Booking.objects.count(), HistoryEntry.objects.count()) == (1, 1, before)


@pytest.mark.parametrize("through", ["link", "page"])
def test_the_same_submission_again(ana, anas_page, event_type, through):
    where = {"link": one_time_link(ana)} if through == "link" else {"page": anas_page}
    form = submission(event_type.pk)
    first, _new = book_for(by=ana, submission=form, now=NOW, **where)
    assert book_for(by=ana, submission=form, now=NOW, **where) == (first, False)
    with pytest.raises(AlreadySent):
        book_for(by=ana, submission=submission(event_type.pk, key=form.key, note="Other"), now=NOW, **where)
    assert (Booking.objects.count(), Link.objects.count()) == (1, 1)


def test_the_same_key_at_another_page(ana, ben, anas_page, event_type):
    form, other = submission(event_type.pk), Page.objects.get(owner=ben)
    book_for(by=ana, submission=form, page=anas_page, now=NOW)
    with pytest.raises(AlreadySent):
        book_for(by=ana, submission=form, page=other, now=NOW)
    assert Link.objects.count() == 1


def test_strangers_and_colleagues_are_refused(ana, ben, zoe, anas_page, event_type):
    link = one_time_link(ana)
    for somebody in (ben, zoe):
        with pytest.raises(Link.DoesNotExist):
            book_for(by=somebody, submission=submission(event_type.pk), link=link, now=NOW)
        with pytest.raises(NothingToShare):
            book_for(by=somebody, submission=submission(event_type.pk), page=anas_page, now=NOW)
    assert (Booking.objects.count(), Link.objects.count()) == (0, 1)


def test_what_binds_customers_binds_them_too(ana, event_type):
    locked = one_time_link(ana, recipient_email="other@example.com", locked_to_recipient=True)
    with pytest.raises(OnlyForRecipient):
        book_for(by=ana, submission=submission(event_type.pk), link=locked, now=NOW)
    ended = one_time_link(ana, expires_at=NOW)
    with pytest.raises(DeadLink) as refusal:
        book_for(by=ana, submission=submission(event_type.pk), link=ended, now=NOW)
    assert refusal.value.reason == DeadReason.EXPIRED
    change_settings(event_type, ask_company="required")
    with pytest.raises(AnswersMissing):
        book_for(by=ana, submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    change_settings(event_type, ask_company="no", notice=24 * 60)
    with pytest.raises(SlotTaken):
        book_for(by=ana, submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    assert Booking.objects.count() == 0


@pytest.mark.parametrize("by", ["ana", "ben", "customer"])
def test_mails_say_who_booked(ana, ben, event_type, by):
    if by == "customer":
        booking = book_meeting(ana, event_type)
    else:
        ben.role = "admin"
        who = {"ana": ana, "ben": ben}[by]
        booking = book_for(by=who, submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)[0].booking
    told = {
        "ana": "You booked a meeting with Priya Shah.",
        "ben": "Ben Ode booked a meeting of Ana Ruiz with Priya Shah.",
        "customer": "Priya Shah has booked a meeting with Ana Ruiz.",
    }
    assert told[by] in text_of(booking, "host_confirmation")
    assert "your meeting with Ana Ruiz is confirmed" in text_of(booking, "customer_confirmation")


@pytest.mark.parametrize("is_request", [False, True])
@pytest.mark.parametrize("by", ["ana", "ben", "customer"])
def test_guests_read_who_invites_them(ana, ben, event_type, by, is_request):
    change_settings(event_type, ask_guests="optional", needs_approval=is_request)
    form = submission(event_type.pk, guests=["tom@example.com"])
    if by == "customer":
        booking = book(submission=form, link=one_time_link(ana), now=NOW).booking
    else:
        ben.role = "admin"
        who = {"ana": ana, "ben": ben}[by]
        booking = book_for(by=who, submission=form, link=one_time_link(ana), now=NOW)[0].booking
    if is_request:
        booking = approve(booking=booking, start=START, actor=ben, now=NOW)
    told, inviter = {
        "ana": ("Ana Ruiz has booked a meeting with Priya Shah and would like you to be there.", "Ana Ruiz"),
        "ben": ("Ben Ode has booked a meeting of Ana Ruiz with Priya Shah and would like you to be there.", "Ben Ode"),
        "customer": ("Priya Shah has booked a meeting with Ana Ruiz and would like you to be there.", "Priya Shah"),
    }[by]
    assert told in text_of(booking, "guest_confirmation")
    booking = reschedule(booking=booking, start=START + timedelta(hours=1), actor=ana, now=NOW)
    booking = cancel(booking=booking, actor=ana, now=NOW)
    for kind in ("guest_confirmation", "guest_change", "guest_cancellation"):
        assert f"Invited by: {inviter}" in text_of(booking, kind)


@pytest.mark.parametrize("by", ["ana", "ben"])
def test_optional_attendees_read_it_too(ana, ben, event_type, by):
    ben.role = "admin"
    booking = book_meeting(ana, event_type)
    known = mail_facts(booking, "customer_confirmation")
    asked = known | {"optional": [{"name": "Tom", "email": "tom@example.com"}], "event": "booked"}
    asked |= {"arranged_by": {"name": {"ana": ana, "ben": ben}[by].name, "email": {"ana": ana, "ben": ben}[by].email}}
    asked |= {"recipient": known["recipient"] | {"role": "optional", "email": "tom@example.com"}}
    told = {
        "ana": "Ana Ruiz has booked a meeting with Priya Shah. Your attendance is optional.",
        "ben": "Ben Ode has booked a meeting of Ana Ruiz with Priya Shah. Your attendance is optional.",
    }
    said = confirmation(asked)
    assert said.context["sentence"].startswith(told[by])
    assert ("Invited by", {"ana": ana, "ben": ben}[by].name, False) in [
        (row.label, row.value, row.untrusted) for row in said.context["rows"]
    ]


def test_approved_request_was_not_booked_for_them(ana, event_type):
    change_settings(event_type, needs_approval=True)
    admission, _new = book_for(by=ana, submission=submission(event_type.pk), link=one_time_link(ana), now=NOW)
    assert history(admission.booking) == [("requested", ana, {})]
    booking = approve(booking=admission.booking, start=START, actor=ana, now=NOW)
    assert "You approved the request from Priya Shah." in text_of(booking, "host_confirmation")
