"""What a customer submits, once, in one form."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Customer:
    """Who books, and how times are to be printed for them."""

    name: str
    email: str
    zone: str
    clock: str = ""
    language: str = "en-gb"


@dataclass(frozen=True, slots=True)
class Submission:
    """A validated form: what was chosen, who chose it, and the key under which it can count only once."""

    key: UUID
    event_type_id: int
    start: datetime
    customer: Customer
    note: str = ""
    answers: tuple[dict[str, Any], ...] = field(default=())

    def digest(self) -> str:
        """Tells the same form sent again from a changed one under the same key: zone and clock do not count."""
        body = asdict(self) | {"key": None, "start": self.start.isoformat()}
        body["customer"] = [self.customer.name, self.customer.email.lower()]
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
