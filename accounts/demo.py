"""The account of the demo data, whose password is published. It exists on development installations only."""

from django.conf import settings

from accounts.models import User

EMAIL, PASSWORD = "ana@example.com", "admit one, please"


def has_demo_account() -> bool:
    """Return whether this installation has the demo's account."""
    return settings.DEVELOPMENT and User.objects.filter(email=EMAIL, is_active=True).exists()
