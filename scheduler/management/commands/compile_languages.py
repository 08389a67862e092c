"""The command that makes the translations ready to be read."""

from django.core.management.base import BaseCommand

from scheduler import catalogues


class Command(BaseCommand):
    """Compiles catalogues, which needs no gettext on the machine. Those that have not changed are left alone."""

    help = "Compiles the catalogues in locale/. The application reads what this makes, when it is started."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        compiled = catalogues.compile_all()
        if compiled:
            self.stdout.write(f"Compiled {', '.join(compiled)}.")
