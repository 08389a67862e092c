"""Parsing of lists of people: pasted lines, and CSV or TSV files with or without a header row.

Only what a row says is read here; the form reads the address and checks it. This module knows no ORM, request or clock.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from links.cells import (
    DELIMITERS,
    INVISIBLE,
    WIDE_AT,
    Fault,
    RecipientRow,
    clean_cell,
    has_several_addresses,
    has_text,
    named_address,
    split_cells,
)
from links.headings import find_columns
from links.lines import parse_line, usual_separator

# Enough for 1,000 rows with blank ones between. Further rows are counted, but not read.
MOST_READ = 5_000
LINE_END = re.compile(r"\r\n|\r|\n")
# Signs before the rows of a list, which are no part of a name.
BULLET = re.compile(r"^[-*•·‣▪◦–—]\s+")
NUMBERING = re.compile(r"^\d{1,5}[.)]\s+")
# A title, a date or a remark may stand above the header row, in so many rows.
MOST_ABOVE = 10
# The line in which Excel may say which character separates the cells.
SEPARATOR = re.compile(r"\"?sep=.\"?", re.IGNORECASE)


# Columns besides name and email: a private label, and metadata under a key of one's own.
LABEL = "label"
METADATA = re.compile(r"metadata *[:.] *(?P<key>[\x21-\x7e]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RecipientList:
    """A parsed list. `lines` has one line for each row of the list; `count` is the number of people.

    `brief` is `lines` without the columns that are not needed.
    """

    lines: Sequence[str]
    rows: Sequence[RecipientRow]
    count: int
    brief: Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """The positions of the columns that a header row names; those of metadata with their keys."""

    email: int
    names: tuple[int, ...]
    width: int
    label: int | None = None
    metadata: tuple[tuple[str, int], ...] = ()

    def fit(self, cells: Sequence[str]) -> bool:
        """Return whether the cells match the header row, so that the line needs no other interpretation."""
        return len(cells) == self.width > 1 and "@" in cells[self.email]

    def row(self, number: int, cells: Sequence[str]) -> RecipientRow:
        """Return the person in these cells, with label and metadata."""

        def cell(index: int | None) -> str:
            return "" if index is None or index >= len(cells) else clean_cell(cells[index])

        known = tuple((key, value) for key, index in self.metadata if (value := cell(index)))
        return replace(self._person(number, cells), label=cell(self.label), metadata=known)

    def further_values(self, row: RecipientRow | None = None) -> list[str]:
        """Return the row's values in the columns besides name and email; without a row, their headings."""
        if row is None:
            label, metadata = "Label", {key: f"metadata:{key}" for key, _index in self.metadata}
        else:
            label, metadata = row.label, dict(row.metadata)
        values = [metadata.get(key, "") for key, _index in self.metadata]
        return values if self.label is None else [label, *values]

    def _person(self, number: int, cells: Sequence[str]) -> RecipientRow:
        def cell(index: int) -> str:
            return clean_cell(cells[index]) if index < len(cells) else ""

        row = RecipientRow(number, " ".join(filter(None, map(cell, self.names))), cell(self.email))
        if any(map(has_text, cells[self.width :])):
            return replace(row, fault=Fault.UNCLEAR)
        if angled := named_address(row.email):
            row = replace(row, name=row.name or angled[0], email=angled[1])
        if has_several_addresses(row.email):
            return replace(row, fault=Fault.SEVERAL_EMAILS)
        if row.email:
            return row
        # Keep some text of the row: a blank one would be skipped when the list is sent again.
        return replace(row, name=row.name or next(filter(None, map(clean_cell, cells)), ""), fault=Fault.NO_EMAIL)


def parse_recipients(text: str) -> RecipientList:
    """Parse the people of a list, from one line each or from the columns that a header row names."""
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    numbered = [(number, line) for number, line in enumerate(lines, 1) if _is_row(line)]
    if header := _find_header(numbered):
        return _parse_table(lines, *header)
    usual = usual_separator([line.replace(WIDE_AT, "@") for _number, line in numbered[:MOST_READ]])
    is_numbered = len(numbered) > 1 and all(NUMBERING.match(line.strip(INVISIBLE)) for _number, line in numbered)
    marks = NUMBERING if is_numbered else BULLET
    rows = [parse_line(number, marks.sub("", line.strip(INVISIBLE), 1), usual) for number, line in numbered[:MOST_READ]]
    return RecipientList(lines, rows, len(numbered), lines)


def _find_header(numbered: Sequence[tuple[int, str]]) -> tuple[int, str, Columns] | None:
    """Return the place of the header row, its separator and columns; None if there is none above the first address.

    Below a title it names two columns at least.
    """
    for number, line in numbered[: MOST_ABOVE + 1]:
        if "@" in line or WIDE_AT in line:
            return None
        for delimiter in DELIMITERS:
            columns = _find_columns(split_cells(line, delimiter))
            if columns is not None and (number == numbered[0][0] or columns.names):
                return number - 1, delimiter, columns
    return None


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(map(clean_cell, cells))
    return line.getvalue()


def _is_row(line: str) -> bool:
    """Return whether the line may be a row of the list."""
    return has_text(line) and not SEPARATOR.fullmatch(line)


def _find_columns(cells: Sequence[str]) -> Columns | None:
    """Return the columns that the cells name as a header row; None if they are no header row."""
    headings = None if any("@" in cell or WIDE_AT in cell for cell in cells) else find_columns(cells)
    if headings is None:
        return None
    label, known = None, dict[str, int]()
    for index, name in enumerate(map(clean_cell, cells)):
        if label is None and name.lower() == LABEL:
            label = index
        elif match := METADATA.fullmatch(name):
            known[match["key"]] = index
    return Columns(*headings, len(cells), label, tuple(known.items()))


def _parse_table(lines: Sequence[str], header: int, delimiter: str, columns: Columns) -> RecipientList:
    """Read the rows below a header row. If cells contain line breaks, the lines are written anew."""
    body = lines[header + 1 :]
    records = _records(body, delimiter)
    whole, wide = len(records) == len(body), columns.width > 2
    numbered = [(number, cells) for number, cells in enumerate(records, header + 2) if any(map(has_text, cells))]
    rows = []
    for number, cells in numbered[:MOST_READ]:
        # Below a header of two columns, people also write lines in a form of their own.
        free = whole and not wide and not columns.fit(cells)
        rows.append(parse_line(number, lines[number - 1], delimiter) if free else columns.row(number, cells))
    brief = lines if whole and not wide else _rewrite_lines(rows, records, header, columns)
    return RecipientList(lines if whole else brief, rows, len(numbered), brief)


def _records(body: Sequence[str], delimiter: str) -> list[list[str]]:
    """Return the cells of each record. A record has several lines if its cells contain line breaks."""
    try:
        reader = csv.reader((line + "\n" for line in body), delimiter=delimiter, skipinitialspace=True, strict=True)
        return list(reader)
    except csv.Error:
        # A quotation mark that is never closed would swallow the rest, so read each line by itself.
        return [split_cells(line, delimiter) for line in body]


def _rewrite_lines(
    rows: Sequence[RecipientRow], records: Sequence[Sequence[str]], header: int, columns: Columns
) -> list[str]:
    """Return the list anew, with the columns that are needed, each row at its number. Unclear rows stay whole."""
    above = header + 1
    lines = [""] * (above + len(records))
    lines[header] = _csv_line(["Name", "Email", *columns.further_values()])
    for row in rows:
        unclear = row.fault == Fault.UNCLEAR
        needed = [row.name, row.email, *columns.further_values(row)]
        lines[row.number - 1] = _csv_line(records[row.number - 1 - above] if unclear else needed)
    return lines
