"""The catalogues of translations: their messages, their completeness, and their compiled form.

Each language has one file, `locale/<locale>/LC_MESSAGES/django.po`, whose messages are those of `locale/django.pot`.
`manage.py compile_languages` writes the files that gettext reads, and records their sources in `locale/whole.json`.
"""

import hashlib
import json
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TypedDict

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
TEMPLATE = LOCALE / "django.pot"
COMPLETENESS_FILE = LOCALE / "whole.json"
# The header of each catalogue that no speaker of the language has reviewed.
REVIEW_HEADER, UNREVIEWED = "X-Made", "machine, unreviewed"
CUSTOMERS = "customer"

Key = tuple[str | None, str]


class Completeness(TypedDict):
    """How much of a language is translated, in percent, and the digest of the catalogue that was counted."""

    digest: str
    all: float
    customer: float
    reviewed: bool


def locales() -> list[str]:
    """Return the locales that have a catalogue, such as “pt_BR”."""
    return sorted(path.parts[-3] for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def folders() -> list[str]:
    """Return the locales that have a folder. An image has compiled catalogues only."""
    return sorted(path.parts[-2] for path in LOCALE.glob("*/LC_MESSAGES"))


def code_of(locale: str) -> str:
    """Return the language code of a locale, such as “pt-br”."""
    return locale.lower().replace("_", "-")


def file_of(locale: str) -> Path:
    return LOCALE / locale / "LC_MESSAGES" / "django.po"


def read(path: Path) -> polib.POFile:
    """Return a catalogue whose lines are not wrapped when it is saved."""
    return polib.pofile(str(path), encoding="utf-8", wrapwidth=0)


def key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> list[str]:
    """Return the translations of an entry: one, or one for each form of the plural."""
    if entry.msgid_plural:
        return [text for _number, text in sorted(entry.msgstr_plural.items())]
    return [entry.msgstr]


def is_done(entry: polib.POEntry) -> bool:
    return not entry.fuzzy and all(forms(entry))


def plurals(catalogue: polib.POFile) -> int:
    """Return how many forms of the plural the language has."""
    return int(catalogue.metadata["Plural-Forms"].split(";")[0].split("=")[1])


def merge(old: polib.POFile, template: polib.POFile) -> polib.POFile:
    """Return the template's messages with the existing translations."""
    translations = {key(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=0)
    new.header, new.metadata = old.header, dict(old.metadata)
    number = plurals(old)
    for message in template:
        entry = polib.POEntry(
            msgctxt=message.msgctxt,
            msgid=message.msgid,
            msgid_plural=message.msgid_plural,
            comment=message.comment,
            flags=[flag for flag in message.flags if flag != "fuzzy"],
        )
        former = translations.get(key(message))
        if former is not None and bool(former.msgid_plural) == bool(message.msgid_plural):
            entry.tcomment, entry.msgstr, entry.msgstr_plural = (
                former.tcomment,
                former.msgstr,
                dict(former.msgstr_plural),
            )
        if message.msgid_plural:
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in range(number)}
        new.append(entry)
    return new


@cache
def customers_files() -> tuple[str, ...]:
    """Return the patterns of the files whose texts customers and guests read."""
    lines = (LOCALE / "customers.txt").read_text().splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))


@cache
def customers_part() -> frozenset[Key]:
    """Return the messages that customers and guests may read, by the files in which they stand."""
    patterns = customers_files()
    return frozenset(
        key(entry)
        for entry in read(TEMPLATE)
        if any(fnmatch(file, pattern) for file, _line in entry.occurrences for pattern in patterns)
    )


def in_part(catalogue: polib.POFile, part: str) -> list[polib.POEntry]:
    """Return the messages of the customers' part, or all."""
    return [entry for entry in catalogue if part != CUSTOMERS or key(entry) in customers_part()]


def percent(entries: list[polib.POEntry]) -> float:
    """Return how many of the messages are translated, rounded down so that 100 means all."""
    return int(1000 * sum(map(is_done, entries)) / len(entries)) / 10 if entries else 0.0


def catalogue_digest(path: Path) -> str:
    """Return a digest that changes with the catalogue and with the messages that are counted."""
    files = [path, TEMPLATE, LOCALE / "customers.txt"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]


def read_completeness() -> dict[str, Completeness]:
    """Return the completeness of each compiled language, by its code."""
    if not COMPLETENESS_FILE.exists():
        return {}
    recorded: dict[str, Completeness] = json.loads(COMPLETENESS_FILE.read_text())
    return recorded


def outdated_locales() -> list[str]:
    """Return the locales that were not compiled, or whose catalogue has changed since."""
    recorded = read_completeness()

    def is_outdated(locale: str) -> bool:
        path, code = file_of(locale), code_of(locale)
        if code not in recorded or not path.with_suffix(".mo").exists():
            return True
        return path.exists() and recorded[code]["digest"] != catalogue_digest(path)

    return [locale for locale in folders() if is_outdated(locale)]


def compile_all() -> list[str]:
    """Compile the languages that need it, and return their locales."""
    outdated, recorded = sorted({*outdated_locales()} & {*locales()}), read_completeness()
    for locale in outdated:
        path = file_of(locale)
        catalogue = read(path)
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        recorded[code_of(locale)] = {
            "digest": catalogue_digest(path),
            "all": percent(list(catalogue)),
            "customer": percent(in_part(catalogue, CUSTOMERS)),
            "reviewed": catalogue.metadata.get(REVIEW_HEADER) != UNREVIEWED,
        }
    codes = {code_of(locale) for locale in folders()}
    current = {code: entry for code, entry in sorted(recorded.items()) if code in codes}
    COMPLETENESS_FILE.write_text(json.dumps(current, indent=1) + "\n")
    return outdated
