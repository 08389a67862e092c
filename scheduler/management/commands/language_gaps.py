"""The command by which translators work: it prints what is untranslated, and writes translations into the catalogue."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError

from scheduler import catalogue_checks, catalogues


class Command(BaseCommand):
    """Prints the messages without a translation; the same list, with each `msgstr` filled in, is what `--fill` takes.

    `msgstr` is a text, or a list with a text for each form of the plural. `free` names the checks that do not fit a
    message: glossary, length, scripts. Translations with faults are reported and not written; the others are written.
    """

    help = "Prints what a language lacks as JSON; with --fill FILE, writes translations into its catalogue."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("locale", choices=catalogues.locales())
        parser.add_argument("--part", choices=[catalogues.CUSTOMERS, "all"], default="all")
        parser.add_argument("--most", type=int, help="print at most so many")
        parser.add_argument("--fill", metavar="FILE", help="messages with their translations; - is the input")
        parser.add_argument("--check", action="store_true", help="print the faults of what is translated")

    def handle(self, *args: object, **options: Any) -> None:
        locale, part = options["locale"], options["part"]
        catalogue = catalogues.read(catalogues.file_of(locale))
        if options["fill"]:
            return self.fill(catalogue, locale, read_list(options["fill"]))
        if options["check"]:
            return self.print_faults(catalogue, locale, part)
        template = {catalogues.key(entry): entry for entry in catalogues.read(catalogues.TEMPLATE)}
        gaps = [entry for entry in catalogues.in_part(catalogue, part) if not catalogues.is_done(entry)]
        shown = [entry_as_json(entry, template[catalogues.key(entry)]) for entry in gaps[: options["most"]]]
        return self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))

    def fill(self, catalogue: polib.POFile, locale: str, rows: list[dict[str, Any]]) -> None:
        entries = {catalogues.key(entry): entry for entry in catalogue}
        number, refused = catalogues.plurals(catalogue), 0
        for row in rows:
            entry = entries.get((row.get("context"), row["msgid"]))
            faults = ["is no message of the catalogue"] if entry is None else fill_entry(entry, row, locale, number)
            if faults:
                refused += 1
                self.stderr.write(f"{row['msgid']!r}: {'; '.join(faults)}")
        catalogue.save()
        self.stdout.write(f"{len(rows) - refused} written, {refused} refused.")
        if refused:
            raise CommandError("Mend what was refused, and fill it in again.")

    def print_faults(self, catalogue: polib.POFile, locale: str, part: str) -> None:
        number = catalogues.plurals(catalogue)
        for entry in catalogues.in_part(catalogue, part):
            faults = catalogue_checks.find_faults(entry, locale, number) if catalogues.is_done(entry) else []
            if faults:
                self.stdout.write(f"{entry.msgid!r}: {'; '.join(faults)}")
        done = catalogues.percent(catalogues.in_part(catalogue, part))
        self.stdout.write(f"{done} % of this part is translated.")


def read_list(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file. Raise CommandError."""
    try:
        rows = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{name} cannot be read: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) and {"msgid", "msgstr"} <= set(row) for row in rows):
        raise CommandError("A list of objects with msgid and msgstr is needed.")
    return rows


def entry_as_json(entry: polib.POEntry, message: polib.POEntry) -> dict[str, Any]:
    """Return what a translator has to know of a message."""
    about = {"context": entry.msgctxt, "plural": entry.msgid_plural, "note": entry.comment}
    files = [name for name, _line in message.occurrences]
    return {
        "msgid": entry.msgid,
        **{name: value for name, value in about.items() if value},
        "files": files,
        "msgstr": catalogues.forms(entry) if entry.msgid_plural else entry.msgstr,
    }


def fill_entry(entry: polib.POEntry, row: dict[str, Any], locale: str, number: int) -> list[str]:
    """Write a translation into its entry, unless it has faults, which are returned."""
    texts = row["msgstr"] if isinstance(row["msgstr"], list) else [row["msgstr"]]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        return ["is empty"]
    new = polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, tcomment=entry.tcomment)
    if row.get("free"):
        new.tcomment = f"free: {', '.join(row['free'])}"
    if entry.msgid_plural:
        new.msgstr_plural = dict(enumerate(texts))
    elif len(texts) == 1:
        new.msgstr = texts[0]
    else:
        return ["has no plural"]
    faults = catalogue_checks.find_faults(new, locale, number)
    if not faults:
        entry.msgstr, entry.msgstr_plural, entry.tcomment = new.msgstr, new.msgstr_plural, new.tcomment
    return faults
