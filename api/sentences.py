"""Errors of single values as sentences in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

UNFIT = gettext_lazy("This cannot be taken.")
TEXT, NUMBER = gettext_lazy("Give a text."), gettext_lazy("Give a whole number.")
OBJECT, TRUTH = gettext_lazy("Give an object."), gettext_lazy("Give true or false.")
DAY = gettext_lazy("Give a day of the calendar.")
MOMENT, IDENTIFIER = gettext_lazy("Give a time with its offset from UTC."), gettext_lazy("Give a UUID.")
# By pydantic's names of errors, with its names of the values in them.
SENTENCES: Mapping[str, Any] = {
    "missing": gettext_lazy("This is missing."),
    "string_type": TEXT,
    "string_unicode": TEXT,
    "string_pattern_mismatch": gettext_lazy("This has characters that it may not have."),
    "string_too_long": ngettext_lazy(
        "Use at most %(max_length)d character.", "Use at most %(max_length)d characters.", "max_length"
    ),
    "string_too_short": ngettext_lazy(
        "Use at least %(min_length)d character.", "Use at least %(min_length)d characters.", "min_length"
    ),
    "int_type": NUMBER,
    "int_parsing": NUMBER,
    "int_parsing_size": NUMBER,
    "int_from_float": NUMBER,
    "greater_than_equal": gettext_lazy("Give %(ge)s or more."),
    "less_than_equal": gettext_lazy("Give %(le)s or less."),
    "bool_type": TRUTH,
    "bool_parsing": TRUTH,
    "list_type": gettext_lazy("Give a list."),
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "too_long": gettext_lazy("Give at most %(max_length)d."),
    "too_short": gettext_lazy("Give at least %(min_length)d."),
    "datetime_type": MOMENT,
    "datetime_parsing": MOMENT,
    "datetime_from_date_parsing": MOMENT,
    "datetime_object_invalid": MOMENT,
    "timezone_aware": MOMENT,
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "uuid_type": IDENTIFIER,
    "uuid_parsing": IDENTIFIER,
}


def error_sentence(error: Mapping[str, Any]) -> str:
    """Return one of pydantic's errors as a sentence."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        # Raised by a check of ours.
        return str(context["error"])
    if kind == "extra_forbidden":
        return not_known()
    if kind in {"enum", "literal_error"}:
        return choose_one_of(filter(None, re.findall(r"'([^']*)'", context["expected"])))
    return str(SENTENCES.get(kind, UNFIT) % context)


def not_known() -> str:
    return _("This is not known here.")


def none_with_this_id() -> str:
    return _("There is none with this id.")


def one_of_page_and_parent() -> str:
    return _("Give exactly one of page and parent.")


def one_of_page_and_link() -> str:
    return _("Give either `page` or `link`.")


def choose_one_of(choices: Iterable[str]) -> str:
    return _("Choose one of %(choices)s.") % {"choices": ", ".join(choices)}
