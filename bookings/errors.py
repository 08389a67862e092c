"""Refusals of this app; `message` is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class SlotTaken(Refusal):
    message = _("That time was just taken. Your details are saved.")


class NotOfferedHere(Refusal):
    message = _("What you chose cannot be booked here. Please choose again.")


class EventTypePaused(NotOfferedHere):
    message = _("This cannot be booked at the moment, because its event type is paused.")


class AnswersMissing(Refusal):
    message = _("This form has changed since you opened it. Nothing is booked yet. Please check the new questions.")


class OnlyForRecipient(Refusal):
    message = _("This link was made for a different email address. Ask the person who sent it for a link of your own.")


class AlreadySent(Refusal):
    message = _("You have already sent this form with different details. Check your email for the booking.")


class PageClosed(Refusal):
    message = _("This page is not taking bookings at the moment.")


class TooManyBookings(Refusal):
    message = _("Too many meetings were booked from here in the last hour. Nothing is booked. Please try again later.")


class GuestInvitedOften(Refusal):
    message = _(
        "One of these guests was invited too many times in the last hour. Nothing is booked. Remove them, or try "
        "again later."
    )


class HasUpcomingMeetings(Refusal):
    message = _(
        "This customer has upcoming meetings. Cancel them first, so that everyone is told, or use “Cancel all and "
        "erase”."
    )


class UpcomingMeetingsChanged(Refusal):
    message = _("Their upcoming meetings have changed since you opened this page. Check the list before you continue.")


class Busy(Refusal):
    message = _("Many people are booking right now. Nothing is booked yet: press the button again.")


class UnknownBooking(Refusal):
    message = _("We could not find this booking. Check the address, or use the link in the latest email about it.")


class TimesMissing(Refusal):
    message = _("Choose the number of times asked for. Nothing is booked yet.")


class Overlapping(Refusal):
    message = _("Two of the times overlap. Choose times that do not.")


class MeetingChanged(Refusal):
    message = _("The meeting has changed since you opened this page. Check the details before you continue.")


class NotTakingPlace(Refusal):
    message = _("This meeting is no longer taking place, so it cannot be changed.")


class AlreadyStarted(Refusal):
    message = _("This meeting has already started or ended, so it can no longer be changed.")


class TooLate(Refusal):
    message = _("This meeting can no longer be changed here. Contact your host.")


class HostLeft(Refusal):
    message = _("A host of this meeting is no longer active, so it cannot be moved. Reassign it to a colleague first.")


class NotRequested(Refusal):
    message = _("This request has already been answered.")


class NotStarted(Refusal):
    message = _("The meeting has not started yet. Cancel it instead.")


class HostBusy(Refusal):
    message = _("They have another meeting at that time. Choose someone else.")


class NoFeed(Refusal):
    message = _("This address has been switched off. Make a new one.")


class UnknownFeed(Refusal):
    message = _("The address may be incomplete. Copy all of it.")


class WithdrawnFeed(Refusal):
    message = _("This address has been withdrawn. Ask whose calendar it was for a new one, or remove it.")
