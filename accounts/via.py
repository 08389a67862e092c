"""The API token by which a program acts for a user. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Via:
    """A request by an API token: the ids of token and request, and whether the token reaches the whole organization."""

    token: int
    reaches_organization: bool
    request: str
