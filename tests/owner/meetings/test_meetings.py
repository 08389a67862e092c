"""Meetings: the list, the details of one, and the confirmation once more."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from bookings.actions import book, cancel
from bookings.meetings import MEETINGS, meetings
from bookings.models import Booking
from bookings.states import Tab
from deliveries.models import Delivery, Medium
from pages.actions import archive_page
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup
from tests.owner.meetings.owners import make_meeting, moved_to_past

pytestmark = pytest.mark.django_db
LIST = "/meetings/"
# Session, user, event types and hosts to choose from, the places, the meetings, their admissions, their hosts, the
# counts.
QUERIES = 9


def counts(response):
    return {tab.value: count for tab, _word, count, _query in response.context["tabs"]}


def pks(response):
    return [line.booking.pk for day in response.context["days"] for line in day.lines]


def shown(client, address=LIST):
    return pks(client.get(address))


@pytest.mark.feature("O25")
def test_upcoming_soonest_first_past_latest_first(anas, ana):
    late, early = make_meeting(ana, START + timedelta(hours=1)), make_meeting(ana)
    older, newer = (
        moved_to_past(make_meeting(ana, START + timedelta(hours=1, minutes=minutes))) for minutes in (-30, 30)
    )
    assert shown(anas) == [early.pk, late.pk]
    response = anas.get(f"{LIST}?show=past")
    assert pks(response) == [newer.pk, older.pk]
    assert counts(response) == {"upcoming": "2", "requests": "0", "past": "2", "cancelled": "0"}


@pytest.mark.feature("O25")
def test_meeting_is_past_once_ended(anas, ana):
    booking = make_meeting(ana)
    with time_machine.travel(booking.ends_at - timedelta(seconds=1), tick=False):
        anas.force_login(ana)
        assert shown(anas) == [booking.pk]
    with time_machine.travel(booking.ends_at, tick=False):
        assert (shown(anas), shown(anas, f"{LIST}?show=past")) == ([], [booking.pk])


@pytest.mark.feature("O25")
def test_long_lists_continue_where_page_ended(ana):
    made = [make_meeting(ana, START + timedelta(minutes=30 * number)) for number in range(4)]
    first = meetings(user=ana, now=NOW, limit=2)
    second = meetings(user=ana, now=NOW, limit=2, after=first.further)
    assert [one.pk for one in first.bookings + second.bookings] == [one.pk for one in made]
    assert (first.further, second.further, MEETINGS) == (made[1].pk, None, 50)
    for one in made:
        moved_to_past(one)
    first = meetings(user=ana, now=NOW, tab=Tab.PAST, limit=3)
    second = meetings(user=ana, now=NOW, tab=Tab.PAST, limit=3, after=first.further)
    assert [one.pk for one in first.bookings + second.bookings] == [one.pk for one in made[::-1]]


@pytest.mark.parametrize("after", ["x", "0", "-1", "9" * 30, "²"])
@pytest.mark.feature("O25")
def test_senseless_place_is_the_beginning(anas, ana, after):
    booking = make_meeting(ana)
    assert shown(anas, f"{LIST}?after={after}") == [booking.pk]


@pytest.mark.feature("O33")
def test_empty_lists_say_what_they_are(anas):
    assert "No upcoming meetings" in markup(anas.get(LIST))
    assert "No past meetings" in markup(anas.get(f"{LIST}?show=past"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O25")
def test_list_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        make_meeting(ana, START + timedelta(minutes=30 * number))
    with django_assert_num_queries(QUERIES):
        assert len(shown(anas)) == count


@pytest.mark.feature("A6")
def test_members_see_only_meetings_of_theirs(client, ana, ben, zoe):
    theirs = {user: make_meeting(user) for user in (ana, ben, zoe)}

    def seen(user):
        client.force_login(user)
        return set(shown(client))

    assert seen(ana) == {theirs[ana].pk, theirs[ben].pk}
    assert seen(ben) == {theirs[ben].pk}
    assert seen(zoe) == {theirs[zoe].pk}
    client.force_login(ben)
    for user in (ana, zoe):
        assert client.get(reverse("meeting", args=[theirs[user].pk])).status_code == 404
        assert client.post(reverse("resend-confirmation", args=[theirs[user].pk])).status_code == 404


@pytest.mark.feature("O27")
def test_details_tell_everything_about_the_meeting(anas, ana):
    link = one_time_link(ana, recipient_name="Priya Shah", label="Spring campaign")
    booking = make_meeting(ana, link=link, note="About the <b>spring</b>")
    html = markup(anas.get(reverse("meeting", args=[booking.pk])))
    for expected in (
        "30-minute meeting with Priya Shah",
        "Monday 7 January 2030, 15:00–15:30", "Madrid time",
        "Monday 7 January 2030, 19:30–20:00", "India time",
        "One-time link", "Spring campaign", "<dt>Recipient</dt><dd>Priya Shah",
        "About the &lt;b&gt;spring&lt;/b&gt;",
        "Confirmation to the customer", "Confirmation to the host", "On its way",
        "The customer booked it.", booking.reference,
    ):  # fmt: skip
        assert expected in html


@pytest.mark.feature("O27")
def test_what_became_of_each_mail(anas, ana):
    booking = make_meeting(ana)
    mails = Delivery.objects.filter(thread=booking.uid)
    mails.filter(kind="customer_confirmation").update(failed_at=NOW, attempts=8, last_error="550")
    mails.filter(kind="host_confirmation").update(sent_at=NOW)
    mails = anas.get(reverse("meeting", args=[booking.pk])).context["mails"].live
    assert {one.delivery.kind: str(one.state.label) for one in mails} == {
        "customer_confirmation": "Could not be sent",
        "host_confirmation": "Sent",
    }


@pytest.mark.feature("O27")
@pytest.mark.parametrize(
    ("medium", "words"),
    [
        (Medium.WEBHOOK, {"Could not be sent", "Sent"}),
        (Medium.CALENDAR, {"The calendar could not be changed", "Removed from the calendar"}),
    ],
)
def test_what_became_of_other_deliveries(anas, ana, medium, words):
    pair = [make_meeting(ana), make_meeting(ana, START + timedelta(hours=1))]
    Delivery.objects.update(
        medium=medium, sent_at=NOW, facts={"host": "crm.example", "recipient": {"name": "Ana Ruiz"}}
    )
    Delivery.objects.filter(thread=pair[0].uid).update(sent_at=None, failed_at=NOW, attempts=8)
    pages = [anas.get(reverse("meeting", args=[one.pk])) for one in pair]
    seen = [one.context["mails"] for one in pages]
    assert {str(mail.state.label) for mails in seen for mail in mails.programs} == words
    # They are no emails, and are not listed among them.
    assert not any(mails.live for mails in seen)
    assert all(">Calendars and webhooks</span>" in markup(one) for one in pages)


@pytest.mark.feature("O27")
@pytest.mark.parametrize(
    ("theirs", "said", "unsaid"),
    [
        ("Europe/Madrid", "<dt>Time</dt>", "the customer’s:"),
        ("Europe/Berlin", "the customer’s: Berlin time", "Customer’s time"),
        ("Asia/Kolkata", "<dt>Customer’s time</dt>", "<dt>Time</dt>"),
    ],
)
def test_same_time_is_said_once(anas, ana, theirs, said, unsaid):
    html = markup(anas.get(reverse("meeting", args=[make_meeting(ana, zone=theirs).pk])))
    assert (said in html, unsaid in html) == (True, False)


@pytest.mark.feature("O28")
def test_cancelled_meeting_leads_to_a_new_link(anas, ana):
    booking = make_meeting(ana)
    address = reverse("meeting", args=[booking.pk])
    assert "Send a new link" not in markup(anas.get(address))
    cancel(booking=booking, actor=ana, now=NOW)
    Booking.objects.filter(pk=booking.pk).update(location="https://meet.example/ana")
    html = markup(anas.get(address))
    # Nobody is to enter its room any more.
    assert ("https://meet.example/ana" in html, 'href="https://meet.example/ana"' in html) == (True, False)
    button = html[html.index("data-share-whom") - 250 : html.index("Send a new link")]
    # Without scripts, the address leads to the same form for the same customer.
    without_script = f'href="{reverse("share")}?page={booking.admission.page_id}&amp;meeting={booking.pk}"'
    for said in (
        f'data-share-page="{booking.admission.page_id}"',
        '"Priya Shah"',
        '"priya@example.com"',
        without_script,
    ):
        assert said in button


def test_new_link_needs_a_shareable_page(anas, ana, anas_page):
    """Without it any page is chosen in the pop-up, where the first one would else stand for the one that is gone."""
    booking = make_meeting(ana)
    cancel(booking=booking, actor=ana, now=NOW)
    archive_page(actor=ana, page=anas_page, now=NOW)
    html = markup(anas.get(reverse("meeting", args=[booking.pk])))
    button = html[html.index("data-share-whom") - 250 : html.index("Send a new link")]
    address = f'href="{reverse("share")}?meeting={booking.pk}"'
    assert (address in button, "data-share-page" in button) == (True, False)


@pytest.mark.feature("O28")
def test_private_note_folds_under_first_line(anas, ana):
    address = reverse("meeting", args=[make_meeting(ana).pk])
    closed, asked = '<details class="panel fold" id="private">', '<details class="panel fold" id="private" open>'
    html = markup(anas.get(address))
    assert (closed in html, "<small>Nothing yet</small>" in html) == (True, True)
    # The menu asks for it: then an empty one is open.
    assert ('href="?note#private"' in html, ">Add a private note<" in html) == (True, True)
    assert asked in markup(anas.get(f"{address}?note"))
    Booking.objects.update(private_note="Likes tea <b>\nCall before ten")
    html = markup(anas.get(f"{address}?note"))
    assert (closed in html, "<small>Likes tea &lt;b&gt;</small>" in html, ">Private note</a>" in html) == (True,) * 3


@pytest.mark.feature("O27")
def test_folds_say_what_is_in_them(anas, ana):
    booking = make_meeting(ana, note="Hello")
    html = markup(anas.get(reverse("meeting", args=[booking.pk])))
    for fold, line in (
        ("through", "One-time link"),
        ("mails", "2 on their way"),
        ("history", "The customer booked it."),
    ):
        part = html[html.index(f'id="{fold}"') :].partition("</summary>")[0]
        assert (line in part, " open" in part) == (True, False)
    # What a host needs first stands first.
    order = [
        html.index(text) for text in ("Reschedule<", "<dt>Customer</dt>", "<dt>Where</dt>", "Hello", 'id="through"')
    ]
    assert order == sorted(order)
    Delivery.objects.filter(kind="customer_confirmation").update(failed_at=NOW, attempts=8, last_error="550")
    Delivery.objects.filter(kind="host_confirmation").update(attempts=2)
    mails = anas.get(reverse("meeting", args=[booking.pk])).context["mails"]
    assert mails.folded["mails"].line == ""
    assert set(mails.folded["mails"].flags) == {("1 could not be sent", "danger"), ("1 being tried again", "warning")}
    assert mails.unfolded == {"mails"}


@pytest.mark.feature("O28")
def test_room_is_joined_until_its_meeting_ends(anas, ana):
    booking = make_meeting(ana)
    Booking.objects.update(location_kind="video", location="https://meet.example/abc")
    way_in, found = 'href="https://meet.example/abc" target="_blank"', []
    for moment in (booking.starts_at - timedelta(hours=1), booking.starts_at, booking.ends_at):
        with time_machine.travel(moment, tick=False):
            found.append(way_in in markup(anas.get(reverse("meeting", args=[booking.pk]))))
    assert found == [True, True, False]


@pytest.mark.feature("O27")
def test_late_reminder_is_said_unsent(anas, ana):
    ana.event_types.update(reminders=[60])
    booking = make_meeting(ana)
    Delivery.objects.filter(kind="reminder_1").update(superseded_at=booking.starts_at)
    assert "Not sent: it was too late" in markup(anas.get(reverse("meeting", args=[booking.pk])))


@pytest.mark.feature("O27")
def test_booked_at_the_public_address(anas, ana, anas_page, event_type):
    admission = book(submission=submission(event_type.pk), page=anas_page, now=NOW)
    html = markup(anas.get(reverse("meeting", args=[admission.bookings.get().pk])))
    assert "Public page" in html
    assert "Recipient" not in html


@pytest.mark.feature("O28")
def test_resending_owes_one_copy_not_two(anas, ana):
    booking = make_meeting(ana)
    Delivery.objects.update(created_at=NOW - timedelta(minutes=11))
    address = reverse("resend-confirmation", args=[booking.pk])
    responses = [markup(anas.post(address, follow=True)) for _ in range(2)]
    assert "Resending the confirmation to priya@example.com" in responses[0]
    assert "was just sent" in responses[1]
    copies = Delivery.objects.filter(kind="customer_confirmation").order_by("copy").values_list("recipient", "copy")
    assert list(copies) == [("priya@example.com", 0), ("priya@example.com", 1)]
    assert Delivery.objects.filter(kind="host_confirmation").count() == 1


@pytest.mark.feature("O28")
def test_a_past_meeting_is_not_confirmed_again(anas, ana):
    booking = moved_to_past(make_meeting(ana))
    assert "Resend the confirmation" not in markup(anas.get(reverse("meeting", args=[booking.pk])))
    response = anas.post(reverse("resend-confirmation", args=[booking.pk]), follow=True)
    assert "There is nothing to confirm" in markup(response)
    assert Delivery.objects.count() == 2


def test_video_call_without_link_says_so(anas, ana, anas_page):
    booking = make_meeting(ana)
    html = markup(anas.get(reverse("meeting", args=[booking.pk])))
    assert "No link is set, and the customer expects one by email: send it yourself." in html
    assert f'href="{reverse("event-type", args=[booking.event_type_id])}#place"' in html
    Booking.objects.update(location="https://meet.example/ana")
    assert "No link is set" not in markup(anas.get(reverse("meeting", args=[booking.pk])))
