"""Addresses of pages as owners see them beside a field."""

from django.conf import settings

from accounts.models import User


def shown_base() -> str:
    """Return the address of the installation without its scheme."""
    return settings.BASE_URL.split("//")[-1]


def address_prefix(user: User) -> str:
    """Return the part of the address before a page's public link."""
    return f"{shown_base()}/p/{user.organization.slug}/"
