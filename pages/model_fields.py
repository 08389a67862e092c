"""Model fields of what is kept as JSON and has rules of its own."""

from django.db import models

from accounts.model_fields import PlainInMigrations
from pages.notices import validate_reminders
from pages.questions import validate_questions


class QuestionsField(PlainInMigrations, models.JSONField):
    """Custom questions of a booking form."""

    default_validators = [validate_questions]


class RemindersField(PlainInMigrations, models.JSONField):
    """Minutes before the start at which a customer is reminded."""

    default_validators = [validate_reminders]
