"""Model fields that know a rule of ours. To migrations they are fields of Django's: a table knows no such rule."""

from typing import TYPE_CHECKING, Any

from django.db import models

from core.zones import validate_zone

if TYPE_CHECKING:
    # Generic on paper only: at work they take no parameters.
    from django.db.models.expressions import Combinable

    Text = models.CharField[str | Combinable, str]
    Bytes = models.BinaryField[bytes | bytearray | memoryview, bytes | memoryview]
else:
    Text, Bytes = models.CharField, models.BinaryField


class PlainInMigrations:
    """Comes before a field of Django's, and lets migrations see that one alone.

    A migration stays as it was written while our modules move on, so it may name none of them: neither a class of
    field, nor a validator, nor a function that makes the default. A subclass says its validators in
    `default_validators`, which are no argument, and names the arguments to leave out in `left_out`.
    """

    left_out: tuple[str, ...] = ()

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, object]]:
        name, _path, args, kwargs = super().deconstruct()  # type: ignore[misc]  # a field comes after it
        plain = next(base for base in type(self).__mro__ if base.__module__.startswith("django.db.models."))
        kept = {argument: value for argument, value in kwargs.items() if argument not in self.left_out}
        return name, f"django.db.models.{plain.__name__}", args, kept


class ZoneNameField(PlainInMigrations, Text):
    """The IANA name of a time zone."""

    default_validators = [validate_zone]
