"""`manage.py seal`: seal all secrets in the database with the current key of SEALING_KEYS."""

from django.core.management.base import BaseCommand

from accounts.second_factors import seal_factors
from calendars.secrets import seal_connections


class Command(BaseCommand):
    help = "Seal the secrets in the database with the first key of SEALING_KEYS, and count them by their keys."

    def handle(self, *args: object, **options: object) -> None:
        for kid, count in sorted((seal_factors() + seal_connections()).items()):
            self.stdout.write(f"{kid}: {count}")
