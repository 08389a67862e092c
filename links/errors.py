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


class TooLateToExtend(Refusal):
    """Only a link that is neither used nor revoked can be given more time, and only a later end than it has."""


class NotForThem(Refusal):
    """You can make links for somebody else only if you are an admin, or they have allowed you to in their settings."""


class NobodyToMeet(Refusal):
    """Choose somebody to meet, each only once, from pages and pools that still exist."""


class NoPageYet(Refusal):
    """Somebody you chose has no booking page yet, so there is nothing to link to."""


class AskedEnough(Refusal):
    """This link's owner has been asked already. Please wait for an answer, or write an email."""


class NoUse(Refusal):
    """A new link like this one would not work either. Write an email instead."""


class WasReusable(NoUse):
    """This was a reusable link: reinstate it or make another one, and send that by email."""


class PageGone(NoUse):
    """The page of this link has been archived, so there is no new link to it. Write an email instead."""


class PagePaused(NoUse):
    """The page of this link is paused, so a new link would not work yet. Let it accept bookings first, then answer."""


class ParentOver(NoUse):
    """The reusable link of this one is over, so a new one would not work either. Reinstate it, or send another link."""
