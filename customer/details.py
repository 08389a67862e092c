"""The details form of one booking: what it asks, what is known already, and the submission that it results in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.booking_form import BookingForm
from bookings.errors import NotOfferedHere
from bookings.submission import Submission
from core.dates import Instant, from_epoch, utc_text
from core.statements import compiled_once
from core.text import label_and_text
from customer import form_token, policies
from customer.summary import person, shown_beside
from customer.visit import Visit
from pages.models import EventType
from pages.offers import Offer
from pages.standard_fields import Value

# The purpose of the form's token.
PURPOSE = "book"


@dataclass(frozen=True, slots=True)
class FormQuestions:
    """What decides the form's questions: an event type and the kinds of place that the meeting can have.

    `host` is the name of the person whom the customer meets; empty when several people share the work.
    """

    event_type: EventType
    location_kinds: Collection[str]
    host: str

    @classmethod
    def by(cls, visit: Visit, offer: Offer) -> "FormQuestions":
        return cls(offer.event_type, offer.location_kinds, person(visit.entrance.page, offer))


def find_questions(visit: Visit, event: int) -> FormQuestions:
    """Return what decides the questions of a form that was sent. Raise NotOfferedHere for another organization's event
    type.

    Booking checks whether the event type is offered. Here it is enough to read one row, and a booking page's own kind
    of place.
    """
    if visit.entrance.is_master and visit.offer is not None:
        return FormQuestions.by(visit, visit.offer)
    page = visit.entrance.page
    event_type = _event_type.first(event, page.organization_id)
    if event_type is None:
        raise NotOfferedHere
    kinds = set() if visit.entrance.is_master else {event_type.location_kind or page.location_kind}
    return FormQuestions(event_type, kinds, "" if page.host is None else page.host.name)


@compiled_once
def _event_type(pk: int, organization_id: int) -> QuerySet[EventType]:
    return EventType.objects.filter(pk=pk, organization_id=organization_id)


def known_answers(visit: Visit, questions: FormQuestions) -> dict[str, Value]:
    """Return the answers that the form need not ask for when the address says `skip=1`; empty to show the whole form.

    With `skip=1` the form asks only for what is required and has no valid answer yet. Without a recipient on the link,
    nothing is skipped unless the address gives a name and a valid email.
    """
    if not visit.params.skip:
        return {}
    form = BookingForm.of_texts(visit.texts, event_type=questions.event_type, location_kinds=questions.location_kinds)
    form.full_clean()
    valid = form.cleaned_data
    if not visit.entrance.recipient and not {"name", "email"} <= set(valid):
        return {}
    return {name: "" for name, field in form.fields.items() if not field.required} | valid


def details_form(visit: Visit, questions: FormQuestions, data: Mapping[str, object] | None = None) -> BookingForm:
    """Return the form of the step, empty or filled with `data`."""
    return BookingForm(
        data,
        event_type=questions.event_type,
        location_kinds=questions.location_kinds,
        known=known_answers(visit, questions),
        initial=visit.texts,
        email_fixed=visit.entrance.email_fixed,
        host=questions.host,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """The details form for the chosen times, the earliest first, with its submission key."""

    visit: Visit
    event: int
    starts: tuple[Instant, ...]
    key: UUID
    form: BookingForm

    @property
    def event_type(self) -> EventType:
        """The event type of the form. Booking checks whether it is offered."""
        return self.form.event_type

    @property
    def offer(self) -> Offer:
        """The offer that is booked. Raises NotOfferedHere when there is none."""
        if self.visit.offer is None:
            raise NotOfferedHere
        return self.visit.offer

    def submission(self) -> Submission:
        """Return the content of the valid form as a submission."""
        visit = self.visit
        return self.form.submission(
            self.key,
            [from_epoch(start) for start in self.starts],
            page_id=visit.params.page,
            zone=visit.zone,
            clock=visit.clock,
            language=visit.language,
            texts=visit.texts,
            utm=visit.params.utm,
        )


def step_context(step: Step) -> dict[str, object]:
    """Return the template context of the step: a ticket for one time, a list for several."""
    visit, offer, starts = step.visit, step.offer, step.starts
    several = offer.event_type.asks_several
    start, chosen = (None, {"picked": starts}) if several else (starts[0], {})
    change = {**chosen, "near": starts[0]} if several else {"start": start}
    return {
        "who": shown_beside(visit, offer),
        "form": step.form,
        "token": form_token.make(PURPOSE, visit.entrance.name, step.key),
        "starts": starts,
        "starts_at": utc_text(from_epoch(starts[0])),
        "action": visit.book_address(offer, start, **chosen),
        "known": [
            (name, text if name in {"name", "email"} else label_and_text(str(label), text))
            for name, label, text in step.form.known_answers
        ],
        "confirming": not step.form.fields,
        "ticket": visit.ticket(offer.event_type, starts[0]),
        "times": [visit.span(offer.event_type, start) for start in starts] if several else [],
        "change": visit.times_address(offer, **change),
        "more": several and len(starts) < offer.event_type.times_to_choose[1],
        "all_details": visit.book_address(offer, start, skip=False, **chosen),
        "act": act_text(visit, offer.event_type, starts),
        "entrance": visit.entrance,
        "brand": visit.entrance.brand,
        "terms": policies.terms_before_booking(offer.event_type, from_epoch(starts[-1]), visit.now),
    }


def act_text(visit: Visit, event_type: EventType, starts: tuple[Instant, ...]) -> str:
    """Return the label of the form's button."""
    if event_type.sessions > 1:
        count = event_type.sessions
        return ngettext("Book %(count)d session", "Book %(count)d sessions", count) % {"count": count}
    if event_type.needs_approval and len(starts) > 1:
        return _("Request these times")
    template = _("Request %(time)s") if event_type.needs_approval else _("Book %(time)s")
    return template % {"time": visit.day_and_time(starts[0])}
