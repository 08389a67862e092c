"""Refusals of this app, and their base class; `message` is what a person reads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """An error that a person may read: what it was raised with, else the message of its class."""

    message: str | Promise = _("The request was refused.")

    def __str__(self) -> str:
        return str(self.args[0] if self.args else self.message)


class SignUpsClosed(Refusal):
    message = _("You need an invitation to sign up. Ask an administrator of your organization to invite you.")


class AmbiguousOrganization(Refusal):
    message = _("There are several organizations. Say which one by its name: --organization NAME.")


class InvitationDead(Refusal):
    message = _(
        "This invitation has been used or withdrawn, or has expired. Ask the person who invited you for a new one."
    )


class AddressTaken(Refusal):
    message = _("There is already an account with this email address.")


class LastAdmin(Refusal):
    message = _("An organization needs at least one administrator. Make someone else an administrator first.")


class SuperuserOnly(Refusal):
    message = _("This account manages the whole site. Only another site administrator can change it.")


class TooManyAttempts(Refusal):
    message = _("Too many attempts. Try again in an hour.")


class NoSecondFactor(Refusal):
    message = _("Set up a second step for yourself first: a passkey or an authenticator app.")


class PublicAddressTaken(Refusal):
    message = _("This public address is taken. Choose another.")


class AdminsOnly(Refusal):
    message = _("Only admins can have a token that reaches the whole organization, or one that never ends.")


class TokenAlreadyMade(Refusal):
    message = _(
        "That token was made already, and is shown only once. If you did not copy it, revoke it and make another."
    )


class TooManyTokens(Refusal):
    message = _("You have 20 API tokens. Revoke one that you no longer need first.")


class KeyReused(Refusal):
    message = _("This key was used before to make something else. Send a new one.")


class UnknownLetters(Refusal):
    message = _(
        "No browser is showing these letters. Compare them. After ten minutes, let the extension show new ones."
    )


class PairingPending(Refusal):
    message = _("Nobody has connected this browser yet.")


class PairingDenied(Refusal):
    message = _("The connection of this browser was refused.")


class PairingExpired(Refusal):
    message = _("These letters have expired. Start again.")
