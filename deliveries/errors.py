"""Errors of this app; the `message` of a refusal is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class LeaseLost(Exception):
    """Another worker has taken the delivery over meanwhile."""


class NotFailed(Refusal):
    message = _("This message is already being resent.")


class TooManyEndpoints(Refusal):
    message = _("There are 20 webhooks already. Delete one that is no longer needed.")


class NothingToSend(Refusal):
    message = _("What this call said was erased, so it cannot be sent again.")
