"""Refusals of this app; `message` is what a person reads."""

from collections.abc import Sequence

from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class NotYours(Refusal):
    message = _("This belongs to somebody else. Ask its owner, or an administrator.")


class AddressInUse(Refusal):
    message = _(
        "Another page of your organization has this public link, or had it until it was archived. Choose another."
    )


class StillUsed(Refusal):
    message = _("This is still used. Change what uses it first.")


class WrongChoice(Refusal):
    message = _("Something chosen here has changed meanwhile, or is not yours to choose. Please choose again.")


class TeamsBookAtOnce(Refusal):
    message = _(
        "A team or panel books at once: only event types with automatic booking and a single session can be used."
    )

    def __init__(self, pages: Sequence[str] = ()) -> None:
        super().__init__()
        self.pages = pages

    def __str__(self) -> str:
        if not self.pages:
            return super().__str__()
        return gettext(
            "%(pages)s offers this event type to a team or panel, which needs automatic booking and a single session."
            " Take it off there first, or duplicate it and change the copy."
        ) % {"pages": get_text_list(list(self.pages), gettext("and"))}
