"""The command that writes the API's description."""

from django.core.management.base import BaseCommand

from api.description import FILE, described
from api.mount import api


class Command(BaseCommand):
    """Writes the description of the API, for those who change it. A test fails while it is not written."""

    help = "Writes the description of the API to its file."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        FILE.write_text(described(api))
