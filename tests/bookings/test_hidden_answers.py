"""A hidden question's answer is for hosts: no customer and no guest reads it, on any page, in any mail or entry."""

import re
from importlib import import_module
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.urls import URLPattern, reverse

import customer.urls
from bookings.actions import book, cancel, reschedule
from bookings.emails import RENDERERS, message
from bookings.facts import CUSTOMER, GUEST, HOST, OPTIONAL
from bookings.ical import calendar
from bookings.models import Admission, Booking
from bookings.notifications import MailKind
from bookings.steps import judge as steps
from deliveries.models import Delivery
from links.models import Link
from pages.models import Ask, EventType
from pages.questions import Question, QuestionKind
from tests.bookings.facts_of_mails import delivery_of, facts_for
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.customers import fields, read, send, times
from tests.tables import table

MARK = "Xyzzy-9"
STATIC = Path(__file__).parents[2] / "static"
HIDDEN = [
    Question("secret", f"{MARK} asked", QuestionKind.LINE, hidden=True),
    Question("secrets", f"{MARK} told", QuestionKind.TEXT, hidden=True),
    Question("tier", f"{MARK} tier", QuestionKind.CHOICE, hidden=True, choices=(f"{MARK} gold", f"{MARK} tin")),
    Question("tags", f"{MARK} tags", QuestionKind.CHECKBOXES, hidden=True, choices=(f"{MARK} warm", f"{MARK} cold")),
]
OPEN = Question("budget", "What is your budget?", QuestionKind.LINE)
FILLED = {"secret": MARK, "secrets": f"{MARK}\nand more", "tier": f"{MARK} gold", "tags": f"{MARK} warm, {MARK} cold"}
# Mails that say all that is known of a meeting. Whoever reads them decides, not their kind.
SAYING = {MailKind.HOST_CONFIRMATION, MailKind.HOST_REQUEST, MailKind.CUSTOMER_CONFIRMATION, MailKind.CUSTOMER_REQUEST}
# The names of every page whose address is a customer's token, of a link or of a booking.
LINK_PAGES, OWN_PAGES = (
    [
        pattern.name
        for pattern in customer.urls.urlpatterns
        if isinstance(pattern, URLPattern) and str(pattern.pattern).startswith(way)
    ]
    for way in ("l/", "b/")
)


def text_of(delivery: Delivery) -> str:
    """All that its mail says, unpacked: subject, bodies and entry."""
    mime = message(delivery).message()
    parts = [part.get_payload(decode=True).decode() for part in mime.walk() if not part.is_multipart()]
    return "\n".join([str(mime["Subject"]), *parts]).replace("\r\n ", "")


@table("kind", RENDERERS)
@table("role", [CUSTOMER, GUEST, OPTIONAL, HOST])
@pytest.mark.feature("A17")
def test_only_new_meetings_host_mail_says_it(settings, kind, role):
    settings.LINK_KEYS = {"a": b"k" * 32}
    answers = [{"label": f"{MARK}?", "value": MARK, "hidden": True}]
    said = MARK in text_of(delivery_of(kind, {"role": role}, answers=answers))
    assert said == (role == HOST and kind in SAYING)
    # What an earlier release froze does not say whether it was hidden.
    del answers[0]["hidden"]
    assert (MARK in text_of(delivery_of(kind, {"role": role}, answers=answers))) == said
    assert MARK.encode() not in calendar(facts_for(kind, {"role": role}, answers=answers))


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False), mock.patch.object(steps, "read_clock", return_value=NOW):
        yield


@pytest.fixture
def asks(ana, event_type) -> EventType:
    """The event type with hidden questions of each kind, and one that is seen."""
    EventType.objects.update(
        questions=[question.stored() for question in [*HIDDEN, OPEN]],
        ask_guests=Ask.OPTIONAL,
        reminders=[60],
        follow_up=30,
        redirect_to="https://example.com/",
    )
    event_type.refresh_from_db()
    return event_type


def seen(client, name: str, token: str, query: str = "") -> str:
    """What a customer gets at the page, all of it."""
    response = client.get(reverse(name, args=[token]) + query)
    assert response.status_code in {200, 302, 303, 409, 410}
    return response.content.decode() + str(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["on the link", "by address"])
@pytest.mark.feature("A17")
def test_only_the_meetings_page_shows_it(client, ana, asks, way):
    link = one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    query = ""
    if way == "on the link":
        Link.objects.update(answers=FILLED)
    else:
        query = "".join(f"&{name}={text}".replace(" ", "+").replace("\n", "%0A") for name, text in FILLED.items())
    details = times(client, reverse("link", args=[link.token()]) + f"?day=2030-01-08{query}")[0]
    for address in (details, f"{details}&skip=1"):
        response = client.get(address)
        assert MARK not in read(response).text
        assert way == "by address" or MARK not in response.content.decode()
        # Asked once more, with what was typed.
        refused = client.post(address, fields(response) | {"email": "?", "token": ""})
        assert (refused.status_code, MARK in read(refused).text) == (422, False)
    assert send(client, details, **{"answer-budget": "10", "guests": "tom@example.com"}).status_code == 303
    booking = Booking.objects.get()
    assert [answer["hidden"] for answer in booking.admission.answers] == [True] * 4 + [False]
    for _ in range(2):
        for name in OWN_PAGES:
            assert MARK not in seen(client, name, booking.token(), "?done=booked"), name
        for name in LINK_PAGES:
            assert MARK not in seen(client, name, link.token()), name
        client.force_login(ana)
        shown = read(client.get(reverse("meeting", args=[booking.pk]))).text
        assert all(f"{question.label} {MARK}" in shown for question in HIDDEN)
        assert shown.count("not shown to the customer") == len(HIDDEN)
        client.logout()
        cancel(booking=booking, actor=None, reason="")


@pytest.mark.django_db
@pytest.mark.parametrize("needs_approval", [False, True])
@pytest.mark.feature("A17")
def test_only_the_hosts_first_mail_says_it(ana, asks, needs_approval):
    EventType.objects.update(needs_approval=needs_approval)
    answers = tuple(
        {"name": question.name, "label": question.label, "value": MARK, "hidden": True} for question in HIDDEN
    )
    form = submission(asks.pk, answers=answers, guests=("tom@example.com",))
    booking = book(submission=form, link=one_time_link(ana), now=NOW).booking
    if not needs_approval:
        reschedule(booking=booking, start=START.replace(hour=15), actor=None, reason="", now=NOW)
    cancel(booking=booking, actor=None, reason="", now=NOW)
    told = {delivery.kind: text_of(delivery) for delivery in Delivery.objects.all()}
    assert {kind for kind, text in told.items() if MARK in text} == {
        MailKind.HOST_REQUEST if needs_approval else MailKind.HOST_CONFIRMATION
    }
    assert len(told) >= 4


@pytest.mark.feature("A17")
def test_embedding_sites_hear_no_answer():
    """All that our pages say to the website around them: how high they are, what happened, and when."""
    scripts = [path.read_text() for path in STATIC.rglob("*.js") if "vendor" not in path.parts]
    said = {one for text in scripts for one in re.findall(r"postMessage\((\{.*\}), [^,]+\)", text)}
    assert said == {
        "{ admitOne: Math.ceil(document.body.getBoundingClientRect().height) }",
        '{ admitOne: "close" }',
        '{ admitOne: "ready", close }',
        "{ admitOne: event, ...(reference && { reference }), starts_at }",
    }
    assert sum(text.count("postMessage") for text in scripts) == len(said)


@pytest.mark.django_db
def test_migration_hides_hidden_and_gone_questions(ana, asks):
    fill = import_module("bookings.migrations.0007_hidden_answers")
    names, hidden = ["gone", "budget", "secret", "budget"], [True, False, True, False]
    before = [{"name": name, "label": name, "value": "x"} for name in names]
    first, second = (
        book(submission=submission(asks.pk, START.replace(hour=hour)), link=one_time_link(ana), now=NOW)
        for hour in (14, 15)
    )
    Admission.objects.filter(pk=first.pk).update(answers=before)
    with connection.cursor() as cursor:
        cursor.execute(fill.FILL)
        first.refresh_from_db()
        assert [(answer["name"], answer["hidden"]) for answer in first.answers] == list(zip(names, hidden, strict=True))
        cursor.execute(fill.EMPTY)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answers, second.answers) == (before, [])
