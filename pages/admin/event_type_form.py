"""The form of an event type in Django admin."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages.actions.event_types import refuse_in_teams
from pages.errors import TeamNeedsAutomaticBooking
from pages.fields import PACKAGE_WITHOUT_APPROVAL, WebPageField
from pages.questions import read_questions, validate_questions


class EventTypeAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form that refuses what the application refuses, and edits questions as JSON, as they are stored."""

    # A text field, because Django's JSON form field raises RecursionError for brackets nested a thousand deep.
    questions = forms.CharField(
        label=_("Custom questions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "cols": 80, "spellcheck": "false"}),
        help_text=_("A JSON list; each question has name, label, kind, required, hidden and choices."),
    )

    redirect_to = WebPageField(label=_("Then go on to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["questions"] = json.dumps(self.instance.questions, ensure_ascii=False, indent=2)

    def clean_questions(self) -> list[dict[str, object]]:
        try:
            typed = json.loads(self.cleaned_data["questions"] or "[]")
        except (ValueError, RecursionError) as error:
            raise ValidationError(gettext("This is not valid JSON.")) from error
        validate_questions(typed)
        return [question.stored() for question in read_questions(typed)]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        needs_approval, sessions = cleaned.get("needs_approval"), cleaned.get("sessions") or 1
        if needs_approval and sessions > 1:
            self.add_error("sessions", str(PACKAGE_WITHOUT_APPROVAL))
        elif self.instance.pk is not None and (needs_approval or sessions > 1):
            # The admin view holds the organization's lock by now, so no team can start to offer the event type
            # meanwhile.
            try:
                refuse_in_teams(self.instance)
            except TeamNeedsAutomaticBooking as refusal:
                self.add_error("needs_approval" if needs_approval else "sessions", str(refusal))
        return cleaned
