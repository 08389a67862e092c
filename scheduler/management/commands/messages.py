"""The command that collects the texts to translate, for `make messages`."""

from pathlib import Path
from typing import Any

from django.core.management.commands import makemessages

from scheduler import catalogues

IGNORED = ["var", "tests", "docs", "static", "staticfiles", "locale"]


class Command(makemessages.Command):
    """Writes `locale/django.pot`, and its messages into the catalogue of each language, whose translations stay.

    A changed message counts as new: gettext's guesses at its translation are not used.
    """

    help = "Collects all messages into locale/django.pot, and gives each catalogue those that it lacks."

    def handle(self, *args: Any, **options: Any) -> None:
        fixed = {"all": True, "keep_pot": True, "no_wrap": True, "add_location": "file"}
        super().handle(*args, **options | fixed | {"ignore_patterns": list(IGNORED)})

    def build_potfiles(self) -> list[str]:
        """Collect the messages, without the time in the header."""
        self.locale_paths = [str(catalogues.LOCALE)]
        self.default_locale_path = self.locale_paths[0]
        super().build_potfiles()
        template = catalogues.read(catalogues.TEMPLATE)
        template.header = "What Admit One says, and in which files. Written by `make messages`."
        template.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
        template.metadata_is_fuzzy = False
        template.save()
        return [str(catalogues.TEMPLATE)]

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Bring one catalogue up to date."""
        path = catalogues.file_of(locale)
        new = catalogues.merge(catalogues.read(path), catalogues.read(Path(potfile)))
        new.save(str(path))
