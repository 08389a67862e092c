"""What pages refuse. The docstring of each class is its default message."""

from accounts.errors import Refusal


class NotYours(Refusal):
    """This belongs to somebody else. Ask its owner, or an administrator."""


class AddressInUse(Refusal):
    """Another page of your organization has this public link, or had it until it was archived. Choose another."""


class StillUsed(Refusal):
    """This is still used. Change what uses it first."""


class WrongChoice(Refusal):
    """Something chosen here has changed meanwhile, or is not yours to choose. Please choose again."""
