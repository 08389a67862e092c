"""What acts in a user's name, where it is not the user. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Via:
    """A request by an API token: the ids of both, and whether it reaches what is the organization’s."""

    token: int
    whole: bool
    request: str
