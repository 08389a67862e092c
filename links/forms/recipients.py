"""The list of recipients, pasted or uploaded: checking its rows, and fixing them in place."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.text import LONGEST_ADDRESS, address_key, is_address, is_mailable, passes, read_email, validate_one_line
from links.actions.batches import Recipient
from links.cells import Fault, RecipientRow
from links.decoding import UnreadableFile, WorkbookFile, decode
from links.forms.details import FormOptions
from links.recipients import LINE_END, parse_recipients

MOST_ROWS = 1_000
LONGEST_TEXT, LARGEST_FILE = 400_000, 2_000_000
LONGEST_NAME, LONGEST_VALUE = 100, 500
# At most this many wrong rows, up to this length, get a field of their own. Others are fixed in the list itself.
MOST_FIXED, LONGEST_FIXED = 200, 300
FIXED_ROW = re.compile(r"row-(\d{1,5})")
FAULTS = {
    Fault.NO_EMAIL: gettext_lazy("The email address is missing."),
    Fault.SEVERAL_EMAILS: gettext_lazy("There is more than one email address. Put each on its own row."),
    Fault.UNCLEAR: gettext_lazy(
        "There is more than a name and an email. Remove the rest, or add a header row such as “Name, Company, Email”."
    ),
    Fault.TOO_LONG: gettext_lazy("This row is longer than 1,000 characters."),
}
EMPTY_LIST = gettext_lazy("The list is empty. Paste names and emails, or choose a file.")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that must be fixed, and the reason."""

    number: int
    line: str
    why: str
    is_fixable: bool

    @property
    def brief(self) -> str:
        """The line, cut if it is long."""
        return self.line if len(self.line) <= LONGEST_FIXED else f"{self.line[:80]}…"


class PeopleForm(forms.Form):
    """The list of people.

    The rows of an uploaded file replace the text of the list, so that they can be fixed and sent again without the
    file.
    """

    people = forms.CharField(
        label=gettext_lazy("Names and emails"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("One person per row: “Priya Shah, priya@example.com”, or just an email."),
        widget=forms.Textarea(attrs={"rows": 9, "spellcheck": "false", "autocomplete": "off", "class": "list"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("Up to 2 MB. Its rows are added to the list, where you can edit them."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"}),
    )
    # A hash of the text that came from a file. Another file may replace that text, but nothing that was typed.
    uploaded = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, **more: Unpack[FormOptions]) -> None:
        super().__init__(data if data is None else merge_fixed_rows(data), **more)
        self.problems: list[RowProblem] = []
        self.recipients: list[Recipient] = []
        self.guessed = False

    def read_people(self) -> None:
        """Read the list or the file, after the fields are cleaned. Add an error for everything that is wrong."""
        if self.errors.keys() & {"people", "file"}:
            return
        file, text = self.cleaned_data["file"], self.cleaned_data["people"]
        field = "people" if file is None else "file"
        try:
            if file is not None:
                text = self._text_of(file, text)
            reading = parse_recipients(text)
            _check_count(reading.count)
            if file is not None:
                self._replace_list(reading.brief)
            elif len(reading.lines) != len(LINE_END.split(text)):
                self._replace_list(reading.lines)
        except ValidationError as error:
            self.add_error(field, error)
        else:
            self._check(reading.rows, reading.lines if file is None else reading.brief)

    def _text_of(self, file: "UploadedFile[bytes]", typed: str) -> str:
        if typed.strip() and _text_digest(typed) != self.cleaned_data.get("uploaded"):
            raise ValidationError(_("The list is not empty. Clear it first, or continue without a file."))
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("This file is larger than 2 MB. Remove other columns, or split the file."))
        try:
            text, self.guessed = decode(file.read())
        except WorkbookFile as error:
            raise ValidationError(
                _("This is a spreadsheet file. Save it as CSV (UTF-8) and choose that instead.")
            ) from error
        except UnreadableFile as error:
            raise ValidationError(
                _("This is not a text file. Save the list as CSV (UTF-8) and choose that instead.")
            ) from error
        return text

    def _replace_list(self, rows: Sequence[str]) -> None:
        text = "\n".join(rows)
        if len(text) > LONGEST_TEXT:
            raise ValidationError(_("This file contains too much text. Remove other columns, or split the file."))
        # Writing is safe: `merge_fixed_rows` has copied the data.
        assert isinstance(self.data, QueryDict)
        self.data["people"], self.data["uploaded"] = text, _text_digest(text)

    def _check(self, rows: Sequence[RecipientRow], lines: Sequence[str]) -> None:
        seen: dict[str, int] = {}
        for raw in rows:
            row = replace(raw, email=read_email(raw.email))
            if errors := _row_errors(row, seen):
                line = lines[row.number - 1].strip()
                is_fixable = len(self.problems) < MOST_FIXED and len(line) <= LONGEST_FIXED
                self.problems.append(RowProblem(row.number, line, " ".join(errors), is_fixable))
            self.recipients.append(Recipient(row.name, row.email, row.label, dict(row.metadata)))
        if count := len(self.problems):
            sentence = ngettext(
                "Fix %(count)d row before the links can be made.",
                "Fix %(count)d rows before the links can be made.",
                count,
            )
            self.add_error(None, sentence % {"count": count})


def merge_fixed_rows(data: QueryDict) -> QueryDict:
    """Return a copy of the data in which fixed rows replace those of the list.

    A row that has changed in the list meanwhile is left as it is.
    """
    data = data.copy()
    lines = (data.get("people") or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for name in list(data):
        number = FIXED_ROW.fullmatch(name)
        place = int(number[1]) - 1 if number else -1
        if 0 <= place < len(lines) and lines[place].strip() == (data.get(f"was-{place + 1}") or "").strip():
            lines[place] = " ".join(str(data[name]).splitlines())
    data["people"] = "\n".join(lines)
    return data


def _text_digest(text: str) -> str:
    plain = text.replace("\r\n", "\n").strip()
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def _check_count(count: int) -> None:
    if not count:
        raise ValidationError(EMPTY_LIST)
    if count > MOST_ROWS:
        raise ValidationError(
            _("There are %(count)d rows. You can make up to 1,000 links at a time, so split the list."),
            params={"count": count},
        )


def _row_errors(row: RecipientRow, seen: dict[str, int]) -> list[str]:
    """Return what is wrong with the row; `seen` holds the emails of the rows before it."""
    errors = []
    if len(row.name) > LONGEST_NAME:
        errors.append(_("The name is longer than 100 characters."))
    if not passes(validate_one_line, row.name):
        errors.append(_("The name contains characters that cannot be used."))
    if len(row.label) > LONGEST_NAME or not passes(validate_one_line, row.label):
        errors.append(_("The label is longer than 100 characters, or contains some that cannot be used."))
    if not all(len(value) <= LONGEST_VALUE and passes(validate_one_line, value) for _key, value in row.metadata):
        errors.append(_("The metadata is longer than 500 characters, or contains some that cannot be used."))
    return [*errors, *_email_errors(row, seen)]


def _email_errors(row: RecipientRow, seen: dict[str, int]) -> list[str]:
    if row.fault is not None:
        return [str(FAULTS[row.fault])]
    earlier = seen.setdefault(address_key(row.email), row.number)
    if len(row.email) > LONGEST_ADDRESS:
        return [_("The email is longer than 254 characters.")]
    if not is_address(row.email):
        return [_("“%(email)s” is not an email address.") % {"email": row.email}]
    if not is_mailable(row.email):
        return [_("“%(email)s” cannot receive email.") % {"email": row.email}]
    return [_("The email is the same as in row %(number)d.") % {"number": earlier}] if earlier != row.number else []
