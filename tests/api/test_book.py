"""Booking for a customer through the API."""

from datetime import timedelta
from unittest import mock

import pytest

from accounts.models import HistoryEntry, Organization, Scope
from bookings.errors import Busy
from bookings.models import Admission, Booking
from links.actions import revoke
from links.models import Link
from pages.models import EventType, Page
from pages.questions import Question, QuestionKind
from tests.api.client import Program, code_of, token_of
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, choices_page, managed_event_type, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.page]
BODY = {"start": "2030-01-07T15:00:00+01:00", "name": "Priya Shah", "email": "priya@example.com"}
KEY = {"Idempotency-Key": "order-4711"}


@pytest.fixture
def program(ana):
    return Program(token_of(ana))


def test_through_a_link(program, ana, event_type):
    link = one_time_link(ana, label="CRM 17")
    Link.objects.filter(pk=link.pk).update(metadata={"deal": "D-9"})
    body = BODY | {"zone": "Asia/Calcutta", "language": "en-GB", "clock": "12"}
    response = program("POST", f"/links/{link.pk}/bookings", body)
    booking, said = Booking.objects.get(), response.json()
    assert (response.status_code, said["uid"], said["status"]) == (201, str(booking.uid), "scheduled")
    assert (said["starts_at"], said["hosts"][0]["name"]) == ("2030-01-07T14:00:00Z", "Ana Ruiz")
    assert (said["link"]["label"], said["link"]["metadata"]) == ("CRM 17", {"deal": "D-9"})
    assert said["customer"]["zone"] == "Asia/Kolkata"
    assert (said["manage_url"], said["package"]) == (booking.address(), [str(booking.uid)])
    assert response["Location"].endswith(f"/api/v1/bookings/{booking.uid}")
    done = HistoryEntry.objects.get(subject="booking", subject_id=booking.pk)
    assert (done.verb, done.actor, done.details["via"]) == ("booked", ana, "api")
    assert done.details["request"] == response["Request-Id"]


@pytest.mark.parametrize(("chosen", "read"), [("de", "de"), ("ja", "en-gb"), ("", "en-gb")])
def test_customer_reads_an_offered_language(program, ana, event_type, settings, chosen, read):
    settings.LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
    Organization.objects.update(language=chosen)
    response = program("POST", f"/links/{one_time_link(ana).pk}/bookings", BODY)
    assert (response.status_code, Admission.objects.get().customer_language) == (201, read)


def test_at_a_page_with_metadata(program, ana, anas_page):
    body = BODY | {"label": "CRM 17", "metadata": {"deal": "D-9"}}
    said = program("POST", f"/pages/{anas_page.pk}/bookings", body).json()
    link = Link.objects.get()
    assert said["link"] == {
        "id": link.pk,
        "label": "CRM 17",
        "recipient": {"name": "Priya Shah", "email": "priya@example.com"},
        "metadata": {"deal": "D-9"},
    }
    assert (link.owner, link.uses, link.max_uses) == (ana, 1, 1)


@pytest.mark.parametrize("through", ["links", "pages"])
def test_the_same_key_again(program, ana, anas_page, through):
    pk = one_time_link(ana).pk if through == "links" else anas_page.pk
    path = f"/{through}/{pk}/bookings"
    first, again = (program("POST", path, BODY, **KEY) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 200, "true")
    assert again.json() == first.json()
    assert "Idempotent-Replayed" not in first
    other = program("POST", path, BODY | {"name": "Somebody Else"}, **KEY)
    assert code_of(other) == (409, "idempotency-key-reused")
    assert (Booking.objects.count(), Link.objects.count()) == (1, 1)


@pytest.mark.parametrize("through", ["links", "pages"])
@pytest.mark.parametrize("close", ["pause type", "archive type", "pause page"])
def test_same_key_after_it_closed(program, ana, anas_page, event_type, through, close):
    """The answer that was lost comes again, whatever became of what was booked; another booking is refused."""
    pk = one_time_link(ana).pk if through == "links" else anas_page.pk
    path = f"/{through}/{pk}/bookings"
    first = program("POST", path, BODY, **KEY)
    if close == "pause page":
        Page.objects.filter(pk=anas_page.pk).update(accepts_bookings=False)
    else:
        gone = {"archived_at": NOW} if close == "archive type" else {"accepts_bookings": False}
        EventType.objects.filter(pk=event_type.pk).update(**gone)
    again = program("POST", path, BODY, **KEY)
    assert (first.status_code, again.status_code, again.json()) == (201, 200, first.json())
    other = f"/links/{one_time_link(ana).pk}/bookings" if through == "links" else path
    refused = (409, "paused" if close == "pause type" else "not-offered")
    if close == "pause page":
        refused = 410, "link-paused" if through == "links" else "page-closed"
    assert code_of(program("POST", other, BODY)) == refused
    assert (Booking.objects.count(), Link.objects.filter(uses=1).count()) == (1, 1)


@pytest.mark.parametrize("through", ["links", "pages"])
def test_keys_are_kept_thirty_days(program, ana, anas_page, settings, through):
    link = one_time_link(ana)
    Link.objects.filter(pk=link.pk).update(max_uses=3)
    path = f"/{through}/{link.pk if through == 'links' else anas_page.pk}/bookings"
    first = program("POST", path, BODY, **KEY).json()
    settings.LINK_KEYS = {"00b": b"a newer key" * 3, **settings.LINK_KEYS}
    settings.SECRET_KEY = "another secret of the site's"
    assert program("POST", path, BODY, **KEY).json()["uid"] == first["uid"]
    # After that it is a new key, which books once as well; and so each time.
    for day in (8, 9):
        Admission.objects.update(created_at=NOW - timedelta(days=31))
        body = BODY | {"start": f"2030-01-{day:02}T14:00:00Z"}
        made, again = (program("POST", path, body, **KEY) for _ in range(2))
        assert (made.status_code, again.status_code, again.json()) == (201, 200, made.json())
    assert Booking.objects.count() == 3


def test_keys_of_two_users_are_apart(program, ana, ben, anas_page):
    bens = Program(token_of(ben))
    assert program("POST", f"/pages/{anas_page.pk}/bookings", BODY, **KEY).status_code == 201
    response = bens("POST", f"/pages/{ben.pages.get().pk}/bookings", BODY, **KEY)
    assert (response.status_code, Booking.objects.count()) == (201, 2)


def test_taken_time_suggests_the_nearest(program, ana, anas_page, event_type):
    book_meeting(ana, event_type)
    response = program("POST", f"/pages/{anas_page.pk}/bookings", BODY)
    assert code_of(response) == (409, "slot-taken")
    assert response.json()["suggestions"] == [
        f"2030-01-07T{time}:00Z" for time in ("13:30", "14:30", "13:00", "15:00", "12:30")
    ]
    assert (Booking.objects.count(), Link.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("choices", "code"),
    [
        ({"expires_at": NOW}, "link-expired"),
        ({"recipient_email": "x@example.com", "locked_to_recipient": True}, "only-for-recipient"),
    ],
)
def test_what_the_link_allows_binds(program, ana, choices, code):
    link = one_time_link(ana, **choices)
    response = program("POST", f"/links/{link.pk}/bookings", BODY)
    assert code_of(response) == (410 if code == "link-expired" else 403, code)
    assert Booking.objects.count() == 0


def test_dead_ways_in_say_why(program, ana, anas_page):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    assert code_of(program("POST", f"/links/{link.pk}/bookings", BODY)) == (410, "link-revoked")
    Page.objects.filter(pk=anas_page.pk).update(accepts_bookings=False)
    assert code_of(program("POST", f"/pages/{anas_page.pk}/bookings", BODY)) == (410, "page-closed")


def test_busy_loser_is_told_why_he_lost(program, ana, event_type):
    link = one_time_link(ana)

    def lose(**_arguments):
        Link.objects.filter(pk=link.pk).update(uses=1, used_at=NOW)
        raise Busy

    with mock.patch("api.book.book_for", side_effect=lose):
        assert code_of(program("POST", f"/links/{link.pk}/bookings", BODY)) == (410, "link-used")


def test_busy_repeat_of_own_booking_waits(program, ana, event_type):
    link = one_time_link(ana)
    path = f"/links/{link.pk}/bookings"
    assert program("POST", path, BODY, **KEY).status_code == 201
    with mock.patch("api.book.book_for", side_effect=Busy):
        assert code_of(program("POST", path, BODY, **KEY)) == (503, "busy")
    assert program("POST", path, BODY, **KEY).status_code == 200


def test_the_links_answers_stand_in(program, ana, event_type):
    questions = [
        Question("topic", "Topic?", QuestionKind.LINE, required=True),
        Question("tier", "Tier", QuestionKind.LINE, hidden=True),
    ]
    change_settings(event_type, questions=[one.stored() for one in questions], ask_company="required")
    link = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    Link.objects.filter(pk=link.pk).update(answers={"company": "Shah & Co", "topic": "Price", "tier": "gold"})
    body = {"start": BODY["start"], "answers": {"topic": "Terms"}}
    said = program("POST", f"/links/{link.pk}/bookings", body).json()
    assert (said["customer"]["name"], said["customer"]["email"]) == ("Priya Shah", "priya@example.com")
    assert {one["name"]: one["value"] for one in said["answers"]} == {
        "company": "Shah & Co",
        "topic": "Terms",
        "tier": "gold",
    }


def test_each_wrong_value_is_named(program, ana, event_type):
    questions = [
        Question("topic", "Topic?", QuestionKind.CHOICE, required=True, choices=("Price", "Terms")),
        Question("tier", "Tier", QuestionKind.CHOICE, hidden=True, choices=("gold", "tin")),
    ]
    change_settings(event_type, questions=[one.stored() for one in questions], ask_guests="optional")
    body = {
        "start": BODY["start"],
        "email": "priya@example.com",
        "answers": {"topic": "Weather", "tier": "lead", "guests": ["not an address"], "shoe": "42", "name": "X"},
    }
    response = program("POST", f"/links/{one_time_link(ana).pk}/bookings", body)
    assert code_of(response) == (422, "invalid")
    pointers = sorted({one["pointer"] for one in response.json()["errors"]})
    assert pointers == ["/answers/guests", "/answers/name", "/answers/shoe", "/answers/tier", "/answers/topic", "/name"]
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"zone": "Nowhere/Here"}, "/zone"),
        ({"language": "tlh"}, "/language"),
        ({"start": "2030-01-07 15:00"}, "/start"),
        ({"start": 1_893_456_000}, "/start"),
        ({"event_type": "1"}, "/event_type"),
        ({"colour": "red"}, "/colour"),
        ({"email": "priya"}, "/email"),
        ({"answers": {"note": 7}}, "/answers/note"),
        ({"further": ["2030-01-07T15:00:00"]}, "/further/0"),
    ],
)
def test_a_value_of_another_kind(program, anas_page, changes, pointer):
    response = program("POST", f"/pages/{anas_page.pk}/bookings", BODY | changes)
    assert code_of(response) == (422, "invalid")
    assert any(one["pointer"].startswith(pointer) for one in response.json()["errors"])


def test_a_choice_has_to_be_made(program, ana, ben, anas_page, event_type):
    other = managed_event_type(ana)
    page = choices_page(ana, "event_types", [anas_page, ben.pages.get()], [event_type, other])
    path = f"/pages/{page.pk}/bookings"
    response = program("POST", path, BODY)
    assert code_of(response) == (422, "invalid")
    detail = f"Choose one of {event_type.pk} (30-minute meeting), {other.pk} (Team call)."
    assert response.json()["errors"] == [{"pointer": "/event_type", "detail": detail}]
    response = program("POST", path, BODY | {"event_type": other.pk})
    assert response.json()["errors"][0]["pointer"] == "/page"
    response = program("POST", path, BODY | {"event_type": other.pk, "page": ben.pages.get().pk})
    assert (response.status_code, response.json()["hosts"][0]["name"]) == (201, "Ben Ode")
    assert code_of(program("POST", path, BODY | {"event_type": 999_999})) == (409, "not-offered")


def test_packages_are_booked_together(program, ana, anas_page, event_type):
    change_settings(event_type, sessions=2)
    body = BODY | {"further": ["2030-01-08T14:00:00Z"]}
    said = program("POST", f"/pages/{anas_page.pk}/bookings", body).json()
    assert (said["session"], said["package"]) == (
        [1, 2],
        [str(one.uid) for one in Booking.objects.order_by("session")],
    )
    assert code_of(program("POST", f"/pages/{anas_page.pk}/bookings", BODY)) == (422, "times-missing")


def test_requests_wait_for_an_answer(program, anas_page, event_type):
    change_settings(event_type, needs_approval=True)
    body = BODY | {"further": ["2030-01-08T14:00:00Z"]}
    said = program("POST", f"/pages/{anas_page.pk}/bookings", body).json()
    assert (said["status"], said["suggested"]) == ("requested", ["2030-01-07T14:00:00Z", "2030-01-08T14:00:00Z"])


def test_strangers_find_nothing(ana, ben, zoe, anas_page):
    link = one_time_link(ana)
    for somebody in (ben, zoe):
        program = Program(token_of(somebody))
        for path in (f"/links/{link.pk}/bookings", f"/pages/{anas_page.pk}/bookings"):
            assert code_of(program("POST", path, BODY)) == (404, "not-found")


def test_guests_are_not_flooded(program, ana, anas_page, event_type):
    change_settings(event_type, ask_guests="optional", duration=15, interval=15)
    body = BODY | {"answers": {"guests": "tom@example.com"}}
    codes = []
    for minute in range(6):
        start = f"2030-01-07T14:{minute % 4 * 15:02}:00Z" if minute < 4 else f"2030-01-07T15:{minute % 4 * 15:02}:00Z"
        response = program("POST", f"/pages/{anas_page.pk}/bookings", body | {"start": start})
        codes.append(response.status_code)
    assert codes == [201] * 5 + [429]


def test_a_token_floods_no_calendar(program, anas_page, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"api_booking": "1/h/key"}
    path = f"/pages/{anas_page.pk}/bookings"
    assert program("POST", path, BODY, **KEY).status_code == 201
    assert program("POST", path, BODY, **KEY).status_code == 200
    later = BODY | {"start": "2030-01-08T14:00:00Z"}
    assert code_of(program("POST", path, later)) == (429, "too-many-bookings")
    assert Admission.objects.count() == 1


def test_a_colleague_books_for_the_host(ana, ben, event_type):
    link = one_time_link(ana)
    ben.role = "admin"
    ben.save()
    program = Program(token_of(ben, Scope.BOOKINGS_WRITE, reach="organization"))
    assert program("POST", f"/links/{link.pk}/bookings", BODY).status_code == 201
    booking = Booking.objects.get()
    assert HistoryEntry.objects.get(subject="booking", subject_id=booking.pk).actor == ben
    assert booking.starts_at == START
