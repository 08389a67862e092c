"""Errors of this app; the `message` of a refusal is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class LeaseLost(Exception):
    """Another worker has taken the delivery over meanwhile."""


class NotFailed(Refusal):
    message = _("This message is already being resent.")
