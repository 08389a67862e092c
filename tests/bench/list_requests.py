"""The requests for lists that P9 measures."""

from dataclasses import dataclass, field

from accounts.models import User


@dataclass(frozen=True)
class ListRequest:
    """One request of a user: a POST if it has fields, else a GET."""

    name: str
    user: User
    path: str
    fields: dict[str, str] = field(default_factory=dict)
