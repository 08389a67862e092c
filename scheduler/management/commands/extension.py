"""The command that packs the Chrome extension."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from owner.settings.packing import extension_zip, file_name


class Command(BaseCommand):
    """Writes the file that *Settings > Chrome extension* offers, for the store."""

    help = "Packs the Chrome extension into dist/."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(settings.BASE_DIR) / "dist"
        folder.mkdir(exist_ok=True)
        path = folder / file_name()
        path.write_bytes(extension_zip())
        self.stdout.write(f"{path.relative_to(settings.BASE_DIR)}: {path.stat().st_size:,} bytes")
