"""D11: export and erase everything about one customer, known by their email address."""

import json
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import locks
from accounts.models import HistoryEntry
from bookings.actions import book, cancel, decline, erase_customer, export_customer, reschedule, write_note
from bookings.emails import message
from bookings.errors import HasUpcomingMeetings
from bookings.models import Admission, Booking
from bookings.privacy import CustomerData, find_customer_data
from calendars.models import HostEntry
from deliveries.models import Delivery
from links.actions import make_batch, request_link, revoke
from links.actions.batches import BatchMail, Recipient
from links.models import Link, LinkRequest
from pages.models import LocationKind
from tests.bookings.meetings import book_meeting as booked_as
from tests.bookings.meetings import change_settings
from tests.builders import NOW, START, one_time_link, submission
from tests.calendars.builders import calendar_with_rows
from tests.markup import markup
from tests.owner.meetings.owners import make_meeting, moved_to_past
from tests.webhooks.receiver import endpoint_at

pytestmark = pytest.mark.django_db
EMAIL, GUEST, LATER = "Priya@Example.com", "gus@example.com", NOW + timedelta(days=2)
TRACES = (
    "priya", "shah", "gus@example", "northwind", "600 123", "secret question", "my answer", "my note", "too busy",
    "crm-42", "campaign-7", "for the lady", "please again", "note on her", "she prefers",
)  # fmt: skip
PAGE, EXPORT, ERASE = "/settings/privacy/", "/settings/privacy/export/", "/settings/privacy/erase/"
END = "/settings/privacy/cancel/"


def dump():
    """All rows of all tables as text, but for what belongs to the visitor's own session."""
    rows = {}
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - {"django_session"}):
            cursor.execute(f'SELECT one::text FROM "{table}" one')
            rows[table] = [row[0] for row in cursor.fetchall()]
    return rows


def count():
    return {table: len(rows) for table, rows in dump().items() if table != "accounts_historyentry"}


def lives(owner, email=EMAIL):
    """A customer of the owner's, with everything that may be known of one: the meeting is cancelled."""
    event_type = owner.event_types.get()
    link = one_time_link(
        owner,
        recipient_name="Priya Shah",
        recipient_email=email,
        label="For the lady",
        note="She prefers tea",
        message="My note, Priya",
        locked_to_recipient=True,
    )
    Link.objects.filter(pk=link.pk).update(metadata={"id": "crm-42"}, answers={"topic": "my answer"})
    form = submission(
        event_type.pk,
        email=email.lower(),
        company="Northwind",
        phone="+34 600 123",
        guests=(GUEST,),
        note="My note",
        answers=({"name": "q", "label": "Secret question", "value": "My answer"},),
        utm={"utm_source": "campaign-7"},
    )
    booking = book(submission=form, link=link, now=NOW).bookings.get()
    Booking.objects.filter(pk=booking.pk).update(
        location="+34 600 123", location_kind=LocationKind.HOST_CALLS, private_note="Note on her"
    )
    cancel(booking=booking, actor=owner, reason="Too busy, Priya", now=NOW)
    recipients = [Recipient("Priya Shah", email), Recipient("Other Person", "other@example.com")]
    mail = BatchMail("For {name}", "Dear {name}, at {email}")
    make_batch(actor=owner, page=owner.pages.get(), recipients=recipients, now=NOW, mail=mail, locked=True)
    dead = one_time_link(owner)
    revoke(actor=owner, link=dead, now=NOW)
    request_link(link=dead, name="Priya", email=email, message="Please again", now=NOW)
    HistoryEntry.objects.create(
        organization=owner.organization, subject="link", subject_id=dead.pk, verb="sent", actor=owner, at=NOW,
        details={"to": email},
    )  # fmt: skip
    Delivery.objects.filter(recipient__iexact=email).update(last_error=f"550 {email} unknown")
    return booking


def brings(owner, guest=EMAIL, day=1):
    """A meeting to come of somebody else, who brings the customer as a guest."""
    form = submission(
        owner.event_types.get().pk, START + timedelta(days=day), name="Otto", email="otto@example.com",
        guests=(guest, f"jo{guest}"),
    )  # fmt: skip
    return book(submission=form, link=one_time_link(owner), now=NOW).bookings.get()


@pytest.mark.feature("D11")
def test_texts_about_guest_lose_their_address(ana):
    other = brings(ana, GUEST)
    answers = [{"name": "who", "label": "Who comes?", "value": f"My friend {GUEST}"}]
    Admission.objects.filter(bookings=other).update(note=f"I bring {GUEST}.", answers=answers)
    reschedule(booking=other, start=START + timedelta(hours=1), actor=ana, reason=f"For {GUEST}", now=NOW)
    write_note(booking=other, actor=ana, note=f"With {GUEST}", now=NOW)
    erase_customer(actor=ana, email=GUEST, now=LATER)
    text = "\n".join(row for rows in dump().values() for row in rows).replace(f"jo{GUEST}", "")
    assert GUEST not in text
    other.refresh_from_db()
    assert (other.reason, other.private_note) == ("For ", "With ")
    admission = Admission.objects.get(bookings=other)
    assert (admission.note, admission.answers[0]["value"]) == ("I bring .", "My friend ")


@pytest.mark.feature("D11")
def test_erasing_leaves_no_trace_of_customer(ana):
    booking, other = lives(ana), brings(ana, "priya@example.com")
    before = count()
    found = erase_customer(actor=ana, email=EMAIL.lower(), now=LATER)
    assert found == {"bookings": 1, "links": 2, "requests": 1, "mails": 9, "guest": 1, "named_in": 0}
    after = dump()
    # The guest of a similar address, who is somebody else, stays.
    text = "\n".join(row for rows in after.values() for row in rows).lower().replace("jopriya@example.com", "")
    assert [trace for trace in TRACES if trace in text] == []
    # All stays countable.
    assert count() == before
    booking.refresh_from_db()
    assert (booking.status, booking.starts_at, booking.location) == ("cancelled", START, "")
    assert "jopriya@example.com" in Admission.objects.get(bookings=other).guests
    (done,) = HistoryEntry.objects.filter(verb="customer erased")
    assert (done.subject, done.subject_id, done.actor, done.at) == ("organization", ana.organization_id, ana, LATER)
    assert set(done.details) == {"counts", "mark"}
    assert find_customer_data(EMAIL, ana).counts() == dict.fromkeys(found, 0)


@pytest.mark.feature("D11")
def test_texts_are_read_before_anybody_waits(ana, monkeypatch):
    """Another customer's meeting, about which somebody goes on writing meanwhile."""
    other = booked_as(ana, ana.event_types.get(), email="other@example.com")
    write_note(booking=other, actor=ana, note=f"Sent by {EMAIL}", now=NOW)
    hold = locks.hold_organization

    def hold_after_somebody_wrote(organization_id):
        Booking.objects.filter(pk=other.pk).update(private_note=f"Sent by {EMAIL}. Call first.")
        hold(organization_id)

    monkeypatch.setattr(locks, "hold_organization", hold_after_somebody_wrote)
    with CaptureQueriesContext(connection) as queries:
        counts = erase_customer(actor=ana, email=EMAIL, now=NOW)
    other.refresh_from_db()
    assert counts["named_in"] == 1
    assert other.private_note.endswith(". Call first.")
    assert EMAIL not in other.private_note
    sql = [query["sql"] for query in queries]
    held = next(place for place, one in enumerate(sql) if "pg_advisory_xact_lock(" in one)
    # Deliveries are read under the lock: what is owed by then must be emptied, too.
    texts = [place for place, one in enumerate(sql) if "strpos(translate(" in one and "deliveries_delivery" not in one]
    assert texts
    assert max(texts) < held


def test_erased_customers_links_admit_nobody(ana):
    lives(ana)
    erase_customer(actor=ana, email=EMAIL, now=LATER)
    spent, waiting = (
        Link.objects.filter(recipient_email="", revoked_at=None, uses=1),
        Link.objects.filter(revoked_at=LATER),
    )
    assert (spent.count(), waiting.count()) == (1, 1)
    assert Link.objects.get(recipient_email="other@example.com").dead_reason(NOW) is None


@pytest.mark.feature("D11")
def test_mails_about_erased_customer_stay_unsent(ana):
    booking, other = lives(ana), brings(ana)
    erase_customer(actor=ana, email=EMAIL, now=LATER)
    about = Delivery.objects.filter(thread=booking.uid)
    assert {(one.facts == {}, one.superseded_at is not None) for one in about} == {(True, True)}
    assert ana.email in about.values_list("recipient", flat=True)
    guests = {mail.recipient: mail for mail in Delivery.objects.filter(thread=other.uid, superseded_at=None)}
    assert set(guests) == {"otto@example.com", ana.email, f"jo{EMAIL}"}
    for mail in guests.values():
        text = message(mail).message().as_string()
        assert EMAIL not in text.replace(f"jo{EMAIL}", "")


@pytest.mark.parametrize("by_host", [True, False])
@pytest.mark.feature("D11")
def test_erased_customers_request_tells_nobody(ana, by_host):
    event_type = change_settings(ana.event_types.get(), needs_approval=True)
    lapsed = booked_as(ana, event_type, email=EMAIL)
    erase_customer(actor=ana, email=EMAIL, now=LATER)
    before = Delivery.objects.count()
    if by_host:
        decline(booking=lapsed, actor=ana, now=LATER)
    else:
        cancel(booking=lapsed, actor=None, now=LATER)
    assert Delivery.objects.count() == before


@pytest.mark.feature("D11")
def test_another_organizations_rows_stay_as_they_are(ana, zoe):
    lives(zoe)
    before = dump()
    lives(ana)
    erase_customer(actor=ana, email=EMAIL, now=LATER)
    after = dump()
    for table, rows in before.items():
        if table not in {"pages_page", "cache"}:
            assert set(rows) - set(after[table]) == set(), table
    assert find_customer_data(EMAIL, zoe).counts()["bookings"] == 1


@pytest.mark.parametrize("other", ["o'priya@example.com", "a/priya@example.com", "x=priya@example.com"])
@pytest.mark.feature("D11")
def test_similar_addresses_are_somebody_elses(ana, other):
    lives(ana)
    other_form = submission(ana.event_types.get().pk, START + timedelta(hours=1), email=other, guests=(f"b'{EMAIL}",))
    book(submission=other_form, link=one_time_link(ana), now=NOW)
    theirs = Delivery.objects.filter(facts__customer__email=other)
    before = list(theirs.order_by("pk").values())
    assert before
    erase_customer(actor=ana, email=EMAIL, now=LATER)
    assert list(theirs.order_by("pk").values()) == before


@pytest.mark.feature("D11")
def test_a_meeting_to_come_is_cancelled_first(anas, ana):
    form = submission(ana.event_types.get().pk)
    booking = book(submission=form, link=one_time_link(ana), now=NOW).bookings.get()
    before = dump()
    with pytest.raises(HasUpcomingMeetings):
        erase_customer(actor=ana, email="priya@example.com", now=NOW)
    assert dump() == before
    response = anas.post(PAGE, {"email": "priya@example.com"})
    html = markup(response)
    assert f'href="/meetings/{booking.pk}/"' in html
    assert "Erase permanently" not in html
    response = anas.post(ERASE, {"email": "priya@example.com", "again": "priya@example.com"})
    assert response.status_code == 422
    assert "Cancel them first" in markup(response)
    # A meeting that is over stands in nobody's way.
    erase_customer(actor=ana, email="priya@example.com", now=booking.ends_at)


@pytest.mark.feature("D11")
def test_a_colleague_who_booked_stays_a_colleague(ana, ben):
    form = submission(ana.event_types.get().pk, email=ben.email, name="Ben Ode")
    booking = book(submission=form, link=one_time_link(ana), now=NOW).bookings.get()
    theirs = book(submission=submission(ben.event_types.get().pk), link=one_time_link(ben), now=NOW).bookings.get()
    cancel(booking=booking, actor=ana, now=NOW)
    erase_customer(actor=ana, email=ben.email, now=LATER)
    ben.refresh_from_db()
    assert ben.email == "ben@acme.example"
    assert Admission.objects.get(bookings=booking).customer_email == ""
    mail = Delivery.objects.get(thread=theirs.uid, kind="host_confirmation")
    assert (mail.recipient, mail.facts["hosts"][0]["email"]) == (ben.email, ben.email)


@pytest.mark.feature("D11")
def test_the_export_holds_everything_and_no_key(anas, ana):
    booking = lives(ana)
    brings(ana)
    response = anas.post(EXPORT, {"email": EMAIL})
    assert response["Content-Type"] == "application/json; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="customer-2030-01-07.json"'
    text = markup(response)
    for trace in TRACES:
        assert trace in text.lower(), trace
    found = json.loads(text)
    assert {name: len(rows) for name, rows in found.items() if isinstance(rows, list)} == {
        "bookings": 1, "guest_of": 1, "links": 2, "requests": 1, "emails": len(found["emails"]),
        "history": len(found["history"]), "mentioned": 0, "webhooks": 0, "entries": 0, "in_calendars": 0,
    }  # fmt: skip
    assert {"booked", "cancelled", "sent", "requested"} <= {entry["verb"] for entry in found["history"]}
    assert bytes(booking.handle).hex() not in text
    assert booking.token() not in text
    (entry,) = HistoryEntry.objects.filter(verb="customer exported")
    assert EMAIL.lower() not in json.dumps(entry.details).lower()
    assert export_customer(actor=ana, email=EMAIL.upper(), now=NOW)["bookings"] == found["bookings"]


@pytest.mark.feature("D11")
def test_page_counts_and_asks_twice(anas, ana):
    lives(ana)
    with time_machine.travel(LATER, tick=False):
        anas.force_login(ana)
        html = markup(anas.post(PAGE, {"email": EMAIL}))
        assert "Links made for them" in html
        assert anas.post(ERASE, {"email": EMAIL, "again": "else@example.com"}).status_code == 422
        assert Admission.objects.get().customer_name == "Priya Shah"
        response = anas.post(ERASE, {"email": EMAIL, "again": EMAIL.upper()}, follow=True)
        assert "Erased. Meetings are still counted" in markup(response)
        assert Admission.objects.get().customer_name == ""
        html = markup(anas.post(PAGE, {"email": EMAIL}))
        assert "There is no data" in html
        assert "by Ana Ruiz" in html
        # What is left can still be looked at.
        booking = Booking.objects.get()
        for address in (
            "/meetings/logs/",
            f"/meetings/{booking.pk}/",
            "/links/?old=on",
            "/links/requests/",
            "/deliveries/",
            f"/links/{booking.admission.link_id}/",
            "/meetings/logs/export.csv",
            f"/b/{booking.token()}/",
        ):
            response = anas.get(address)
            assert response.status_code < 500, address


@pytest.mark.feature("D11")
def test_leftovers_name_an_erased_customer(anas, ana):
    booking, other = lives(ana), brings(ana, "priya@example.com")
    erase_customer(actor=ana, email=EMAIL, now=NOW)
    html = markup(anas.get(f"/meetings/{booking.pk}/"))
    assert "<title>30-minute meeting, Erased customer · Admit One</title>" in html
    for expected in (
        "30-minute meeting with Erased customer",
        '<dt>Customer</dt><dd><span class="as-typed">Erased customer</span></dd>',
        '<span class="small-print">erased</span>', "Ana Ruiz erased the customer’s data.",
    ):  # fmt: skip
        assert expected in html
    assert "erased:" not in html
    assert "Ana Ruiz erased a guest’s data." in markup(anas.get(f"/meetings/{other.pk}/"))
    html = markup(anas.get("/meetings/?show=cancelled"))
    assert ">Erased customer</a>" in html
    html = markup(anas.get("/meetings/logs/"))
    assert ">Erased customer</a>" in html
    assert "Erased customer" in anas.get("/meetings/logs/export.csv").getvalue().decode()
    html = markup(anas.get(f"/links/{booking.admission.link_id}/"))
    assert "30-minute meeting, Erased customer" in html
    assert "Ana Ruiz erased the recipient’s data." in html
    html = markup(anas.get("/deliveries/"))
    assert '<th scope="row">erased</th>' in html
    assert "erased:" not in html
    html = markup(anas.get(f"/b/{booking.token()}/"))
    assert "<span>Ana Ruiz</span>" in html
    assert "and </span>" not in html
    assert markup(anas.get("/admin/bookings/booking/")).count(">Erased customer<") == 1


@pytest.mark.feature("D11")
def test_only_mails_sent_to_them_count(anas, ana):
    booking = lives(ana)
    counted = anas.post(PAGE, {"email": EMAIL}).context
    assert (counted["counts"]["mails"], counted["received"]) == (8, 0)
    sent = Delivery.objects.filter(thread=booking.uid)
    sent.filter(recipient=ana.email).update(sent_at=NOW)
    sent.filter(kind="customer_confirmation").update(sent_at=NOW)
    response = anas.post(PAGE, {"email": EMAIL})
    assert response.context["received"] == 1
    assert "<dt>Emails sent to them</dt><dd>1</dd>" in markup(response)


@pytest.mark.feature("D11")
def test_coming_meetings_as_guest_are_listed(anas, ana):
    other = brings(ana, "priya@example.com")
    past = make_meeting(ana, START, name="Olga", guests=("priya@example.com",))
    moved_to_past(past)
    html = markup(anas.post(PAGE, {"email": EMAIL}))
    said = "30-minute meeting with Otto, Tuesday 8 January 2030"
    assert f'<a href="/meetings/{other.pk}/">{said}</a>' in html
    assert f'href="/meetings/{past.pk}/"' not in html
    assert "Erase permanently" in html
    erase_customer(actor=ana, email=EMAIL, now=NOW)
    assert not Delivery.objects.open().filter(thread=other.uid, recipient="priya@example.com").exists()


@pytest.mark.feature("D11")
def test_unknown_and_invalid_addresses_are_answered(anas, ana):
    assert "There is no data" in markup(anas.post(PAGE, {"email": "nobody@example.com"}))
    for email in ("", "x", "a@b@c.example"):
        assert [anas.post(one, {"email": email}).status_code for one in (PAGE, EXPORT, ERASE)] == [422] * 3
    assert LinkRequest.objects.count() == 0


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.feature("D11")
def test_looking_costs_constant_number_of_queries(anas, ana, many, django_assert_num_queries):
    for number in range(many):
        form = submission(ana.event_types.get().pk, START + timedelta(minutes=30 * number))
        book(submission=form, link=one_time_link(ana), now=NOW)
    # Beside the counts: the mails and the calls of webhooks about them, the meetings ahead, of their own and as guests;
    # and the texts of all links, requests, admissions, bookings, time off and blocked time.
    with django_assert_num_queries(26):
        assert anas.post(PAGE, {"email": "priya@example.com"}).context["counts"]["bookings"] == many


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.feature("D11")
def test_exporting_costs_constant_number_of_queries(ana, many, django_assert_num_queries):
    for number in range(many):
        form = submission(ana.event_types.get().pk, START + timedelta(minutes=30 * number))
        book(submission=form, link=one_time_link(ana), now=NOW)
    with django_assert_num_queries(37):
        found = export_customer(actor=ana, email="priya@example.com", now=NOW)["bookings"]
    assert [len(one["meetings"]) for one in found] == [1] * many


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.feature("D11")
def test_file_of_all_kinds_costs_constant_queries(anas, ana, many, django_assert_num_queries):
    """Meetings that are told of and stand in a calendar, as a guest too, with links, requests and texts of others."""
    calendar, _endpoint = calendar_with_rows(ana), endpoint_at("https://crm.example/hook", ana)
    for number in range(many):
        meeting, other = lives(ana), brings(ana, GUEST, 1 + 7 * number)
        write_note(booking=other, actor=ana, note=f"Sent by {EMAIL}", now=NOW)
        brings(ana, day=2 + 7 * number)
        times = {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}
        HostEntry.objects.get_or_create(meeting=meeting.uid, host=ana, calendar=calendar, defaults=times)
    with django_assert_num_queries(40):
        found = json.loads(anas.post(EXPORT, {"email": EMAIL}).content)
    rows = {name: len(rows) for name, rows in found.items() if isinstance(rows, list)}
    assert {name: number for name, number in rows.items() if number < many} == {}


@pytest.mark.feature("D11")
def test_mails_that_ask_are_found_by_index(ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    request_link(link=link, name="Priya", email=EMAIL, message="", now=NOW)
    Delivery.objects.bulk_create(
        Delivery(organization=ana.organization, thread=uuid.uuid4(), kind="other", recipient="", due_at=NOW, facts={})
        for _ in range(500)
    )
    with connection.cursor() as cursor:
        # PostgreSQL learns that most mails are of other kinds.
        cursor.execute("ANALYZE deliveries_delivery")
    asked = CustomerData(ana.organization_id, EMAIL).link_request_mails([link.pk])
    assert ("delivery_asks_for_link" in asked.explain(), asked.count()) == (True, 1)


@pytest.mark.feature("D11")
def test_one_press_cancels_all_and_erases(anas, ana):
    first, second = (make_meeting(ana, START + timedelta(minutes=30 * number)) for number in range(2))
    assert f'action="{END}"' in markup(anas.post(PAGE, {"email": EMAIL}))
    asked = anas.post(END, {"email": EMAIL})
    html = markup(asked)
    seen = [f"{one.pk}-{one.sequence}" for one in (first, second)]
    assert asked.status_code == 200
    assert all(f'name="seen" value="{one}"' in html for one in seen)
    assert "These 2 meetings are cancelled" in html
    assert "An email goes to Ana Ruiz." in html
    before = dump()
    wrong = anas.post(END, {"email": EMAIL, "again": "other@example.com", "seen": seen, "reason": "Closed"})
    assert (wrong.status_code, "Closed" in markup(wrong), dump() == before) == (422, True, True)
    done = anas.post(END, {"email": EMAIL, "again": EMAIL.lower(), "seen": seen, "reason": "Closed"}, follow=True)
    assert "2 meetings are cancelled. Everything about the customer is erased." in markup(done)
    assert set(Booking.objects.values_list("status", flat=True)) == {"cancelled"}
    assert Delivery.objects.filter(kind="host_cancellation", facts__reason="Closed").count() == 2
    assert find_customer_data(EMAIL, ana).counts()["bookings"] == 0


@pytest.mark.parametrize("junk", ["", "1", "1-2-3", "x-y", "1-1", f"{2**70}-0", "²-0"])
@pytest.mark.feature("D11")
def test_list_that_changed_is_shown_anew(anas, ana, junk):
    booking = make_meeting(ana, START)
    before = dump()
    answer = anas.post(END, {"email": EMAIL, "again": EMAIL, "seen": [junk], "reason": "Why"})
    html = markup(answer)
    assert (answer.status_code, "have changed since you opened this page" in html) == (422, True)
    assert f'name="seen" value="{booking.pk}-0"' in html
    assert ("Why" in html, dump() == before) == (True, True)


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.feature("D11")
def test_listing_the_end_costs_constant_queries(anas, ana, many, django_assert_num_queries):
    for number in range(many):
        make_meeting(ana, START + timedelta(minutes=30 * number))
    with django_assert_num_queries(7):
        anas.post(END, {"email": EMAIL})
