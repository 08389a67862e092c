"""The shapes of bookings: what is answered of them, and what is sent to make and to change them."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.shapes import Email, Id, In, Metadata, Name, Named, Out, Text, When
from bookings.states import BookingState, BookingStatus

# RFC 3339 in UTC, as text already.
Stamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
# No package has more sessions, and no form more fields.
MOST_FURTHER, MOST_ANSWERS = 19, 50
Answer = Annotated[str, Field(max_length=2_000)]


class HostOut(Out):
    id: int
    name: str
    email: str


class CustomerOut(Out):
    name: str
    email: str
    zone: str
    language: str


class AnswerOut(Out):
    name: str
    label: str
    value: str


class PlaceOut(Out):
    kind: str
    text: str


class RecipientOut(Out):
    name: str
    email: str


class LinkOfBooking(Out):
    id: int
    label: str
    recipient: RecipientOut
    metadata: dict[str, Any]


class BookingOut(Out):
    """A meeting, or a request for one.

    `status` is stored, `state` follows from it and the clock. `sequence` rises with each change: send it along with a
    change, and the change is refused if the meeting has changed since. The host who leads comes first. `session` is the
    number of the session, and how many its package has. `suggested` are the times of a request. `manage_url` is the
    customer's own page; null if its key was dropped.
    """

    uid: str
    reference: str
    sequence: int
    status: BookingStatus
    state: BookingState
    title: str
    starts_at: Stamp
    ends_at: Stamp
    event_type: Named
    page: Named
    hosts: list[HostOut]
    customer: CustomerOut
    guests: list[str]
    answers: list[AnswerOut]
    location: PlaceOut
    link: LinkOfBooking | None
    link_type: str
    utm: dict[str, str]
    session: list[int]
    suggested: list[Stamp]
    reason: str
    decided_by: Named | None
    created_at: Stamp
    updated_at: Stamp
    rescheduled_at: Stamp | None
    manage_url: str | None


class HistoryEntryOut(Out):
    """Something that was done to a booking; `by` is null for the customer."""

    # Under this name it was released.
    __qualname__ = "DeedOut"

    at: Stamp
    verb: str
    by: Named | None
    details: dict[str, Any]


class WholeBookingOut(BookingOut):
    """A meeting with its history, the oldest entry first."""

    history: list[HistoryEntryOut]


class BookedOut(BookingOut):
    """What was booked. `package` are the UIDs of all sessions that were booked together, in their order."""

    package: list[str]


class BookIn(In):
    """Whom to book for, and when.

    What the body leaves out is taken from what the link stores of its recipient. `answers` are those to the fields of
    the form, such as `company`, `phone`, `guests` and `note`, and to the event type's own questions, by their names.
    """

    model_config = {
        "json_schema_extra": {
            "example": {
                "start": "2026-12-03T09:30:00+01:00",
                "name": "Priya Shah",
                "email": "priya@example.com",
                "answers": {"note": "We talked at the fair."},
            }
        }
    }
    event_type: Id | None = Field(None, description="Needed where more than one can be booked.")
    page: Id | None = Field(None, description="The booking page, where a master page lets the customer choose one.")
    start: When
    further: list[When] = Field(
        default=[],
        max_length=MOST_FURTHER,
        description="The other sessions of a package, or the other suggested times of a request.",
    )
    name: Name = ""
    email: Email | None = None
    zone: str = Field("", max_length=64, description="The customer's time zone; by default that of the hours.")
    language: str = Field("", max_length=10, description="In which the customer reads; by default the organization's.")
    clock: Literal["", "12", "24"] = ""
    answers: dict[str, Answer | list[Answer]] = Field(default={}, max_length=MOST_ANSWERS)


class BookAtPageIn(BookIn):
    """The same at a page, with what is written on the one-time link that is made for it."""

    model_config = {
        "json_schema_extra": {
            "example": {
                "start": "2026-12-03T09:30:00+01:00",
                "name": "Priya Shah",
                "email": "priya@example.com",
                "label": "Renewal",
                "metadata": {"crm": "4711"},
            }
        }
    }
    label: Name = ""
    metadata: Metadata = {}


class SequenceIn(In):
    """The `sequence` of the meeting as it was seen: if it has changed since, nothing is done."""

    model_config = {"json_schema_extra": {"example": {"sequence": 1}}}
    sequence: int | None = Field(None, ge=0, le=2**31 - 1)


class ReasonIn(SequenceIn):
    model_config = {"json_schema_extra": {"example": {"reason": "I am ill that day."}}}
    reason: Text = Field("", description="Sent to everybody who is notified of the change.")


class RescheduleIn(ReasonIn):
    model_config = {
        "json_schema_extra": {"example": {"start": "2026-12-04T14:00:00+01:00", "reason": "I am ill that day."}}
    }
    start: When


class ApproveIn(SequenceIn):
    model_config = {"json_schema_extra": {"example": {"start": "2026-12-03T09:30:00+01:00"}}}
    start: When
