"""Model fields with rules of this application. Migrations see plain fields of Django's instead."""

from typing import TYPE_CHECKING

from django.db import models

from core.text import validate_no_website, validate_one_line
from core.zones import validate_zone

if TYPE_CHECKING:
    # Django's fields are generic for type checkers only: at run time they cannot be subscripted.
    from django.db.models.expressions import Combinable

    Text = models.CharField[str | Combinable, str]
    Bytes = models.BinaryField[bytes | bytearray | memoryview, bytes | memoryview]
else:
    Text, Bytes = models.CharField, models.BinaryField


class PlainInMigrations:
    """A mixin, placed before a field class of Django's, that makes migrations see only that class.

    A migration must stay as it was written while modules move, so it may name no field class, validator or default
    function of ours. Subclasses list validators in `default_validators`, which is not an argument of the field, and in
    `hidden_arguments` the arguments that migrations must not see.
    """

    hidden_arguments: tuple[str, ...] = ()

    def deconstruct(self) -> tuple[str, str, list[object], dict[str, object]]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a field class follows in the MRO
        django_class = next(base for base in type(self).__mro__ if base.__module__.startswith("django.db.models."))
        visible = {argument: value for argument, value in kwargs.items() if argument not in self.hidden_arguments}
        return name, f"django.db.models.{django_class.__name__}", args, visible


class ZoneNameField(PlainInMigrations, Text):
    """The IANA name of a time zone."""

    default_validators = [validate_zone]


class PersonNameField(PlainInMigrations, Text):
    """The name of a person, which mails to strangers quote: on one line, and without the address of a website."""

    default_validators = [validate_one_line, validate_no_website]
