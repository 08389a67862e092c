"""The help inside the application."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import READ, MemberRequest, owner_view
from owner.settings.help_texts import KEYS, PARAMETERS, WORDS


@owner_view(READ)
def help_page(request: MemberRequest) -> HttpResponse:
    """Explain where things are, the parameters of addresses, the words on the screens, and the keys."""
    context = {"places": _places(), "parameters": PARAMETERS, "words": WORDS, "keys": KEYS}
    return render(request, "owner/settings/help.html", context)


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what people look for, by the names that other programs give it, and where it is here."""
    return [
        (
            _("Setup"),
            [
                (_("Booking pages"), reverse("booking-pages")),
                (_("Event types"), reverse("event-types")),
                (_("Master pages"), reverse("master-pages")),
                (_("Schedules"), reverse("schedules")),
            ],
        ),
        (_("Calendars"), [(_("Booking pages"), reverse("booking-pages"))]),
        (_("Calendar connection"), [(_("Connected calendars"), reverse("connected-calendars"))]),
        (_("Activity stream"), [(_("Meetings"), reverse("meetings")), (_("Meeting logs"), reverse("meeting-logs"))]),
        (_("Links wizard"), [(_("New reusable link"), reverse("new-link"))]),
        (_("Who has not booked yet"), [(_("Outstanding links"), f"{reverse('links')}?status=outstanding")]),
        (_("Several links at once"), [(_("Several from a list"), reverse("new-batch"))]),
    ]
