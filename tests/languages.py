"""Catalogues with every message in brackets: text of a page outside of brackets is in no catalogue."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.conf import LazySettings
from django.template.autoreload import reset_loaders

from scheduler import catalogues
from scheduler.settings import INSTALLED_APPS

# Messages that are formats of dates, and are not shown themselves.
FORMATS = "format of a"
# Makes a message a third longer, as in German.
LONGER = "ᐧ"
Translate = Callable[[str], str]


def bracketed(mark: str = "") -> Translate:
    """Return a function that puts a message in brackets, after a mark."""
    return lambda text: f"⟦{mark}{text}⟧"


def longer(text: str) -> str:
    """Return a message in brackets, with a further word that makes it a third longer."""
    return f"⟦{text} {LONGER * (len(text) // 3)}⟧" if len(text) > 8 else f"⟦{text}⟧"


def write_catalogue(folder: Path, locale: str, translate: Translate, *, only_customers: bool = False) -> None:
    """Compile a catalogue with one plural form, in which each message is translated by the function."""
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for entry in catalogues.read(catalogues.TEMPLATE):
        if only_customers and catalogues.key(entry) not in catalogues.customers_part():
            continue
        is_format = (entry.msgctxt or "").startswith(FORMATS)
        one = entry.msgid if is_format else translate(entry.msgid)
        if entry.msgid_plural:
            entry.msgstr_plural = {0: one, 1: entry.msgid_plural if is_format else translate(entry.msgid_plural)}
        else:
            entry.msgstr = one
        file.append(entry)
    path = folder / locale / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    file.save_as_mofile(str(path))


def write_spanish_and_german(folder: Path) -> Path:
    """Compile both, each with its code in the brackets. Return the folder."""
    write_catalogue(folder, "es", bracketed("es:"))
    write_catalogue(folder, "de", bracketed("de:"))
    return folder


@contextmanager
def offering_languages(settings: LazySettings, folder: Path, *codes: str) -> Iterator[None]:
    """Offer these languages, whose catalogues are in the folder, besides English, to customers and owners."""
    clear_caches()
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = [*settings.LANGUAGES, *((code, code) for code in codes)]
    settings.CUSTOMERS_ONLY = settings.UNREVIEWED = frozenset()
    try:
        yield
    finally:
        clear_caches()


def clear_caches() -> None:
    """Clear all caches, so that no test gets a text in the language of another test."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"core", "customer", *INSTALLED_APPS, "scheduler", "owner"}:
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    reset_loaders()
