"""What tells a form that is sent again from another one: a random key in a hidden field."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError


class PressKeyField(forms.UUIDField):
    """A form without its key, or with what is none, counts as one that nobody has sent before.

    To refuse it would be a dead end: whoever has filled it in sees no key, and cannot mend it.
    """

    widget = forms.HiddenInput

    def clean(self, value: object) -> UUID:
        """Return the key, or another one in place of what is none."""
        try:
            return UUID(str(super().clean(value)))
        except ValidationError:
            return uuid4()
