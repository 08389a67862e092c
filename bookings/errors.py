"""Refusals of this app; `message` is what a person reads."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class SlotTaken(Refusal):
    message = _("That time was just taken. Your details are saved.")


class NotOfferedHere(Refusal):
    message = _("What you chose cannot be booked here. Please choose again.")


class AnswersMissing(Refusal):
    message = _("The form has changed since you opened it. Nothing is booked yet; please look at what is asked now.")


class OnlyForRecipient(Refusal):
    message = _("This link was made for somebody else's email address. Ask whoever sent it for one of your own.")


class AlreadySent(Refusal):
    message = _("This form has already been sent, with other details. Check your email for the booking.")


class PageClosed(Refusal):
    message = _("This page does not take bookings at the moment.")


class TooManyBookings(Refusal):
    message = _("Several meetings were booked from here within the hour. Nothing is booked; please wait a little.")


class GuestInvitedOften(Refusal):
    message = _(
        "One of these guests was invited several times within the hour. Nothing is booked; leave them out, or wait."
    )


class StillAhead(Refusal):
    message = _("Meetings with this customer are still to take place. Cancel them first, so that everybody knows.")


class Busy(Refusal):
    message = _("Many people are booking at this moment. Nothing is booked; press the button again.")


class UnknownBooking(Refusal):
    message = _("This booking does not exist. Check the address, or look for the newest email about it.")


class TimesMissing(Refusal):
    message = _("Choose as many times as are asked for. Nothing is booked yet.")


class Overlapping(Refusal):
    message = _("Two of the times overlap. Choose times that follow one another.")


class Changed(Refusal):
    message = _("The meeting has changed since you opened this page. Look at it again before you go on.")


class Ended(Refusal):
    message = _("The meeting no longer takes place, so it cannot be changed.")


class Begun(Refusal):
    message = _("The meeting has begun or is over, so it cannot be changed any more.")


class TooLate(Refusal):
    message = _("By the terms of this meeting it can no longer be changed here. Write to your host.")


class HostLeft(Refusal):
    message = _(
        "Somebody who holds this meeting no longer works here, so it cannot be moved. Give it to a colleague first."
    )


class NotRequested(Refusal):
    message = _("This request has been answered already.")


class NotOver(Refusal):
    message = _("The meeting has not begun yet. Cancel it instead.")


class HostBusy(Refusal):
    message = _("They have another meeting at that time. Choose somebody else.")
