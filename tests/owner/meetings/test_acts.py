"""What hosts do with a meeting on its screens: each act shown by a GET, done by a POST, refused with what was typed."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import HistoryEntry
from bookings.actions import (
    ask_new_time,
    book,
    cancel,
    mail_confirmation_again,
    mark_missed,
    reschedule,
    stop_reminding,
)
from bookings.emails import message
from bookings.models import Admission, Booking
from bookings.states import BookingStatus
from deliveries.models import Delivery
from links.actions import mint
from pages.models import HostTime
from tests.builders import (
    NOW,
    START,
    add_colleague,
    managed_event_type,
    one_time_link,
    submission,
    team_page,
    with_known_device,
)
from tests.markup import markup
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.page]
ACTS = ["reschedule-meeting", "reassign-meeting", "cancel-meeting", "ask-new-time", "no-show", "meeting-note"]
ANSWERS = ["approve-request", "decline-request"]


def epoch(moment):
    return int(moment.timestamp())


def address(name, booking):
    return reverse(name, args=[booking.pk])


def fresh(booking):
    return Booking.objects.get(pk=booking.pk)


def page(client, booking):
    return markup(client.get(address("meeting", booking)))


@pytest.mark.feature("O28")
def test_a_host_cancels_with_a_message(anas, ana):
    booking = make_meeting(ana)
    assert "Cancel this meeting?" in markup(anas.get(address("cancel-meeting", booking)))
    response = anas.post(address("cancel-meeting", booking), {"sequence": 0, "message": "I am ill"}, follow=True)
    booking = fresh(booking)
    assert (booking.status, booking.decided_by, booking.reason) == (BookingStatus.CANCELLED, ana, "I am ill")
    assert not HostTime.objects.active().exists()
    told = Delivery.objects.get(kind="customer_cancellation")
    assert (told.facts["reason"], told.facts["by"]["name"]) == ("I am ill", "Ana Ruiz")
    html = markup(response)
    assert "Meeting cancelled. Everyone gets an email." in html
    assert "Ana Ruiz cancelled it." in html
    assert "I am ill" in html
    # Nothing is left to be done with it.
    assert [name for name, can in response.context["may"].items() if can] == []


@pytest.mark.feature("O28")
def test_second_clock_is_told_where_shown(anas, ana):
    booking = make_meeting(ana)
    Admission.objects.update(customer_zone="Europe/Paris")
    html = markup(anas.get(address("reschedule-meeting", booking)))
    assert "<small>Your time (Madrid time)</small>" in html
    assert "Below each" not in html


@pytest.mark.feature("O28")
def test_host_moves_meeting_to_free_time(anas, ana):
    booking = make_meeting(ana)
    shown = anas.get(address("reschedule-meeting", booking))
    times = [one for _part, group in shown.context["groups"] for one in group]
    html = markup(shown)
    assert "<small>Your time (Madrid time)</small>" in html
    assert "<small>Below each: customer’s time (India time)</small>" in html
    # The rest of that day, in the host's zone and in the customer's, without the time it has.
    assert [(one.text, one.theirs) for one in times][:2] == [("09:30", "14:00"), ("10:00", "14:30")]
    assert epoch(START) not in [one.start for one in times]
    new = START + HALF
    sent = {"sequence": 0, "start": epoch(new), "message": "A clash"}
    html = markup(anas.post(address("reschedule-meeting", booking), sent, follow=True))
    booking = fresh(booking)
    assert (booking.starts_at, booking.sequence, booking.decided_by) == (new, 1, ana)
    assert "Ana Ruiz moved it from Mon 7 Jan, 15:00 to Mon 7 Jan, 15:30." in html
    assert "Rescheduled" in html


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("O28")
def test_month_and_day_follow_the_address(anas, ana):
    booking = make_meeting(ana)
    where = address("reschedule-meeting", booking)
    shown = anas.get(f"{where}?day=2030-01-10").context
    assert (shown["month"], shown["day"], shown["previous"], shown["next"]["address"]) == (
        "January 2030", "Thursday 10 January", None, "?month=2030-02",
    )  # fmt: skip
    assert sum(len(times) for _part, times in shown["groups"]) == 16
    later = anas.get(f"{where}?month=2030-02").context
    assert (later["month"], later["day"]) == ("February 2030", "Friday 1 February")
    for junk in ("x", "2030-13-45", "9999-12", "0001-01", "²"):
        assert anas.get(f"{where}?day={junk}&month={junk}").context["day"] == "Monday 7 January"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"message": "typed"}, "Choose a time."),
        ({"message": "typed", "start": epoch(START - 9 * HALF * 2)}, "That time is no longer free."),
        ({"message": "typed", "start": "9" * 30}, "Choose a time."),
        ({"message": "ty\x00ped", "start": epoch(START + HALF)}, "Null characters are not allowed."),
    ],
)
@pytest.mark.feature("O28")
def test_refused_move_keeps_what_was_typed(anas, ana, sent, why):
    booking = make_meeting(ana)
    response = anas.post(address("reschedule-meeting", booking), {"sequence": 0} | sent)
    assert response.status_code == 422
    html = markup(response)
    assert why in html
    assert "ped</textarea>" in html
    assert (fresh(booking).starts_at, fresh(booking).sequence) == (START, 0)


@pytest.mark.parametrize("name", ["reschedule-meeting", "cancel-meeting", "ask-new-time", "reassign-meeting"])
@pytest.mark.feature("O28")
def test_change_made_meanwhile_is_shown_first(anas, ana, ben, name):
    booking = make_meeting(ana)
    reschedule(booking=booking, start=START + HALF, actor=None, now=NOW)
    sent = {"sequence": 0, "message": "typed", "start": epoch(START), "page": ben.pages.get().pk}
    response = anas.post(address(name, booking), sent)
    html = markup(response)
    assert response.status_code == 422
    assert "The meeting has changed since you opened this page." in html
    assert "Monday 7 January 2030, 15:30–16:00" in html
    assert ">\ntyped</textarea>" in html
    assert '<input type="hidden" name="sequence" value="1" id="id_sequence">' in html
    # Having seen it, they go on.
    assert anas.post(address(name, booking), sent | {"sequence": 1}).status_code == 302
    assert fresh(booking).sequence == (1 if name == "ask-new-time" else 2)


@pytest.mark.feature("O28")
def test_a_host_asks_for_a_new_time(anas, ana):
    booking = make_meeting(ana)
    html = markup(anas.post(address("ask-new-time", booking), {"sequence": 0, "message": "Later?"}, follow=True))
    assert fresh(booking).new_time_asked_at == NOW
    assert "The customer was asked for a new time on Monday 7 January 2030, 09:00." in html
    assert "Ana Ruiz asked the customer for a new time." in html
    assert Delivery.objects.get(kind="new_time_asked").facts["reason"] == "Later?"


@pytest.mark.feature("O28")
def test_meeting_goes_to_free_colleague_only(anas, ana, ben):
    busy = make_meeting(ben)
    booking = make_meeting(ana)
    shown = anas.get(address("reassign-meeting", booking)).context["colleagues"]
    assert [(one.page.host.name, one.why) for one in shown] == [
        ("Ana Ruiz", "is already a host of this meeting"), ("Ben Ode", "has another meeting at that time"),
    ]  # fmt: skip
    sent = {"sequence": 0, "page": ben.pages.get().pk, "message": "I am away"}
    response = anas.post(address("reassign-meeting", booking), sent)
    assert response.status_code == 422
    assert "They have another meeting at that time." in markup(response)
    cancel(booking=busy, actor=ben, now=NOW)
    html = markup(anas.post(address("reassign-meeting", booking), sent, follow=True))
    assert HostTime.objects.active().get().host == ben
    assert "Ana Ruiz reassigned it from Ana Ruiz to Ben Ode." in html
    # Whoever gave it away made its link; still theirs to see.
    assert fresh(booking).sequence == 1


@pytest.mark.feature("O28")
def test_former_host_returns_to_meeting_list(client, ana, ben):
    booking = make_meeting(ana)
    client.force_login(ana)
    sent = {"sequence": 0, "page": ben.pages.get().pk}
    client.post(address("reassign-meeting", booking), sent)
    client.force_login(ben)
    sent = {"sequence": 1, "page": ana.pages.get().pk}
    response = client.post(address("reassign-meeting", booking), sent, follow=True)
    assert response.redirect_chain == [(reverse("meetings"), 302)]
    assert (response.status_code, fresh(booking).sequence) == (200, 2)
    assert "Meeting reassigned. Everyone gets an email." in markup(response)


@pytest.mark.feature("O28")
def test_paused_colleague_comes_later_but_is_chosen(anas, ana, ben):
    cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
    ben.pages.update(accepts_bookings=False)
    booking = make_meeting(ana)
    response = anas.get(address("reassign-meeting", booking))
    assert [(one.page.host.name, one.why, one.note) for one in response.context["colleagues"]] == [
        ("Cleo Diaz", "", ""),
        ("Ben Ode", "", "is paused and takes no bookings at the moment"),
        ("Ana Ruiz", "is already a host of this meeting", ""),
    ]
    html = markup(response)
    paused = "<small>is paused and takes no bookings at the moment</small>"
    assert f'value="{ben.pages.get().pk}"> <span>Ben Ode{paused}' in html
    assert f'value="{cleo.pages.get().pk}"> <span>Cleo Diaz</span>' in html
    sent = {"sequence": 0, "page": ben.pages.get().pk}
    assert anas.post(address("reassign-meeting", booking), sent).status_code == 302
    assert HostTime.objects.active().get().host == ben


@pytest.mark.feature("O28")
def test_panel_needs_the_host_to_replace(anas, ana, ben):
    cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
    event_type = managed_event_type(ana)
    master = team_page(ana, event_type, ana.pages.get(), ben.pages.get())
    link = mint(actor=ana, page=master, now=NOW)
    booking = book(submission=submission(event_type.pk), link=link, now=NOW).bookings.get()
    sent = {"sequence": 0, "page": cleo.pages.get().pk}
    response = anas.post(address("reassign-meeting", booking), sent)
    assert "Choose which host to replace." in markup(response)
    assert anas.post(address("reassign-meeting", booking), sent | {"former": ben.pk}).status_code == 302
    assert set(HostTime.objects.active().values_list("host__name", flat=True)) == {"Ana Ruiz", "Cleo Diaz"}


@pytest.mark.feature("A20")
def test_no_show_needs_a_begun_meeting(client, ana):
    booking = make_meeting(ana)
    with time_machine.travel(START + HALF, tick=False):
        client.force_login(ana)
        shown = markup(client.get(address("no-show", booking)))
        assert "<li>If the customer came after all, you can undo this.</li>" in shown
    for moment, status in [(START - timedelta(seconds=1), 422), (START, 302)]:
        with time_machine.travel(moment, tick=False):
            client.force_login(ana)
            assert (">No-show</a>" in page(client, booking)) == (status == 302)
            assert client.post(address("no-show", booking)).status_code == status
    assert fresh(booking).status == BookingStatus.NO_SHOW
    client.force_login(ana)
    assert "Ana Ruiz marked it as a no-show." in page(client, booking)
    undone = client.post(address("undo-no-show", booking), follow=True)
    assert "Undone: the meeting is no longer a no-show." in markup(undone)
    assert "Ana Ruiz undid the no-show." in markup(undone)
    assert fresh(booking).status == BookingStatus.SCHEDULED
    assert "Undo the no-show" not in page(client, booking)


@pytest.mark.feature("O28")
def test_private_note_is_never_overwritten_unseen(anas, ana):
    booking = make_meeting(ana)
    where = address("meeting-note", booking)
    seen = anas.get(where).context["form"].initial["seen"]
    assert "The note is saved." in markup(anas.post(where, {"note": "Likes tea", "seen": seen}, follow=True))
    assert "Likes tea</textarea>" in page(anas, booking)
    # A tab that saw the empty note does not wipe it out: both texts are shown.
    response = anas.post(where, {"note": "Likes coffee", "seen": seen})
    html = markup(response)
    assert response.status_code == 422
    assert '<blockquote><span class="as-typed">Likes tea</span></blockquote>' in html
    assert "Likes coffee</textarea>" in html
    assert fresh(booking).private_note == "Likes tea"
    newer = response.context["form"].data["seen"]
    anas.post(where, {"note": "Likes coffee", "seen": newer})
    assert fresh(booking).private_note == "Likes coffee"
    assert list(HistoryEntry.objects.filter(verb="noted").values_list("actor", flat=True)) == [ana.pk] * 2
    response = anas.post(where, {"note": "x" * 5_001, "seen": newer})
    assert "x" * 5_001 in markup(response)
    assert fresh(booking).sequence == 0


@pytest.mark.feature("A13")
def test_request_shows_times_in_both_zones(anas, ana):
    booking = make_request(ana, TUESDAY)
    make_meeting(ana, TUESDAY + HALF)
    shown = anas.get(address("meeting", booking)).context["suggested"]
    assert [(one.ours, one.theirs, one.why) for one in shown] == [
        ("Tuesday 8 January 2030, 09:00–09:30", "Tuesday 8 January 2030, 13:30–14:00", ""),
        (
            "Tuesday 8 January 2030, 09:30–10:00",
            "Tuesday 8 January 2030, 14:00–14:30",
            "No longer free: there is another meeting at that time.",
        ),
        ("Tuesday 8 January 2030, 10:00–10:30", "Tuesday 8 January 2030, 14:30–15:00", ""),
    ]
    with time_machine.travel(TUESDAY, tick=False):
        anas.force_login(ana)
        whys = [one.why for one in anas.get(address("meeting", booking)).context["suggested"]]
    assert whys[0] == "This time has passed."


@pytest.mark.feature("A13")
def test_held_times_are_free_for_their_request(anas, ana):
    booking = make_request(ana, TUESDAY, holds=True)
    shown = anas.get(address("approve-request", booking)).context["times"]
    assert [one.why for one in shown] == ["", "", ""]
    # Nor do its own times count against the limits that approving one is judged by.
    ana.event_types.update(limit_per_day=1)
    shown = anas.get(address("approve-request", booking)).context["times"]
    assert [one.why for one in shown] == ["", "", ""]
    response = anas.post(address("approve-request", booking), {"start": epoch(TUESDAY + HALF)}, follow=True)
    assert "Ana Ruiz approved Tue 8 Jan, 09:30." in markup(response)
    assert (fresh(booking).status, fresh(booking).starts_at) == (BookingStatus.SCHEDULED, TUESDAY + HALF)
    assert HostTime.objects.active().count() == 1


@pytest.mark.feature("A13")
def test_late_approval_is_refused_and_request_waits(anas, ana):
    booking = make_request(ana, TUESDAY)
    make_meeting(ana, TUESDAY)
    response = anas.post(address("approve-request", booking), {"start": epoch(TUESDAY)})
    assert response.status_code == 422
    assert "That time is no longer free." in markup(response)
    response = anas.post(address("approve-request", booking), {"start": epoch(TUESDAY + 9 * HALF)})
    assert response.status_code == 422
    assert fresh(booking).status == BookingStatus.REQUESTED


@pytest.mark.feature("A13")
def test_a_request_is_declined_with_a_message(anas, ana):
    booking = make_request(ana, TUESDAY)
    html = markup(anas.post(address("decline-request", booking), {"sequence": 0, "message": "Away"}, follow=True))
    assert (fresh(booking).status, fresh(booking).reason) == (BookingStatus.DECLINED, "Away")
    assert "Ana Ruiz declined it." in html
    html = markup(anas.get(address("approve-request", booking), follow=True))
    assert "This request has already been answered. Status: Declined by Ana Ruiz." in html


@pytest.mark.feature("A13")
def test_cancelling_a_request_is_declining_it(anas, ana):
    booking = make_request(ana, TUESDAY)
    response = anas.get(address("cancel-meeting", booking))
    assert (response.status_code, response["Location"]) == (302, address("decline-request", booking))


@pytest.mark.parametrize("name", ACTS[:5] + ANSWERS)
@pytest.mark.feature("O28")
def test_impossible_act_says_why_without_form(anas, ana, name):
    booking = make_meeting(ana)
    cancel(booking=booking, actor=None, now=NOW)
    html = markup(anas.get(address(name, booking), follow=name in ANSWERS))
    assert "This request has already been answered." in html if name in ANSWERS else "Back to the meeting" in html
    assert 'name="sequence"' not in html
    assert anas.post(address(name, booking), {"sequence": 1, "message": ""}).status_code in {302, 422}
    assert fresh(booking).sequence == 1


@pytest.mark.parametrize("name", ["reschedule-meeting", "reassign-meeting", "cancel-meeting", "ask-new-time"])
@pytest.mark.feature("O28")
def test_only_those_named_read_the_message(anas, ana, ben, name):
    ana.event_types.update(ask_guests="optional")
    booking = make_meeting(ana, guests=("gus@example.com",))
    html = markup(anas.get(address(name, booking)))
    sent = {"sequence": 0, "message": "About time", "start": epoch(START + HALF), "page": ben.pages.get().pk}
    assert anas.post(address(name, booking), sent).status_code == 302
    mails = Delivery.objects.filter(thread=booking.uid)
    told = {mail.recipient for mail in mails if "About time" in message(mail).message().as_string()}
    if name == "ask-new-time":
        assert "No one else gets an email." in html
        assert told == {"priya@example.com"}
    else:
        assert "Message to everyone" in html
        assert ("including the previous one" in html) == (name == "reassign-meeting")
        hosts = {ana.email, ben.email} if name == "reassign-meeting" else {ana.email}
        assert told == {"priya@example.com", "gus@example.com"} | hosts


@pytest.mark.feature("O28")
def test_only_customer_reads_why_declined(anas, ana):
    booking = make_request(ana, TUESDAY)
    assert "No one else gets an email." in markup(anas.get(address("decline-request", booking)))
    anas.post(address("decline-request", booking), {"sequence": 0, "message": "About time"})
    mails = Delivery.objects.filter(thread=booking.uid)
    told = [mail.recipient for mail in mails if "About time" in message(mail).message().as_string()]
    assert told == ["priya@example.com"]


@pytest.mark.feature("O28")
def test_departed_hosts_meeting_is_reassigned_first(anas, ana, ben):
    booking = make_meeting(ben)
    type(ben).objects.filter(pk=ben.pk).update(is_active=False)
    assert "is no longer active" in markup(anas.get(address("reschedule-meeting", booking)))
    assert anas.get(address("reassign-meeting", booking)).status_code == 200


@pytest.mark.parametrize("name", ACTS + ANSWERS)
@pytest.mark.feature("O40")
def test_stale_tab_keeps_what_was_typed(client, ana, name):
    booking = make_request(ana, TUESDAY) if name in ANSWERS else make_meeting(ana)
    field = "note" if name == "meeting-note" else "message"
    where = address(name, booking)
    sent = {"sequence": 0, field: "Typed in a stale tab", "start": epoch(booking.starts_at), "seen": ""}
    response = with_known_device(client).post(where, sent)
    assert response["Location"] == f"/accounts/login/?next={where}"
    client.post("/accounts/login/", {"login": ana.email, "password": "correct horse battery", "next": where})
    html = markup(client.get(where))
    assert "You are signed in again." in html
    if name not in {"no-show", "approve-request"}:
        assert "Typed in a stale tab</textarea>" in html
    assert (fresh(booking).sequence, fresh(booking).private_note) == (0, "")


@pytest.mark.feature("D5")
def test_meeting_names_its_link(anas, ana):
    link = one_time_link(ana, label="Spring campaign", recipient_name="Priya Shah", recipient_email="priya@example.com")
    link.metadata = {"crm_id": "A-17"}
    link.save()
    html = page(anas, make_meeting(ana, link=link))
    for expected in (
        "Spring campaign",
        "Recipient",
        "Priya Shah",
        "crm_id",
        "A-17",
        reverse("link-page", args=[link.pk]),
    ):
        assert expected in html


@pytest.mark.feature("O27")
def test_planned_reminders_differ_from_owed_mails(anas, ana):
    ana.event_types.update(reminders=[60])
    booking = make_meeting(ana)
    html = page(anas, booking)
    assert "Reminder" in html
    assert html.count(">Planned<") == 1
    # What is still to come stands last, also where something was owed after it.
    Delivery.objects.update(created_at=NOW - HALF)
    assert mail_confirmation_again(booking=booking, now=NOW + HALF)
    mails = anas.get(address("meeting", booking)).context["mails"].live
    assert [(one.delivery.kind, one.delivery.copy) for one in mails] == [
        ("customer_confirmation", 0), ("host_confirmation", 0), ("customer_confirmation", 1), ("reminder_1", 0),
    ]  # fmt: skip


@pytest.mark.feature("O27")
def test_overtaken_mails_are_not_called_planned(anas, ana):
    ana.event_types.update(reminders=[60])
    booking = make_meeting(ana)
    cancel(booking=booking, actor=ana, now=NOW)
    mails = anas.get(address("meeting", booking)).context["mails"]
    assert [one.delivery.kind for one in mails.live] == ["customer_cancellation", "host_cancellation"]
    kinds = [one.delivery.kind for one in mails.overtaken]
    assert kinds == ["customer_confirmation", "host_confirmation", "reminder_1"]
    html = page(anas, booking)
    # They are folded away, below those that count.
    shown, folded = html.split("<summary>3 replaced emails</summary>")
    assert "Cancellation, to the customer" in shown
    assert "Confirmation to the customer" in folded
    assert (html.count("Planned"), html.count("Replaced by a newer email")) == (0, 3)


@pytest.mark.feature("O27")
def test_reminders_that_were_stopped_say_by_whom(client, ana):
    ana.event_types.update(reminders=[60], follow_up=5)
    stopped, missed = make_meeting(ana, START + HALF), make_meeting(ana)
    stop_reminding(booking=stopped, now=NOW + HALF)
    mark_missed(booking=missed, actor=ana, now=START)
    # What nothing else is known of is not sent any more, which is all that can be said.
    Delivery.objects.filter(thread=missed.uid, kind="reminder_1").update(superseded_at=START - HALF)
    client.force_login(ana)

    def notices(booking):
        mails = client.get(address("meeting", booking)).context["mails"].live
        wanted = {"reminder_1", "follow_up"}
        return [(one.delivery.kind, str(one.state.label), one.moment) for one in mails if one.delivery.kind in wanted]

    assert notices(stopped) == [
        ("reminder_1", "Stopped by the customer", "Monday 7 January 2030, 09:30"),
        ("follow_up", "Stopped by the customer", "Monday 7 January 2030, 09:30"),
    ]
    assert notices(missed) == [
        ("reminder_1", "Not sent: no longer needed", "Monday 7 January 2030, 14:30"),
        ("follow_up", "Not sent: no-show", "Monday 7 January 2030, 15:00"),
    ]
    line = client.get(address("meeting", missed)).context["mails"].folded["mails"].line
    assert line.endswith("1 not sent because of the no-show · 1 not sent because it was no longer needed")
    # A newer mail does not overtake what was stopped before.
    cancel(booking=stopped, actor=ana, now=NOW + 2 * HALF)
    assert notices(stopped)[0][1] == "Stopped by the customer"


@pytest.mark.feature("O27")
def test_only_newer_reminders_were_stopped(anas, ana):
    ana.event_types.update(reminders=[60])
    booking = make_meeting(ana)
    reschedule(booking=booking, start=START + HALF, actor=ana, now=NOW)
    stop_reminding(booking=booking, now=NOW + HALF)
    mails = anas.get(address("meeting", booking)).context["mails"]
    reminders = [
        (one.delivery.sequence, str(one.state.label)) for one in mails.live if one.delivery.kind == "reminder_1"
    ]
    assert reminders == [(1, "Stopped by the customer")]
    assert "reminder_1" in {one.delivery.kind for one in mails.overtaken}


@pytest.mark.feature("A20")
def test_lapsed_request_can_only_be_declined(client, ana):
    booking = make_request(ana, TUESDAY, times=1)
    with time_machine.travel(TUESDAY, tick=False):
        client.force_login(ana)
        html = page(client, booking)
    assert "Lapsed" in html
    assert "This time has passed." in html
    assert address("decline-request", booking) in html
    assert address("approve-request", booking) not in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O27")
def test_meeting_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    booking = make_meeting(ana)
    for number in range(count):
        ask_new_time(booking=booking, actor=ana, message=str(number), now=NOW)
    # Session, user, the meeting, its hosts, the link, its mails, its history, its entry in the reader's calendar.
    with django_assert_num_queries(8):
        assert len(anas.get(address("meeting", booking)).context["deeds"]) == count + 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O28")
def test_colleagues_are_listed_in_the_same_queries(anas, ana, count, django_assert_num_queries):
    for number in range(count):
        add_colleague(ana, f"Member {number}", f"member{number}@acme.example")
    booking = make_meeting(ana)
    # Session, user, the meeting, its hosts, the pages, who is busy.
    with django_assert_num_queries(6):
        assert len(anas.get(address("reassign-meeting", booking)).context["colleagues"]) == count + 1


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.feature("A13")
def test_suggested_times_cost_one_query_each(anas, ana, times, django_assert_num_queries):
    booking = make_request(ana, TUESDAY, times=times)
    # As of a meeting, with its entry in the user's calendar, twice the times, its host's rows and hours, one read
    # of busy time for each of three at most.
    with django_assert_num_queries(12 + times):
        assert len(anas.get(address("meeting", booking)).context["suggested"]) == times


@pytest.mark.feature("O40")
def test_stale_button_leads_back_without_acting(client, ana):
    booking = make_meeting(ana)
    where = address("resend-confirmation", booking)
    with_known_device(client).post(where)
    signing_in = {"login": ana.email, "password": "correct horse battery", "next": where}
    response = client.post("/accounts/login/", signing_in, follow=True)
    assert response.redirect_chain == [(where, 302), (address("meeting", booking), 302)]
    assert "Nothing has changed yet: press the button again." in markup(response)
    assert Delivery.objects.filter(kind="customer_confirmation").count() == 1
    # Once only: opened by hand it is what it was.
    assert client.get(where).status_code == 405
