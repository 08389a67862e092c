"""Refusals of this app, and their base class. The docstring of each class is its default message."""

from django.utils.translation import gettext as _


class Refusal(Exception):
    """The request was refused."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else _(type(self).__doc__ or "")


class SignUpsClosed(Refusal):
    """Signing up is by invitation here. Ask an administrator of your organization to invite you."""


class InvitationDead(Refusal):
    """This invitation has been used, withdrawn or has expired. Ask whoever invited you for a new one."""


class AddressTaken(Refusal):
    """Somebody with this email address has an account here already."""


class LastAdmin(Refusal):
    """An organization needs at least one administrator. Make somebody else one first."""


class AboveYou(Refusal):
    """This account runs the whole site. Only another account that does can change it."""


class TooMany(Refusal):
    """That was tried too often in a short time. Try again in an hour."""


class PublicAddressTaken(Refusal):
    """Another organization has this public address. Choose another."""
