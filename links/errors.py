"""Refusals of this app; `message` is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from links.liveness import DeadReason


class UnknownLink(Refusal):
    message = _("We could not find this link. Check the address, or ask the person who sent it for a new one.")


class DeadLink(Refusal):
    message = _("This link no longer works.")

    def __init__(self, reason: DeadReason) -> None:
        super().__init__()
        self.reason = reason


class NothingToShare(Refusal):
    message = _("This page cannot be shared. Choose one of your own active pages.")


class TooLateToExtend(Refusal):
    message = _("You can only extend a link that has not been used or revoked, and only to a later date.")


class MayNotActForOwner(Refusal):
    message = _(
        "To make links for someone else, you need to be an admin or have their permission. They can give it in "
        "their settings."
    )


class NoHostsChosen(Refusal):
    message = _("Choose at least one host, each only once, from active booking pages and pools.")


class NoPageYet(Refusal):
    message = _("Someone you chose has no booking page yet. Choose someone else, or ask them to create one.")


class TooManyLinkRequests(Refusal):
    message = _("The owner of this link already has requests waiting. Please wait for an answer, or send an email.")


class NewLinkWouldNotWork(Refusal):
    message = _("A new link like this one would not work either. Write an email instead.")


class LinkWasReusable(NewLinkWouldNotWork):
    message = _("This was a reusable link. Restore it or make another, then send it by email.")


class PageArchived(NewLinkWouldNotWork):
    message = _("The page behind this link has been archived, so a new link would not work. Send an email instead.")


class PagePaused(NewLinkWouldNotWork):
    message = _(
        "The page behind this link is paused, so a new link would not work yet. Turn on “Accept bookings” for "
        "the page, then answer."
    )


class ParentEnded(NewLinkWouldNotWork):
    message = _(
        "The reusable link behind this one no longer works, so a new one would not work either. Restore it, or "
        "send another link."
    )
