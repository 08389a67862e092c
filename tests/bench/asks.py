"""What is asked for, and of whom."""

from dataclasses import dataclass, field

from accounts.models import User


@dataclass(frozen=True)
class Ask:
    """One request of somebody."""

    name: str
    who: User
    path: str
    fields: dict[str, str] = field(default_factory=dict)
