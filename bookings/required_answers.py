"""What a booking form asks beside name and email, depending on the event type and the meeting's location."""

from collections.abc import Collection, Mapping

from bookings.phones import has_country_code
from bookings.submission import Submission
from pages.models import Ask, EventType, LocationKind
from pages.questions import Question, QuestionKind, read_questions
from pages.standard_fields import STANDARD_FIELDS

# Fields that a kind of location needs, whatever the event type says.
NEEDED_BY_LOCATION = {"phone": LocationKind.HOST_CALLS, "location": LocationKind.ASK}


def asked_fields(event_type: EventType, location_kinds: Collection[str]) -> dict[str, bool]:
    """Return the form's own fields that are asked, in its order, each with whether an answer is required.

    `location_kinds` are the kinds of location that the meeting may have. A field is asked if one of them needs it.
    """
    asks = {
        field.key: Ask.REQUIRED if NEEDED_BY_LOCATION.get(field.key) in location_kinds else field.ask(event_type)
        for field in STANDARD_FIELDS
    }
    return {name: ask == Ask.REQUIRED for name, ask in asks.items() if ask != Ask.NO}


def missing_answers(event_type: EventType, location_kinds: Collection[str], submission: Submission) -> list[str]:
    """Return the names of required fields that have no valid answer.

    A choice that the question no longer offers is no answer. Nor is a number without country code, if the host calls,
    since they may be unable to dial it.
    """
    answers = {answer["name"]: answer["value"] for answer in submission.answers}
    standard = asked_fields(event_type, location_kinds).items()
    missing = [name for name, required in standard if required and not submission.standard.get(name)]
    if LocationKind.HOST_CALLS in location_kinds and _is_undialable(submission.phone):
        missing.append("phone")
    questions = read_questions(event_type.questions)
    return [
        *missing,
        *(question.name for question in questions if question.required and not _is_answered(question, answers)),
    ]


def _is_undialable(phone: str) -> bool:
    return bool(phone) and not has_country_code(phone)


def _is_answered(question: Question, answers: Mapping[str, str]) -> bool:
    value = answers.get(question.name, "")
    if not value or question.kind not in {QuestionKind.CHOICE, QuestionKind.CHECKBOXES}:
        return bool(value)
    return set(value.split("\n")) <= set(question.choices)
