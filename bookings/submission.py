"""What a customer submits in one form."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TypedDict
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Customer:
    """Who books, and the zone, clock and language in which times are shown to them."""

    name: str
    email: str
    zone: str
    clock: str = ""
    language: str = "en-gb"


class StoredAnswer(TypedDict):
    """An answer to a custom question, as it is stored. Answers of checkboxes stand on a line each."""

    name: str
    label: str
    value: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Submission:
    """A validated form: what was chosen, who chose it, and the key under which it can count only once.

    `further` are the other sessions of a package, or the other suggested times of a request, in the order chosen.
    `page_id` is the booking page that the customer of a master page chose. `standard` holds the answers to the
    standard fields, by key; `answers` are those to custom questions.
    """

    key: UUID
    event_type_id: int
    start: datetime
    customer: Customer
    page_id: int | None = None
    further: tuple[datetime, ...] = ()
    standard: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    answers: tuple[StoredAnswer, ...] = ()
    utm: tuple[tuple[str, str], ...] = ()

    @property
    def starts(self) -> tuple[datetime, ...]:
        """All times that were chosen, in order."""
        return (self.start, *self.further)

    @property
    def phone(self) -> str:
        return str(self.standard.get("phone", ""))

    @property
    def location(self) -> str:
        """Where the customer wants to meet, when asked."""
        return str(self.standard.get("location", ""))

    @property
    def guests(self) -> tuple[str, ...]:
        return tuple(self.standard.get("guests", ()))

    def digest(self) -> str:
        """Return a hash that tells the same form sent again from a changed form under the same key.

        Zone, clock and language do not count, nor do the labels of questions, which the owner may have changed since.
        """
        # Shallow, and flat, as stored digests were made.
        body = {field.name: getattr(self, field.name) for field in fields(self)}
        del body["standard"]
        body |= self.standard
        body |= {"key": None, "start": self.start.isoformat()}
        body["further"] = [start.isoformat() for start in self.further]
        # The campaign parameters come from the address and are no part of the form.
        del body["utm"]
        body["answers"] = [[answer["name"], answer["value"]] for answer in self.answers]
        body["customer"] = [self.customer.name, self.customer.email.lower()]
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
