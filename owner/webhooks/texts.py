"""Webhooks and their calls in words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from itertools import groupby

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.dates import brief_time_text
from core.text import join_sentences
from deliveries.models import Call, Delivery, Endpoint, HookEvent
from deliveries.webhooks.queries import disabled_of, is_resting

NAMES = {status.value: status.phrase for status in HTTPStatus}
EVENTS = dict(HookEvent.choices)
# If so many calls in a row failed for the same reason, it is shown once.
SHORTEST_RUN = 3


@dataclass(frozen=True, slots=True)
class State:
    """A state as a word with its colour, and a sentence if there is more to say."""

    word: str
    variant: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class EndpointLine:
    """One line of the list of webhooks."""

    endpoint: Endpoint
    state: State
    events: str
    last: str


@dataclass(frozen=True, slots=True)
class CallLine:
    """One line of the log: a call of an endpoint."""

    call: Delivery
    event: str
    state: State
    when: str
    # For the first of several calls that failed for the same reason: how many they are. Else 0.
    run: int = 0
    # Whether its reason is shown above the run.
    in_run: bool = False

    @property
    def is_missed(self) -> bool:
        """Whether it was never tried, because the webhook was off."""
        return self.call.failed_at is not None and not self.call.attempts


@dataclass(frozen=True, slots=True)
class TryLine:
    """One attempt at a call, and the response."""

    at: str
    answer: str
    took: str
    said: str


def endpoint_state(endpoint: Endpoint, clock: str, now: datetime) -> State:
    """Return how an endpoint is doing."""
    if endpoint.disabled_at is not None:
        variant = "" if endpoint.why == Endpoint.Why.BY_HAND else "danger"
        since = _("Since %(time)s.") % {"time": brief_time_text(endpoint.disabled_at, clock)}
        return State(_("Disabled"), variant, f"{endpoint.get_why_display()} {since}")
    if endpoint.failing_since is not None:
        values = {"since": brief_time_text(endpoint.failing_since, clock)}
        sentence = _("No call has got through since %(since)s.") % values
        if is_resting(endpoint, now) and endpoint.resting_until is not None:
            until = _("The next one is made after %(time)s.")
            sentence = join_sentences(sentence, until % {"time": brief_time_text(endpoint.resting_until, clock)})
        return State(_("Failing"), "warning", sentence)
    if endpoint.last_at is None:
        return State(_("Not called yet"), "", _("Send a test to see whether it answers."))
    return State(_("Working"), "success")


def call_state(call: Delivery) -> State:
    """Return what became of a call."""
    if call.sent_at is not None:
        return State(_("Delivered"), "success")
    if call.superseded_at is not None:
        return State(_("Not sent"))
    if call.failed_at is not None:
        return State(_("Failed"), "danger") if call.attempts else State(_("Missed"))
    return State(_("Trying again"), "warning") if call.attempts else State(_("On its way"), "accent")


def endpoint_lines(endpoints: Iterable[Endpoint], clock: str, now: datetime) -> list[EndpointLine]:
    lines = []
    for endpoint in endpoints:
        last = brief_time_text(endpoint.last_at, clock) if endpoint.last_at else ""
        lines.append(EndpointLine(endpoint, endpoint_state(endpoint, clock, now), events_text(endpoint), last))
    return lines


def events_text(endpoint: Endpoint) -> str:
    """Return how many kinds of events an endpoint receives, in words."""
    if not endpoint.events:
        return _("Everything")
    count = len(endpoint.events)
    return ngettext("%(count)d kind of event", "%(count)d kinds of events", count) % {"count": count}


def event_names(endpoint: Endpoint) -> list[str]:
    """Return the events that an endpoint receives, in words."""
    return [str(label) for value, label in EVENTS.items() if value in endpoint.events] or [_("Everything")]


def call_lines(calls: Iterable[Delivery], clock: str) -> list[CallLine]:
    """Return the lines of the log. A run of calls that failed for the same reason shows it once, above the first."""
    lines = [
        CallLine(call, str(EVENTS.get(call.kind, call.kind)), call_state(call), brief_time_text(call.created_at, clock))
        for call in calls
    ]
    shown: list[CallLine] = []
    for reason, run in groupby(lines, lambda line: _reason(line.call)):
        run_lines = list(run)
        if reason is None or len(run_lines) < SHORTEST_RUN:
            shown += run_lines
        else:
            # Each line has the word; only the reason above them has the colour.
            state = State(run_lines[0].state.word)
            for number, line in enumerate(run_lines):
                shown.append(replace(line, in_run=True, state=state, run=len(run_lines) if number == 0 else 0))
    return shown


def _reason(call: Delivery) -> tuple[bool, str] | None:
    """Return why a call failed, and whether it was tried at all; None if it did not fail."""
    return None if call.failed_at is None else (bool(call.attempts), call.last_error)


def try_lines(calls: Iterable[Call], clock: str) -> list[TryLine]:
    return [
        TryLine(
            brief_time_text(call.at, clock),
            call.error if call.status is None else status_text(call.status),
            _("%(count)d ms") % {"count": call.took_ms},
            call.answer,
        )
        for call in calls
    ]


def status_text(status: int) -> str:
    """Return an HTTP status with its usual English name."""
    return f"{status} {NAMES.get(status, '')}".rstrip()


def disabled_webhooks(request: HttpRequest) -> dict[str, object]:
    """Context processor: the webhooks that were disabled because they failed, for admins.

    They are looked up only if there are any: the query that loads the user says whether.
    """

    def load_webhooks() -> list[Endpoint]:
        user = request.user
        if not isinstance(user, User) or not user.is_admin or not getattr(user, "has_disabled_webhooks", True):
            return []
        return disabled_of(user)

    return {"disabled_webhooks": SimpleLazyObject(load_webhooks)}
