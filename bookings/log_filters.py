"""The filters of the meeting logs, as conditions of bookings."""

from dataclasses import dataclass, fields, replace
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, Subquery

from accounts.models import User
from bookings.models import Admission, Booking, BookingQuerySet, LinkType
from bookings.search import CustomerSearchVector
from bookings.states import BookingState
from links.models.search import search_condition, whole_word_condition
from links.queries import any_of, few_with_words
from pages.models import LONGEST_TIME, EventType, HostTime

# Meetings and requests still to come. They are always few, and no index has them in list order.
UPCOMING_STATES = {BookingState.REQUESTED, BookingState.SCHEDULED, BookingState.RESCHEDULED}
# Bookings of a link that was used no more often are read at once.
FEW_USES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilters:
    """The filters of the list. Empty ones do not narrow it. The days are those of the meetings, not of the bookings."""

    event_type: EventType | None = None
    host: User | None = None
    link_type: str = ""
    state: BookingState | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    text: str = ""
    # The admissions whose customers have the words of a text, in place of these, if they are few.
    admissions: tuple[int, ...] | None = None
    link: int | None = None
    without_single_use: bool = False

    @property
    def needs_several_indexes(self) -> bool:
        """Whether no single index has the matches in the order of the list, whoever may see them."""
        if self.starts_from or self.starts_before or self.text:
            return True
        indexed = [self.event_type, self.link_type or self.without_single_use, self.state, self.host, self.link]
        return sum(bool(value) for value in indexed) > 1

    @property
    def days(self) -> tuple[datetime, datetime] | None:
        """When the days begin and end on which the meetings are held, if both are given."""
        if self.starts_from is None or self.starts_before is None:
            return None
        return self.starts_from, self.starts_before

    @property
    def is_narrowing(self) -> bool:
        """Whether any of them narrows the list."""
        return any(getattr(self, field.name) not in {None, "", False} for field in fields(self))


def matching_bookings(user: User, filters: LogFilters, now: datetime) -> BookingQuerySet:
    """Return the organization's bookings that match the filters, without regard to who may see them."""
    return apply_filters(Booking.objects.filter(organization_id=user.organization_id), user, filters, now)


def apply_filters(bookings: BookingQuerySet, user: User, filters: LogFilters, now: datetime) -> BookingQuerySet:
    """Return those of the bookings that match the filters."""
    if filters.host is not None:
        bookings = bookings.filter(Exists(HostTime.objects.filter(host=filters.host, meeting=OuterRef("uid"))))
    if filters.state is not None:
        bookings = bookings.filter(in_state(filters.state, now))
    if filters.without_single_use:
        bookings = bookings.exclude(link_type=LinkType.SINGLE_USE)
    if filters.text:
        bookings = bookings.filter(admission__in=Admission.objects.filter(customer_words_condition(user, filters.text)))
    if filters.admissions is not None:
        bookings = bookings.filter(any_of(F("admission_id"), list(filters.admissions)))
    conditions = {
        "event_type": filters.event_type,
        "link_type": filters.link_type or None,
        "starts_at__gte": filters.starts_from,
        "starts_at__lt": filters.starts_before,
        # A meeting is always booked before it starts, so its end date also limits when it was booked. With this
        # condition, the index by `created_at` can be used.
        "created_at__lt": filters.starts_before,
        "admission__link": filters.link,
    }
    return bookings.filter(**{name: value for name, value in conditions.items() if value is not None})


def matching_each(user: User, filters: LogFilters, now: datetime) -> BookingQuerySet:
    """Return the bookings that match the filters and that the user may see, each judged by itself, out of limited ones.

    Joined, PostgreSQL might read all that a host ever held, or all that ever came through a link.
    """
    found = apply_filters(Booking.objects.all(), user, replace(filters, host=None, link=None, text=""), now)
    admission = Admission.objects.filter(pk=OuterRef("admission_id"))
    if filters.link is not None:
        admission = admission.filter(link=filters.link)
    if filters.text:
        admission = admission.filter(customer_words_condition(user, filters.text))
    if filters.link is not None or filters.text:
        found = found.alias(admitted=Subquery(admission.values("pk"))).filter(admitted__isnull=False)
    if filters.host is not None:
        found = found.alias(hosts=_hosts()).filter(Q(hosts__contains=[filters.host.pk]))
    return visible_among_few(found, user)


def with_admissions(user: User, filters: LogFilters) -> LogFilters:
    """Return the filters with the admissions that have the words in place of these, if there are few of them.

    Call it inside `fresh_plans`.
    """
    if not filters.text:
        return filters
    newest = Booking.objects.filter(organization_id=user.organization_id).order_by("-created_at", "-id")
    sample = newest.values_list("admission", flat=True)
    whole = whole_word_condition(filters.text, "#", user.organization_id, CustomerSearchVector)
    few = few_with_words(Admission.objects.all(), customer_words_condition(user, filters.text), sample, whole)
    return filters if few is None else replace(filters, text="", admissions=tuple(few))


def with_admissions_of_link(filters: LogFilters) -> LogFilters:
    """Return the filters with the link's admissions in place of the link, if these are few."""
    if filters.link is None or filters.admissions is not None:
        return filters
    admissions = list(
        Admission.objects.filter(link=filters.link).order_by().values_list("pk", flat=True)[: FEW_USES + 1]
    )
    return filters if len(admissions) > FEW_USES else replace(filters, link=None, admissions=tuple(admissions))


def customer_words_condition(user: User, text: str) -> Q:
    return search_condition(text, "#", user.organization_id, CustomerSearchVector)


def in_state(state: BookingState, now: datetime) -> Q:
    """Return the condition for bookings in this state."""
    return Q(status=state.status) & _clock_condition(state, now)


def _clock_condition(state: BookingState, now: datetime) -> Q:
    """Return the condition that tells the state from other states with the same stored status."""
    is_ahead = Q(ends_at__gt=now, starts_at__gt=now - LONGEST_TIME)
    match state:
        case BookingState.REQUESTED:
            return Q(lapses_at__gt=now)
        case BookingState.LAPSED:
            return Q(lapses_at=None) | Q(lapses_at__lte=now)
        case BookingState.SCHEDULED:
            return is_ahead & Q(rescheduled_at=None)
        case BookingState.RESCHEDULED:
            return is_ahead & Q(rescheduled_at__isnull=False)
        case BookingState.COMPLETED:
            return Q(ends_at__lte=now)
        case _decided:
            return Q()


def visible_among_few(bookings: BookingQuerySet, user: User) -> BookingQuerySet:
    """Return the bookings that the user may see, out of few: the hosts of each one are read by an index.

    With `visible_to`, PostgreSQL would first read all that a member ever held, since it takes the few for many.
    """
    if user.is_admin:
        return bookings
    return bookings.alias(hosts=_hosts()).filter(Q(hosts__contains=[user.pk]) | Q(onlooker=user))


def _hosts() -> ArraySubquery:
    """Return the ids of the hosts of each booking."""
    return ArraySubquery(HostTime.objects.filter(meeting=OuterRef("uid")).values("host_id"))
