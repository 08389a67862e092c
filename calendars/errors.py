"""Refusals of this app; `message` is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class CalendarRefusal(Refusal):
    """The base class: a calendar, its server or the connection to it refused something."""

    message = _("The calendar's server refused this.")


class Blocked(CalendarRefusal):
    message = _("That address is inside a network that this server must not reach. Your administrator can allow it.")


class ServerAway(CalendarRefusal):
    """Raised where trying again later may help."""

    message = _("That server could not be reached, or did not answer as it should.")


class TokenOver(ServerAway):
    """The access token is no longer accepted. A new one may be."""

    message = _("Access to this account is being renewed. We will try again shortly.")


class ServerBusy(ServerAway):
    """`retry_after` is in seconds, as the server asks."""

    message = _("That server is busy at the moment.")

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.retry_after = retry_after


class Unauthorized(CalendarRefusal):
    message = _("That address or password was not accepted.")


class FileRefused(Unauthorized):
    """A calendar's file is opened by its address alone."""

    message = _("That address was not accepted.")


class SecretLost(Unauthorized):
    """The key of its secret was dropped, or it was sealed for another connection."""

    message = _("What opens this calendar is kept here encrypted, and cannot be read any more. Reconnect it.")


class AccessEnded(Unauthorized):
    """The vendor gives no more tokens for the account."""

    message = _("Access to this account has ended or was taken back there. Reconnect it.")


class ScopeMissing(Unauthorized):
    """What was granted is less than what was asked for."""

    message = _("Not all that is needed was allowed. Choose “Connect” again, and leave all boxes ticked.")


class OtherAccount(CalendarRefusal):
    message = _("That is another account. Choose the one that this connection is for, or connect the other one anew.")


class HandshakeOver(CalendarRefusal):
    message = _("This answer was used already, is too old, or was not asked for here. Connect again.")


class ClientRefused(CalendarRefusal):
    """The installation's own id or secret is missing or wrong. Only its operator can change that."""

    message = _("This server is not set up for that service, or not rightly. Tell whoever operates it.")


class CannotSeal(CalendarRefusal):
    message = _(
        "Calendars cannot be connected yet, because this server has no key to encrypt what opens them. Ask whoever"
        " operates it to set SEALING_KEYS, as docs/settings.md says."
    )


class Gone(CalendarRefusal):
    message = _("That calendar is no longer there.")


class NoCalendars(CalendarRefusal):
    message = _("No calendars were found there.")


class AlreadyConnected(CalendarRefusal):
    message = _("You have connected this calendar already.")


class TooManyConnections(CalendarRefusal):
    message = _("You have ten connections, which is as many as there can be. Disconnect one first.")


class TooManyCalendars(CalendarRefusal):
    message = _("You would have more than 50 calendars, which is as many as there can be. Disconnect some first.")


class NotACalendar(CalendarRefusal):
    message = _("That is not a calendar: the address leads to something else.")


class WebPage(NotACalendar):
    message = _("That is not a calendar: the address leads to a web page.")


class CalendarCut(CalendarRefusal):
    message = _("The calendar did not arrive whole.")


class CalendarTooLarge(CalendarRefusal):
    message = _("The calendar is bigger than 10 MB, or has too much in it to be read.")


class ReadOnlyCalendar(CalendarRefusal):
    message = _("This calendar can only be read. Choose another calendar to add meetings to.")


# Errors whose cause is most likely the address that was typed.
ABOUT_ADDRESS = (Blocked, ServerAway, NoCalendars, NotACalendar, Gone)
