"""The random key in a hidden field of a form. A form that is sent again has the same key."""

from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError


class FormKeyField(forms.UUIDField):
    """A form with a missing or invalid key counts as a new one. Who filled it in sees no key and could not mend it."""

    widget = forms.HiddenInput

    def clean(self, value: object) -> UUID:
        """Return the key, or a new one in place of an invalid one."""
        try:
            return UUID(str(super().clean(value)))
        except ValidationError:
            return uuid4()
