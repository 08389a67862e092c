"""The catalogues of translations: they hold what the application says, and nothing that a machine can see is wrong."""

import json
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import allauth
import polib
import pytest
from django.core.checks import registry
from django.core.management import CommandError, call_command
from django.utils import dates, translation

from accounts.allauth_texts import SAID_BY_ALLAUTH
from scheduler import catalogue_checks, catalogues
from scheduler.checks import check_languages
from scheduler.management.commands import messages
from tests.tables import table

LOCALES = ["ar", "de", "es", "fr", "ja", "pt_BR"]
# Which part of a language is promised. A language joins when its translators have finished.
PROMISED = {"de": "all", "es": "all", "ar": "customer", "fr": "customer", "ja": "customer", "pt_BR": "customer"}
ENOUGH = 98


@cache
def catalogue_of(locale: str) -> polib.POFile:
    """The catalogue as it stands in the repository, which tests only read."""
    return catalogues.read(catalogues.file_of(locale))


@cache
def the_template() -> polib.POFile:
    return catalogues.read(catalogues.TEMPLATE)


@pytest.fixture
def copied(monkeypatch, tmp_path):
    """A copy of all catalogues, which a test may change."""
    shutil.copytree(catalogues.LOCALE, tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(catalogues, "TEMPLATE", tmp_path / "locale" / "django.pot")
    monkeypatch.setattr(catalogues, "COMPLETENESS_FILE", tmp_path / "locale" / "whole.json")
    return tmp_path / "locale"


def test_there_are_six_languages():
    assert catalogues.locales() == LOCALES


@pytest.mark.feature("G5")
@pytest.mark.skipif(shutil.which("xgettext") is None, reason="xgettext is not installed")
def test_template_holds_what_is_said(copied, monkeypatch):
    # Only the template is looked at, and each catalogue takes as long.
    monkeypatch.setattr(messages.Command, "write_po_file", lambda *_arguments: None)
    before = catalogues.TEMPLATE.read_text()
    call_command("messages", verbosity=0)
    assert catalogues.TEMPLATE.read_text() == before


@pytest.mark.feature("G5")
@table("locale", LOCALES)
def test_catalogue_has_the_templates_messages(locale):
    template, catalogue = the_template(), catalogue_of(locale)
    assert list(map(catalogues.key, catalogue)) == list(map(catalogues.key, template))
    assert [one.msgid for one in catalogue if one.fuzzy or one.obsolete] == []


@pytest.mark.feature("G5")
@table("locale", LOCALES)
def test_no_translation_has_a_fault(locale):
    catalogue = catalogue_of(locale)
    number = catalogues.plurals(catalogue)
    done = filter(catalogues.is_done, catalogue)
    found = {one.msgid: catalogue_checks.find_faults(one, locale, number) for one in done}
    assert {msgid: said for msgid, said in found.items() if said} == {}


@table("locale", LOCALES)
def test_catalogue_says_who_made_it(locale):
    assert catalogue_of(locale).metadata[catalogues.REVIEW_HEADER] == catalogues.UNREVIEWED


@table(("locale", "part"), PROMISED.items())
def test_promised_part_is_translated(locale, part):
    assert catalogues.percent(catalogues.in_part(catalogue_of(locale), part)) >= ENOUGH


def test_no_message_renames_a_month_or_weekday():
    """Ours come before Django's: the verb “may” would be the month in every date."""
    tables = (dates.MONTHS, dates.MONTHS_3, dates.MONTHS_AP, dates.MONTHS_ALT, dates.WEEKDAYS, dates.WEEKDAYS_ABBR)
    with translation.override(None):
        names = {str(name) for table in tables for name in table.values()}
    assert [one.msgid for one in catalogues.read(catalogues.TEMPLATE) if one.msgid in names and not one.msgctxt] == []


def test_texts_of_allauth_are_its_own():
    """Its messages are ours by the letter; a new release may say them in other words."""
    known = {one.msgid for one in polib.mofile(Path(allauth.__file__).parent / "locale/de/LC_MESSAGES/django.mo")}
    assert [text for text in SAID_BY_ALLAUTH if text not in known] == []


def test_glossary_knows_each_term_everywhere():
    terms = catalogue_checks.glossary()["terms"]
    assert [sorted(set(LOCALES) - set(row)) for row in terms] == [[]] * len(terms)


def test_customers_part_is_found_by_file():
    part = {msgid for _context, msgid in catalogues.customers_part()}
    assert ("That time was just taken. Your details are saved." in part, "Deactivate selected users" in part) == (
        True,
        False,
    )


FAULTS = [
    ("de", "Hello %(name)s", "Hallo", ["has no %(name)s"]),
    ("de", "Hello %(name)s", "Hallo %(nmae)s", ["has no", "has %(nmae)s"]),
    ("de", "50%% off", "50% weniger", ["has no %%"]),
    ("de", "Go <a href='x'>on</a>", "<b>Weiter</b>", ["has other HTML tags"]),
    ("de", " and ", "und", ["begins or ends with other blanks"]),
    ("de", "Go on", "Bitte gehen Sie jetzt doch endlich weiter", ["is longer than"]),
    ("de", "Your link", "Ihr Verweis", ["“link” is not Link"]),
    ("de", "Your booking page", "Ihre Seite, Link", ["“booking page” is not"]),
    ("ja", "Time", "Time", ["has Latin words: Time"]),
    ("fr", "“Why?”", "« Pourquoi\u00a0?\u00a0»", ["has a blank at"]),
    ("fr", "Why?", "Pourquoi ?", ["has a blank at"]),
    ("fr", "Why?", "Pourquoi\u00a0?", []),
    ("ar", "Time in Outlook", "Outlook الوقت في", []),
    ("de", "Your booking page", "Ihre Buchungsseite", []),
    ("es", "Bookings", "Reservas", []),
]


@table(("locale", "source", "text", "expected"), FAULTS)
def test_each_check_sees_its_fault(locale, source, text, expected):
    found = catalogue_checks.find_faults(polib.POEntry(msgid=source, msgstr=text), locale, 2)
    assert [one.startswith(start) for one, start in zip(found, expected, strict=False)] == [True] * len(expected)
    assert [one for one in found if not any(one.startswith(start) for start in expected)] == []


def test_plural_needs_all_its_forms():
    entry = polib.POEntry(msgid="%(count)d hour", msgid_plural="%(count)d hours")
    entry.msgstr_plural = {0: "ساعة", 1: "ساعة"}
    assert catalogue_checks.find_faults(entry, "ar", 6) == ["has 2 forms of the plural, not 6"]


def test_note_frees_from_a_check():
    entry = polib.POEntry(msgid="Link the two", msgstr="Verbinden Sie die zwei", tcomment="free: glossary")
    assert catalogue_checks.find_faults(entry, "de", 2) == []


def test_new_messages_join_and_translations_stay():
    old, template = polib.POFile(), polib.POFile()
    old.metadata = {"Language": "de", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    old.extend([polib.POEntry(msgid="Yes", msgstr="Ja"), polib.POEntry(msgid="Gone", msgstr="Weg")])
    template.extend([polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days"), polib.POEntry(msgid="Yes")])
    new = catalogues.merge(old, template)
    assert [(one.msgid, catalogues.forms(one)) for one in new] == [("%(n)d day", ["", ""]), ("Yes", ["Ja"])]
    assert new.metadata == old.metadata


@pytest.fixture
def in_german(copied):
    """A catalogue of two messages, without translations."""
    template, german = polib.POFile(wrapwidth=0), polib.POFile(wrapwidth=0)
    german.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    template.append(polib.POEntry(msgid="Your link", occurrences=[("customer/book.py", "")]))
    template.append(polib.POEntry(msgid="Team", occurrences=[("owner/team/views.py", "")]))
    template.save(str(catalogues.TEMPLATE))
    catalogues.merge(german, template).save(str(catalogues.file_of("de")))
    catalogues.customers_part.cache_clear()
    yield catalogues.file_of("de")
    catalogues.customers_part.cache_clear()


def printed(capsys, *words: str) -> str:
    call_command("language_gaps", *words)
    return capsys.readouterr().out


def test_translators_see_what_is_missing(in_german, capsys):
    expected = [{"msgid": "Your link", "files": ["customer/book.py"], "msgstr": ""}]
    assert json.loads(printed(capsys, "de", "--part", "customer")) == expected
    assert [one["msgid"] for one in json.loads(printed(capsys, "de"))] == ["Your link", "Team"]


def test_translations_are_written_and_counted(in_german, capsys, tmp_path):
    (tmp_path / "list.json").write_text(json.dumps([{"msgid": "Your link", "msgstr": "Ihr Link"}]))
    assert printed(capsys, "de", "--fill", str(tmp_path / "list.json")) == "1 written, 0 refused.\n"
    assert [one["msgid"] for one in json.loads(printed(capsys, "de"))] == ["Team"]
    assert "de" in catalogues.compile_all()
    noted = catalogues.read_completeness()["de"]
    assert (noted["all"], noted["customer"], catalogues.outdated_locales()) == (50.0, 100.0, [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"msgid": "Your link", "msgstr": "Ihr Verweis"}], "'Your link': “link” is not Link\n"),
        ([{"msgid": "Your link", "msgstr": ""}], "'Your link': is empty\n"),
        ([{"msgid": "Your link", "msgstr": ["Ihr Link", "Ihre Links"]}], "'Your link': has no plural\n"),
        ([{"msgid": "Nothing", "msgstr": "Nichts"}], "'Nothing': is no message of the catalogue\n"),
    ],
)
def test_faulty_translations_are_refused(in_german, capsys, tmp_path, rows, said):
    before = in_german.read_text()
    (tmp_path / "list.json").write_text(json.dumps(rows))
    with pytest.raises(CommandError, match="Mend what was refused"):
        printed(capsys, "de", "--fill", str(tmp_path / "list.json"))
    assert (capsys.readouterr().err, in_german.read_text()) == (said, before)


def test_deploy_refuses_stale_languages(in_german):
    assert check_languages in registry.registry.get_checks(include_deployment_checks=True)
    catalogues.compile_all()
    assert check_languages(None) == []
    in_german.write_text(in_german.read_text() + "\n")
    assert [one.id for one in check_languages(None)] == ["scheduler.E001"]
    in_german.unlink()
    assert check_languages(None) == []
    in_german.with_suffix(".mo").unlink()
    assert [one.msg for one in check_languages(None)] == ["These languages are not compiled: de."]
    assert (catalogues.compile_all(), "de" in catalogues.read_completeness()) == ([], True)


# `manage.py compile_languages`, with the catalogues of another folder.
COMPILE = """
import runpy, sys
from pathlib import Path
from scheduler import catalogues
catalogues.LOCALE = Path(sys.argv[1])
catalogues.TEMPLATE, catalogues.COMPLETENESS_FILE = catalogues.LOCALE / "django.pot", catalogues.LOCALE / "whole.json"
sys.argv = ["manage.py", "compile_languages"]
runpy.run_path("manage.py", run_name="__main__")
"""


@pytest.mark.race
def test_compiling_needs_no_database_or_gettext(copied):
    for made in [catalogues.COMPLETENESS_FILE, *copied.rglob("*.mo")]:
        made.unlink(missing_ok=True)
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "PATH": "", "DEVELOPMENT": "true"}
    done = subprocess.run(
        [sys.executable, "-c", COMPILE, str(copied)], env=nowhere, cwd=catalogues.ROOT, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", f"Compiled {', '.join(LOCALES)}.\n")
    assert (sorted(path.parts[-3] for path in copied.rglob("*.mo")), catalogues.outdated_locales()) == (LOCALES, [])
