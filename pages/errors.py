"""Refusals of this app; `message` is what a person reads."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal
from core.cldr import list_text


class NotYours(Refusal):
    message = _("This belongs to someone else. Ask its owner or an administrator.")


class AddressInUse(Refusal):
    message = _(
        "Another page in your organization uses this public link, or used it before it was archived. Choose another."
    )


class StillUsed(Refusal):
    message = _("This is still in use. Remove it wherever it is used first.")


class WrongChoice(Refusal):
    message = _("Something you chose has changed, or is not available to you. Choose again.")


class TeamNeedsAutomaticBooking(Refusal):
    message = _("A team or panel can only use event types with automatic booking and a single session.")

    def __init__(self, pages: Sequence[str] = ()) -> None:
        super().__init__()
        self.pages = pages

    def __str__(self) -> str:
        if not self.pages:
            return super().__str__()
        return self.about(list_text(list(self.pages)))

    @staticmethod
    def about(pages: str) -> str:
        """Return the refusal with the pages as its reader knows them."""
        text = gettext(
            "{pages} offers this event type to a team or panel, which needs automatic booking and a single session. "
            "Remove it there first, or duplicate it and change the copy."
        )
        return format_html(text, pages=pages)
