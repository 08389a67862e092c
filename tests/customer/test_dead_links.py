"""Links and addresses that lead nowhere any more: why, and whom to ask, and nothing else."""

from datetime import timedelta
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.actions import approve, book, cancel, decline
from bookings.emails import message
from bookings.models import Booking
from bookings.notifications import MailKind
from core.tokens import Purpose, make_token
from core.zones import zone
from deliveries.models import Delivery
from links.actions import mint, revoke
from links.models import Link
from links.queries import end_of_day
from pages.models import Page
from tests.builders import NOW, one_time_link, submission
from tests.customer.customers import fields, read, start_of, times, title

pytestmark = [pytest.mark.django_db, pytest.mark.page]

FORGED = "a" * 34
PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "strict-origin",
}


def fresh_link(owner, **choices) -> Link:
    return one_time_link(owner, **{"now": timezone.now()} | choices)


def address_of(link: Link) -> str:
    return reverse("link", args=[link.token()])


@pytest.fixture
def used(client, ana, event_type) -> Link:
    """A link that Priya booked with."""
    link = fresh_link(ana)
    start = start_of(times(client, address_of(link))[0])
    book(submission=submission(event_type.pk, start), link=link)
    return link


def said(response) -> tuple[int, str, list[str]]:
    """The status, the heading with what follows it, and how the owner can be reached."""
    page = read(response)
    return response.status_code, page.text, [link["href"] for link in page.find("a") if "mailto" in link["href"]]


@pytest.mark.feature("V38", "B4")
def test_used_link_reveals_nothing_of_booking(client, used):
    for address in (address_of(used), f"{address_of(used)}book/"):
        response = client.get(address)
        status, text, mails = said(response)
        assert (status, mails) == (410, ["mailto:ana@acme.example"])
        assert "This link has already been used to book a meeting. Contact Ana Ruiz to book another." in text
        assert "Already booked? Email me my booking" in text
        assert not any(secret in response.content.decode() for secret in ("Priya", "priya@", "Intro", "30-minute"))
        assert title(response) == "This link has already been used to book a meeting."
        assert {name: response.headers[name] for name in PRIVATE} == PRIVATE
        assert not list(read(response).find("form"))


@pytest.mark.feature("V38")
def test_unapproved_link_says_somebody_asked(client, ana, event_type):
    event_type.needs_approval = True
    event_type.save()
    link = fresh_link(ana)
    start = start_of(times(client, f"{address_of(link)}?event={event_type.pk}")[0])
    booking = book(submission=submission(event_type.pk, start), link=link).booking
    said_then = "This link has already been used to ask for a meeting. Ask Ana Ruiz for a new one."
    for end in (None, decline, cancel):
        Booking.objects.update(status="requested", sequence=0)
        if end is not None:
            end(booking=booking, actor=ana)
        response = client.get(address_of(link))
        assert response.status_code == 410
        assert said_then in read(response).text
        assert reverse("link-ask", args=[link.token()]) in {one["href"] for one in read(response).find("a")}
        assert "Already sent a request? Email me my request" in read(response).text
    Booking.objects.update(status="requested", sequence=0)
    approve(booking=booking, start=start, actor=ana)
    cancel(booking=booking, actor=ana)
    assert "has already been used to book a meeting." in read(client.get(address_of(link))).text


@pytest.mark.feature("V41")
def test_used_link_says_its_meeting_was_cancelled(client, ana, event_type):
    link = fresh_link(ana, max_uses=2)
    starts = [start_of(one) for one in times(client, f"{address_of(link)}?event={event_type.pk}")[:2]]
    made = [book(submission=submission(event_type.pk, one), link=link).booking for one in starts]
    told = []
    for one in made:
        told.append(said(client.get(address_of(link)))[1])
        cancel(booking=one, actor=None)
    told.append(said(client.get(address_of(link)))[1])
    gone = "The booking was cancelled. The link cannot be used again: ask Ana Ruiz for a new one."
    assert ["cancelled" in one for one in told] == [False, False, True]
    assert f"This link has already been used to book a meeting. {gone}" in told[-1]


@pytest.mark.feature("V39", "B6")
def test_an_expired_link_says_since_when(client, ana):
    now = timezone.now()
    link = fresh_link(ana, expires_at=now - timedelta(days=1))
    day = timezone.localtime(now - timedelta(days=1), zone("Europe/Madrid")).strftime("%-d %B")
    status, text, mails = said(client.get(address_of(link)))
    assert (status, mails) == (410, ["mailto:ana@acme.example"])
    assert f"This link expired on {day}. Ask Ana for a new one." in text


@pytest.mark.feature("V39", "R14")
def test_link_expired_at_midnight_names_last_day(client, ana):
    today = timezone.localtime(timezone.now(), zone("Europe/Madrid")).date()
    link = fresh_link(ana, expires_at=end_of_day(today - timedelta(days=1), zone("Europe/Madrid")))
    last = today - timedelta(days=1)
    day = last.strftime("%-d %B" if last.year == today.year else "%-d %B %Y")
    assert f"This link expired on {day}. Ask Ana for a new one." in said(client.get(address_of(link)))[1]


@pytest.mark.feature("V40", "B6")
def test_a_revoked_link_says_so(client, ana):
    link = fresh_link(ana)
    revoke(actor=ana, link=link, now=timezone.now())
    status, text, _mails = said(client.get(address_of(link)))
    assert (status, "This link has been withdrawn. Ask Ana for a new one." in text) == (410, True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"archived_at": timezone.now()},
            "The page behind this link no longer exists. Contact Ana Ruiz to book a meeting.",
        ),
        (
            {"accepts_bookings": False},
            "Ana Ruiz is not taking bookings at the moment. This link will work again when Ana takes bookings again.",
        ),
    ],
)
@pytest.mark.feature("A22")
def test_links_of_ended_pages_say_so(client, ana, change, words):
    link = fresh_link(ana)
    Page.objects.update(**change)
    status, text, mails = said(client.get(address_of(link)))
    assert (status, words in text, mails) == (410, True, ["mailto:ana@acme.example"])


@pytest.mark.feature("A14")
def test_link_offering_nothing_says_whom_to_ask(client, ana, event_type):
    link = fresh_link(ana)
    type(event_type).objects.update(archived_at=timezone.now())
    status, text, mails = said(client.get(address_of(link)))
    assert (status, mails) == (200, ["mailto:ana@acme.example"])
    assert "Nothing can be booked here at the moment. Contact Ana Ruiz to find a time." in text


@pytest.mark.feature("V40")
def test_forged_addresses_read_alike_without_queries(client, settings, ana, django_assert_num_queries):
    kid = next(iter(settings.LINK_KEYS))
    unknown = make_token(Purpose.BOOK, kid, b"nobody's", settings.LINK_KEYS)
    another = make_token(Purpose.MANAGE, kid, bytes(fresh_link(ana).handle), settings.LINK_KEYS)
    answers = []
    for name in ("link", "link-book", "link-mine"):
        with django_assert_num_queries(0):
            answers += [client.get(reverse(name, args=[token])) for token in (FORGED, "x", "ü", another)]
        with django_assert_num_queries(1):
            answers.append(client.get(reverse(name, args=[unknown])))
        answers.append(client.head(reverse(name, args=[FORGED])))
    assert {one.status_code for one in answers} == {404}
    assert {one.content for one in answers} == {answers[0].content, b""}
    assert {str(sorted(one.headers.items())) for one in answers} == {str(sorted(answers[0].headers.items()))}
    assert "ana" not in answers[0].content.decode().lower()


@pytest.mark.feature("V40")
def test_unknown_bookings_read_the_same(client, settings, ana, django_assert_num_queries):
    kid = next(iter(settings.LINK_KEYS))
    unknown = make_token(Purpose.MANAGE, kid, b"nobody's", settings.LINK_KEYS)
    for_a_link = fresh_link(ana).token()
    with django_assert_num_queries(0):
        forged = [client.get(reverse("booking", args=[token])) for token in (FORGED, for_a_link)]
    answers = [
        *forged,
        client.get(reverse("booking", args=[unknown])),
        client.get(reverse("booking-ics", args=[unknown])),
    ]
    assert {(one.status_code, one.content) for one in answers} == {(404, forged[0].content)}


@pytest.fixture
def mine(used) -> str:
    return reverse("link-mine", args=[used.token()])


def ask(client, mine: str, email: str, **changes):
    return client.post(mine, fields(client.get(mine)) | {"email": email} | changes, follow=True)


def mails() -> list[tuple[str, int]]:
    return list(Delivery.objects.filter(kind="customer_confirmation").order_by("copy").values_list("recipient", "copy"))


@pytest.mark.feature("V38")
def test_whoever_booked_gets_the_booking_mailed_again(client, mine):
    later = timezone.now() + timedelta(hours=1)
    with mock.patch("customer.resend.timezone.now", return_value=later):
        response = ask(client, mine, "PRIYA@example.com")
    assert response.status_code == 200
    assert mails() == [("priya@example.com", 0), ("priya@example.com", 1)]
    # At once again, nothing more is sent.
    again = ask(client, mine, "priya@example.com")
    assert (again.content, len(mails())) == (response.content, 2)


@pytest.mark.feature("V38")
def test_every_address_gets_the_same_answer(client, ana, used, mine):
    answers = [ask(client, mine, email) for email in ("priya@example.com", "mallory@example.com", "ana@acme.example")]
    unused = ask(client, reverse("link-mine", args=[fresh_link(ana).token()]), "priya@example.com")
    assert {one.content for one in [*answers, unused]} == {answers[0].content}
    assert (
        "If a meeting was booked or requested with this link and that email address, an email with its current "
        "status is on its way. We do not send another within ten minutes, or once the meeting is over."
        in read(unused).text
    )
    assert "priya" not in answers[0].content.decode().lower()
    assert mails() == [("priya@example.com", 0)]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("cancelled", MailKind.CUSTOMER_CANCELLATION),
        ("requested", MailKind.CUSTOMER_REQUEST),
        ("withdrawn", MailKind.CUSTOMER_CANCELLATION),
        ("declined", MailKind.CUSTOMER_DECLINE),
    ],
)
@pytest.mark.feature("V38")
def test_mail_says_what_became_of_it(client, mine, status, kind):
    Booking.objects.update(status=status)
    ask(client, mine, "priya@example.com")
    newest = Delivery.objects.latest("pk")
    assert (newest.kind, newest.recipient) == (kind, "priya@example.com")
    assert str(message(newest).message()["To"]) == "priya@example.com"
    # Within ten minutes once.
    ask(client, mine, "priya@example.com")
    assert Delivery.objects.latest("pk") == newest


@pytest.mark.feature("V38")
def test_what_is_over_is_not_mailed(client, mine):
    Booking.objects.update(starts_at=NOW - timedelta(hours=2), ends_at=NOW - timedelta(hours=1))
    before = Delivery.objects.count()
    assert ask(client, mine, "priya@example.com").status_code == 200
    assert Delivery.objects.count() == before


@pytest.mark.parametrize("email", ["priya@example.com", "mallory@example.com"])
@pytest.mark.feature("V38")
def test_everybody_waits_equally_long(client, mine, email):
    clock = iter([100.0, 100.0 + (0.3 if "priya" in email else 0.1)])
    with mock.patch("customer.resend.monotonic", side_effect=clock), mock.patch("customer.resend.sleep") as slept:
        ask(client, mine, email)
    (waited,) = slept.call_args.args
    assert waited == pytest.approx(0.1 if "priya" in email else 0.3)


@pytest.mark.parametrize("email", ["priya@example.com", "mallory@example.com"])
@pytest.mark.feature("V38")
def test_asking_on_is_refused_alike(client, mine, email):
    # More often than the whole network may.
    answers = [ask(client, mine, email.upper() if number % 2 else email).status_code for number in range(24)]
    assert answers == [200] * 6 + [429] * 18
    assert len(mails()) <= 2
    # Others of that network are stopped too, after twenty.
    others = [ask(client, mine, f"guest{number}@example.com").status_code for number in range(20)]
    assert others.count(200) <= 14


@pytest.mark.feature("V30")
def test_booking_lookup_keeps_what_was_typed(client, mine):
    bad = client.post(mine, fields(client.get(mine)) | {"email": "priya@"})
    assert (bad.status_code, fields(bad)["email"]) == (422, "priya@")
    without = client.post(mine, {"email": "priya@example.com"})
    assert (without.status_code, fields(without)["email"]) == (422, "priya@example.com")
    assert "Nothing has been sent yet." in read(without).text


@pytest.mark.parametrize("name", ["link", "link-book", "link-mine", "booking", "booking-ics"])
def test_reading_requests_change_no_row(client, ana, used, name):
    live = mint(actor=ana, page=ana.pages.get(), now=timezone.now())
    booking = Booking.objects.get()

    def state():
        return [list(model.objects.order_by("pk").values()) for model in (Link, Booking, Delivery)]

    before = state()
    for one in (booking,) if "booking" in name else (live, used):
        address = reverse(name, args=[one.token()])
        assert client.get(address).status_code == client.head(address).status_code
        client.options(address)
    assert state() == before
    opened = reverse(
        "booking" if "booking" in name else "link", args=[(booking if "booking" in name else live).token()]
    )
    # No page that a mailed address opens holds a form that acts.
    assert [form.get("method", "get") for form in read(client.get(opened)).find("form")] in ([], ["get"])
