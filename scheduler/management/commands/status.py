"""The command that says how the installation is doing."""

import sys

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from scheduler.status import findings


class Command(BaseCommand):
    """Prints one line for each thing that operators want to know. For monitors: ends with 1 unless all is well."""

    help = "Says how the installation is doing. Ends with 0 if all is well, and with 1 otherwise."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        lines = findings()
        widest = max(len(line.about) for line in lines)
        for line in lines:
            mark = "  " if line.is_well else "! "
            self.stdout.write(f"{mark}{line.about:<{widest}}  {line.text}")
        if not all(line.is_well for line in lines):
            self.stdout.write(_("Not all is well: see the lines that begin with an exclamation mark."))
            sys.exit(1)
