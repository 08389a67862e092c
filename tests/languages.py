"""Catalogues in which every message stands in brackets: what a page says outside of them is in no catalogue."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polib
from django.conf import LazySettings
from django.template.autoreload import reset_loaders

from scheduler import catalogues
from scheduler.settings import INSTALLED_APPS

# Messages that no reader sees as they are: the formats of dates.
FORMATS = "format of a"
# A third longer, as German is.
LONGER = "ᐧ"
Say = Callable[[str], str]


def bracketed(mark: str = "") -> Say:
    """Return what puts a message in brackets, with a mark behind the first of them."""
    return lambda text: f"⟦{mark}{text}⟧"


def longer(text: str) -> str:
    """Put a message in brackets, a third longer and by a whole word."""
    return f"⟦{text} {LONGER * (len(text) // 3)}⟧" if len(text) > 8 else f"⟦{text}⟧"


def write_catalogue(folder: Path, locale: str, say: Say, *, only_customers: bool = False) -> None:
    """Compile a catalogue with one plural form, in which each message is said in this way."""
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for entry in catalogues.read(catalogues.TEMPLATE):
        if only_customers and catalogues.key(entry) not in catalogues.customers_part():
            continue
        say_it = (lambda text: text) if (entry.msgctxt or "").startswith(FORMATS) else say
        if entry.msgid_plural:
            entry.msgstr_plural = {0: say_it(entry.msgid), 1: say_it(entry.msgid_plural)}
        else:
            entry.msgstr = say_it(entry.msgid)
        made.append(entry)
    path = folder / locale / "LC_MESSAGES" / "django.mo"
    path.parent.mkdir(parents=True)
    made.save_as_mofile(str(path))


def write_spanish_and_german(folder: Path) -> Path:
    """Compile both, each with its code within the brackets. Return the folder."""
    write_catalogue(folder, "es", bracketed("es:"))
    write_catalogue(folder, "de", bracketed("de:"))
    return folder


@contextmanager
def offered_languages(settings: LazySettings, folder: Path, *codes: str) -> Iterator[None]:
    """Offer these languages, whose catalogues are in the folder, beside English; only to customers and owners alike."""
    clear_caches()
    settings.LOCALE_PATHS = [folder]
    settings.LANGUAGES = [*settings.LANGUAGES, *((code, code) for code in codes)]
    settings.CUSTOMERS_ONLY = settings.UNREVIEWED = frozenset()
    try:
        yield
    finally:
        clear_caches()


def clear_caches() -> None:
    """Drop whatever was rendered in a language, so that no test reads what another one has said."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"core", "customer", *INSTALLED_APPS, "scheduler", "owner"}:
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
    reset_loaders()
