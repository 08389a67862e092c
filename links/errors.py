"""What links refuse. The docstring of each class is its default message."""

from accounts.errors import Refusal
from links.liveness import Dead


class UnknownLink(Refusal):
    """This link does not exist. Check the address, or ask whoever sent it for a new one."""


class DeadLink(Refusal):
    """This link does not work any more."""

    def __init__(self, reason: Dead) -> None:
        super().__init__()
        self.reason = reason


class NothingToShare(Refusal):
    """This page cannot be shared. Choose one of your own pages that is not archived."""
