"""Refusals of this app; `message` is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from links.liveness import Dead


class UnknownLink(Refusal):
    message = _("This link does not exist. Check the address, or ask whoever sent it for a new one.")


class DeadLink(Refusal):
    message = _("This link does not work any more.")

    def __init__(self, reason: Dead) -> None:
        super().__init__()
        self.reason = reason


class NothingToShare(Refusal):
    message = _("This page cannot be shared. Choose one of your own pages that is not archived.")


class TooLateToExtend(Refusal):
    message = _(
        "Only a link that is neither used nor revoked can be given more time, and only a later end than it has."
    )


class NotForThem(Refusal):
    message = _(
        "You can make links for somebody else only if you are an admin, or they have allowed you to in their settings."
    )


class NobodyToMeet(Refusal):
    message = _("Choose somebody to meet, each only once, from pages and pools that still exist.")


class NoPageYet(Refusal):
    message = _("Somebody you chose has no booking page yet, so there is nothing to link to.")


class AskedEnough(Refusal):
    message = _("This link’s owner has been asked already. Please wait for an answer, or write an email.")


class NoUse(Refusal):
    message = _("A new link like this one would not work either. Write an email instead.")


class WasReusable(NoUse):
    message = _("This was a reusable link: reinstate it or make another one, and send that by email.")


class PageGone(NoUse):
    message = _("The page of this link has been archived, so there is no new link to it. Write an email instead.")


class PagePaused(NoUse):
    message = _(
        "The page of this link is paused, so a new link would not work yet. Let it accept bookings first, then answer."
    )


class ParentOver(NoUse):
    message = _(
        "The reusable link of this one is over, so a new one would not work either. Reinstate it, or send another link."
    )
