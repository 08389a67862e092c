"""The kinds of links through which meetings are booked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from links.models import Link


class LinkType(models.TextChoices):
    """The kind of link, or the public page, through which a meeting was booked."""

    SINGLE_USE = "single-use", _("Single-use")
    SEVERAL = "several", _("For several bookings")
    REUSABLE = "reusable", _("Reusable")
    PUBLIC = "public", _("Public page")


def link_type(link: Link | None) -> LinkType:
    """Return the link's type; for None, the type of a page's public address."""
    if link is None:
        return LinkType.PUBLIC
    if link.is_reusable:
        return LinkType.REUSABLE
    return LinkType.SINGLE_USE if link.is_single_use else LinkType.SEVERAL
