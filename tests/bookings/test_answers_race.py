"""An owner changes what is asked while a form is on its way: the booking is judged by what is asked at its commit."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest import mock

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import locks
from bookings.errors import AnswersMissing
from bookings.models import Admission, Booking
from bookings.steps import judge as steps
from pages.models import Ask, EventType, LocationKind, Page
from pages.questions import Question, QuestionKind
from tests.customer.customers import fields, read, times
from tests.customer.masters import WAYS, address_of
from tests.patience import PATIENCE, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

WAITING = """
    SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()
"""
SIZE = Question("size", "How many?", QuestionKind.CHOICE, required=True, choices=("1", "2"))
OTHERS = Question("size", "How many?", QuestionKind.CHOICE, required=True, choices=("1", "3"))
BUDGET = Question("budget", "What is your budget?", QuestionKind.LINE, required=True)
SENT = {"name": "Priya Shah", "email": "priya@example.com", "note": "Hello", "answer-size": "2"}


def ask(*questions: Question, **asks: str) -> None:
    EventType.objects.update(questions=[question.stored() for question in questions], **asks)


CHANGES: dict[str, tuple[Callable[[], object], dict[str, str]]] = {
    "a question more": (lambda: ask(SIZE, BUDGET), {"answer-budget": "10"}),
    "the company": (lambda: ask(SIZE, ask_company=Ask.REQUIRED), {"company": "Acme"}),
    "other answers to choose from": (lambda: ask(OTHERS), {"answer-size": "3"}),
    "the calendar's host calls": (
        lambda: Page.objects.update(location_kind=LocationKind.HOST_CALLS),
        {"phone": "+34 600 000 000"},
    ),
}


@contextmanager
def changing(organization: int, change: Callable[[], object]) -> Iterator[None]:
    """Within it, somebody has changed what is asked and commits as soon as a booking waits for that."""
    changed = threading.Event()

    def change_and_wait() -> None:
        try:
            with transaction.atomic():
                locks.hold_organization(organization)
                change()
                changed.set()
                wait_for(somebody_waits, "no booking waited")
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        done = pool.submit(change_and_wait)
        assert changed.wait(PATIENCE)
        yield
        done.result(PATIENCE)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


@pytest.fixture
def details(client, ana, event_type) -> Callable[[str], str]:
    ask(SIZE)
    page = ana.pages.get()
    return lambda way: times(client, address_of(ana, page, way, now=timezone.now()))[0]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.feature("A17")
def test_changed_questions_ask_again_and_keep_answers(client, ana, details, way, change):
    address = details(way)
    form = fields(client.get(address)) | SENT
    deed, answer = CHANGES[change]
    with changing(ana.organization_id, deed):
        response = client.post(address, form)
    again = fields(response)
    assert (response.status_code, Booking.objects.count()) == (422, 0)
    assert "This form has changed since you opened it. Nothing is booked yet" in read(response).text
    assert {name: again[name] for name in ("name", "email", "note")} == {
        name: SENT[name] for name in ("name", "email", "note")
    }
    assert client.post(address, again | answer).status_code == 303
    admission = Admission.objects.get()
    assert admission.note == "Hello"
    assert admission.link is None or admission.link.uses == 1


@pytest.mark.feature("A17")
def test_archived_event_type_answers_gone(client, ana, details):
    address = details("one-time link")
    form = fields(client.get(address)) | SENT
    with mock.patch("customer.book.book", side_effect=AnswersMissing):
        EventType.objects.update(archived_at=timezone.now(), ask_company=Ask.REQUIRED)
        response = client.post(address, form)
    assert (response.status_code, Booking.objects.count()) == (409, 0)


@pytest.mark.feature("A17")
def test_question_no_longer_asked_still_books(client, ana, details):
    address = details("one-time link")
    form = fields(client.get(address)) | SENT
    with changing(ana.organization_id, ask):
        assert client.post(address, form).status_code == 303
    # As it was when the customer answered.
    assert Admission.objects.get().answers == [{"name": "size", "label": "How many?", "value": "2", "hidden": False}]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.feature("A17")
def test_control_without_the_judgement_answers_miss(client, ana, details, change):
    address = details("one-time link")
    form = fields(client.get(address)) | SENT
    with (
        mock.patch.object(steps, "check_answers"),
        changing(ana.organization_id, CHANGES[change][0]),
    ):
        assert client.post(address, form).status_code == 303
    assert Booking.objects.count() == 1
