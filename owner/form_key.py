"""The random key in a hidden field of a form. A form that is sent again has the same key."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest


class FormKeyField(forms.UUIDField):
    """A form with a missing or invalid key counts as a new one. Its users could not mend a key."""

    widget = forms.HiddenInput

    def clean(self, value: object) -> UUID:
        """Return the key, or a new one in place of an invalid one."""
        try:
            return UUID(str(super().clean(value)))
        except ValidationError:
            return uuid4()


def whole_form(request: HttpRequest) -> str:
    """Return the whole form as text, to recognize a repeat. A form without its key is never taken for a repeat."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    return fields.urlencode() if fields.get("key") else uuid4().hex
