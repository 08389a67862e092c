"""What a booking form asks beside name and email: as the event type says, and as the place of the meeting needs it."""

from collections.abc import Collection, Mapping

from bookings.phones import has_country_code
from bookings.submission import Submission
from pages.models import Ask, EventType, LocationKind
from pages.questions import Kind, Question, read_questions
from pages.standard_fields import STANDARD_FIELDS

# What a place of the meeting needs, whatever the event type says.
NEEDED_AT = {"phone": LocationKind.HOST_CALLS, "location": LocationKind.ASK}


def asked_fields(event_type: EventType, location_kinds: Collection[str]) -> dict[str, bool]:
    """The fields of the form itself that are asked, in its order, and whether an answer is required.

    `location_kinds` are those that the meeting may have: one of them suffices for asking what it needs.
    """
    asks = {
        field.key: Ask.REQUIRED if NEEDED_AT.get(field.key) in location_kinds else field.ask(event_type)
        for field in STANDARD_FIELDS
    }
    return {name: ask == Ask.REQUIRED for name, ask in asks.items() if ask != Ask.NO}


def missing_answers(event_type: EventType, location_kinds: Collection[str], submission: Submission) -> list[str]:
    """The fields that are required and have no answer.

    An answer that cannot be chosen any more is none, nor is a number that the host who calls may be unable to dial.
    """
    given = {answer["name"]: answer["value"] for answer in submission.answers}
    own = asked_fields(event_type, location_kinds).items()
    missing = [name for name, required in own if required and not submission.standard.get(name)]
    if LocationKind.HOST_CALLS in location_kinds and _is_undialable(submission.phone):
        missing.append("phone")
    questions = read_questions(event_type.questions)
    return [*missing, *(one.name for one in questions if one.required and not _is_answered(one, given))]


def _is_undialable(phone: str) -> bool:
    return bool(phone) and not has_country_code(phone)


def _is_answered(question: Question, given: Mapping[str, str]) -> bool:
    value = given.get(question.name, "")
    if not value or question.kind not in {Kind.CHOICE, Kind.CHECKBOXES}:
        return bool(value)
    return set(value.split("\n")) <= set(question.choices)
