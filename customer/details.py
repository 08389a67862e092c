"""The details of one booking: what is asked, what is known already, and what the form then says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.booking_form import BookingForm
from bookings.errors import NotOfferedHere
from bookings.facts import labelled
from bookings.submission import Customer, Submission
from core.dates import Instant, from_epoch
from customer import form_token, policies
from customer.summary import who
from customer.visit import Visit, asks_several
from pages.models import EventType
from pages.offers import Offer
from pages.standard_fields import STANDARD_FIELDS

# What the form's token is good for.
PURPOSE = "book"


@dataclass(frozen=True, slots=True)
class Asked:
    """What asks: an event type, and the places that the meeting can have. `host` is whom the customer meets, if one."""

    event_type: EventType
    location_kinds: Collection[str]
    host: str

    @classmethod
    def by(cls, visit: Visit, offer: Offer) -> "Asked":
        return cls(offer.event_type, offer.location_kinds, visit.person(offer))


def find_asked(visit: Visit, event: int) -> Asked:
    """What asks a form that was sent. Raises NotOfferedHere for an event type of somebody else's.

    Whether it is offered is for the booking to judge: here one row suffices, and of a booking page its own word.
    """
    if visit.entry.is_master and visit.offer is not None:
        return Asked.by(visit, visit.offer)
    page = visit.entry.page
    event_type = EventType.objects.filter(pk=event, organization_id=page.organization_id).first()
    if event_type is None:
        raise NotOfferedHere
    kinds = set() if visit.entry.is_master else {event_type.location_kind or page.location_kind}
    return Asked(event_type, kinds, "" if page.host is None else page.host.name)


def known_answers(visit: Visit, asked: Asked) -> dict[str, Any]:
    """What the form need not ask, when the address says `skip=1`; empty when the form is to be shown whole.

    Then only what is required and has no sound answer yet is asked. The address alone skips nothing but with a name and
    a well-formed email.
    """
    if not visit.params.skip:
        return {}
    form = BookingForm.of_texts(visit.texts, event_type=asked.event_type, location_kinds=asked.location_kinds)
    form.full_clean()
    sound = form.cleaned_data
    if not visit.entry.recipient and not {"name", "email"} <= set(sound):
        return {}
    return {name: "" for name, field in form.fields.items() if not field.required} | sound


def details_form(visit: Visit, asked: Asked, data: Mapping[str, Any] | None = None) -> BookingForm:
    """The form of the step, empty or as it was sent."""
    return BookingForm(
        data,
        event_type=asked.event_type,
        location_kinds=asked.location_kinds,
        known=known_answers(visit, asked),
        initial=visit.texts,
        email_fixed=visit.entry.email_fixed,
        host=asked.host,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """The step's form, for the chosen times, the earliest first, under one submission key."""

    visit: Visit
    event: int
    starts: tuple[Instant, ...]
    key: UUID
    form: BookingForm

    @property
    def event_type(self) -> EventType:
        """What the form was made by; whether it is offered is for the booking to judge."""
        return self.form.event_type

    @property
    def offer(self) -> Offer:
        """What is booked. Raises NotOfferedHere."""
        if self.visit.offer is None:
            raise NotOfferedHere
        return self.visit.offer

    def submission(self) -> Submission:
        """What the valid form says."""
        visit, values = self.visit, self.form.values
        customer = Customer(
            name=values["name"], email=values["email"], zone=visit.zone, clock=visit.clock, language=visit.language
        )
        return Submission(
            key=self.key,
            event_type_id=self.event,
            page_id=visit.params.page,
            start=from_epoch(self.starts[0]),
            further=tuple(map(from_epoch, self.starts[1:])),
            customer=customer,
            standard={field.key: values.get(field.key) or field.empty for field in STANDARD_FIELDS},
            answers=self.form.answers(visit.texts),
            utm=visit.params.utm,
        )


def step_context(step: Step) -> dict[str, Any]:
    """What the step's page shows: for one time a ticket, for several their list."""
    visit, offer, starts = step.visit, step.offer, step.starts
    several = asks_several(offer)
    start, chosen = (None, {"picked": starts}) if several else (starts[0], {})
    change = {**chosen, "near": starts[0]} if several else {"start": start}
    return {
        "who": who(visit, offer),
        "form": step.form,
        "token": form_token.make(PURPOSE, visit.entry.name, step.key),
        "starts": starts,
        "action": visit.book_address(offer, start, **chosen),
        "known": [
            (name, text if name in {"name", "email"} else labelled(str(label), text))
            for name, label, text in step.form.told
        ],
        "confirming": not step.form.fields,
        "ticket": visit.ticket(offer.event_type, starts[0]),
        "times": [visit.span(offer.event_type, one) for one in starts] if several else [],
        "change": visit.times_address(offer, **change),
        "more": several and len(starts) < offer.event_type.times_asked[1],
        "all_details": visit.book_address(offer, start, skip=False, **chosen),
        "act": act_text(visit, offer.event_type, starts),
        "entry": visit.entry,
        "terms": policies.foretold(offer.event_type, from_epoch(starts[-1]), visit.now),
    }


def act_text(visit: Visit, event_type: EventType, starts: tuple[Instant, ...]) -> str:
    """What the button says it does."""
    if event_type.sessions > 1:
        count = event_type.sessions
        return ngettext("Book %(count)d session", "Book %(count)d sessions", count) % {"count": count}
    if event_type.needs_approval and len(starts) > 1:
        return _("Request these times")
    template = _("Request %(time)s") if event_type.needs_approval else _("Book %(time)s")
    return template % {"time": visit.day_and_time(starts[0])}
