"""Refusals of this app, and their base class; `message` is what a person reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An error that a person may read: what it was raised with, else the message of its class."""

    message: str | Promise = _("The request was refused.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class SignUpsClosed(Refusal):
    message = _("Signing up is by invitation here. Ask an administrator of your organization to invite you.")


class InvitationDead(Refusal):
    message = _("This invitation has been used, withdrawn or has expired. Ask whoever invited you for a new one.")


class AddressTaken(Refusal):
    message = _("Somebody with this email address has an account here already.")


class LastAdmin(Refusal):
    message = _("An organization needs at least one administrator. Make somebody else one first.")


class AboveYou(Refusal):
    message = _("This account runs the whole site. Only another account that does can change it.")


class TooMany(Refusal):
    message = _("That was tried too often in a short time. Try again in an hour.")


class NoSecondFactor(Refusal):
    message = _("Set up a second step for yourself first: a passkey or an authenticator app.")


class PublicAddressTaken(Refusal):
    message = _("Another organization has this public address. Choose another.")
