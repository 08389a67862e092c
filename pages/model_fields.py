"""Model fields for JSON values that have rules of their own."""

from django.db import models

from accounts.model_fields import PlainInMigrations
from pages.notices import validate_reminders
from pages.questions import validate_questions


class QuestionsField(PlainInMigrations, models.JSONField):
    """The custom questions of a booking form."""

    default_validators = [validate_questions]


class RemindersField(PlainInMigrations, models.JSONField):
    """The reminders of an event type, as minutes before the start."""

    default_validators = [validate_reminders]
