"""The command that writes the API's description."""

from django.core.management.base import BaseCommand

from api.assistants import tools
from api.description import FILE, render_description
from api.mount import api


class Command(BaseCommand):
    """Writes the descriptions of the API and of the assistants' tools. A test fails while they are outdated."""

    help = "Writes the descriptions of the API and of the tools for assistants to their files."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        FILE.write_text(render_description(api))
        tools.FILE.write_text(tools.render_tools())
