"""Errors of this app. The docstring of each Refusal is its default message."""

from accounts.errors import Refusal


class LeaseLost(Exception):
    """Another worker has taken the delivery over meanwhile."""


class NotFailed(Refusal):
    """This message is being sent again already."""
