"""The daily digest: a mail with a user's day, each morning; a chore of the workers enqueues it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from bookings.log_filters import LogFilters
from bookings.meetings import meetings
from bookings.states import Tab
from core.cldr import COMMAS, list_text
from core.dates import clock_or_default, day_text, parse_time, start_of_day, time_text
from core.text import clean_one_line, join_sentences
from core.zones import zone
from deliveries.envelope import mail_to, user_facts
from deliveries.mails import Content, Facts
from deliveries.models import Delivery
from links.models import LinkRequest
from links.queries.requests import count_waiting
from pages.models import LONGEST_TIME, HostTime

KIND = "daily_digest"
LABELS = {KIND: gettext_lazy("Daily digest")}
# The hours of a user's day in which the digest is enqueued; after these it would be late.
FIRST_HOUR, LAST_HOUR = 7, 11
MOST_MEETINGS = 50


class DigestFacts(Facts):
    """The facts of a digest. Customers are persons in it, so that an erasure finds them."""

    day: str
    meetings: list[dict[str, object]]
    requests: int
    link_requests: int


def send_digests(now: datetime) -> bool:
    """Enqueue the digest of the day for each user who wants it, once, in the morning of their zone. A chore.

    Users whose day is free and for whom nothing waits get no mail.
    """
    due = {_thread(user, day): (user, day) for user, day in _users_in_their_morning(now)}
    existing = set(Delivery.objects.filter(thread__in=due, kind=KIND).values_list("thread", flat=True))
    missing = [(thread, *user_and_day) for thread, user_and_day in due.items() if thread not in existing]
    mails = [_mail(thread, user, day, now) for thread, user, day in missing]
    Delivery.objects.bulk_create([mail for mail in mails if mail is not None])
    return False


def _users_in_their_morning(now: datetime) -> list[tuple[User, date]]:
    """Return who may have something to read of the day that has begun for them, in one query, and that day."""
    times = HostTime.objects.filter(host=OuterRef("pk"))
    today = times.active().filter(
        starts_at__gt=now - LONGEST_TIME, ends_at__gt=now, starts_at__lt=now + timedelta(days=1)
    )
    link_requests = LinkRequest.objects.filter(organization=OuterRef("organization"), answered_at=None)
    waiting = times.filter(active=False, waits_until__gt=now)
    has_news = Exists(today) | Exists(waiting) | Exists(link_requests)
    users = User.objects.filter(has_news, daily_digest=True, is_active=True)
    users = users.select_related("organization").order_by("pk")
    local_times = [(user, now.astimezone(zone(user.time_zone))) for user in users]
    return [(user, local.date()) for user, local in local_times if FIRST_HOUR <= local.hour <= LAST_HOUR]


def _thread(user: User, day: date) -> UUID:
    return uuid5(NAMESPACE_OID, "\0".join([KIND, str(user.pk), day.isoformat()]))


def _mail(thread: UUID, user: User, day: date, now: datetime) -> Delivery | None:
    """Return the unsaved mail, or None if there is nothing to tell."""
    ends = start_of_day(day + timedelta(days=1), zone(user.time_zone))
    filters = LogFilters(host=user)
    upcoming = meetings(user=user, now=now, filters=filters, limit=MOST_MEETINGS).bookings
    today = [booking for booking in upcoming if booking.starts_at < ends]
    waiting = len(meetings(user=user, now=now, tab=Tab.REQUESTS, filters=filters, limit=MOST_MEETINGS).bookings)
    link_requests = count_waiting(user)
    if not (today or waiting or link_requests):
        return None
    facts: DigestFacts = {
        **user_facts(user, now),
        "day": day.isoformat(),
        "meetings": [
            {
                "starts_at": booking.starts_at.isoformat(),
                "title": booking.title,
                "customer": {"name": booking.admission.customer_name, "email": booking.admission.customer_email},
            }
            for booking in today
        ],
        "requests": waiting,
        "link_requests": link_requests,
    }
    return mail_to(user, KIND, facts, thread=thread, due_at=now, expires_at=ends)


def digest(facts: DigestFacts) -> Content:
    """Tell a user what their day holds, and what waits for them."""
    reader, day = facts["recipient"], day_text(date.fromisoformat(facts["day"]))
    clock = clock_or_default(reader["clock"], reader["language"])
    with timezone.override(zone(reader["zone"])):
        rows = [
            (time_text(parse_time(str(meeting["starts_at"])), clock), _meeting_text(meeting))
            for meeting in facts["meetings"]
        ]
    return Content(
        template="notice",
        subject=_("Your day: %(day)s") % {"day": day},
        sender=settings.PRODUCT_NAME,
        reply_to=facts["organizer"],
        context={
            "heading": day,
            "sentence": join_sentences(*_sentences(len(rows), facts["requests"], facts["link_requests"])),
            "rows": rows,
            "label": _("Open home"),
            "address": f"{settings.BASE_URL}/",
        },
    )


def _sentences(count: int, requests: int, link_requests: int) -> Iterator[str]:
    today = (
        ngettext("%(count)d meeting today.", "%(count)d meetings today.", count) if count else _("No meetings today.")
    )
    yield today % {"count": count}
    if requests:
        waiting = ngettext("%(count)d request waits for you.", "%(count)d requests wait for you.", requests)
        yield waiting % {"count": requests}
    if link_requests:
        people = ngettext(
            "%(count)d person asks for a new link.", "%(count)d people ask for a new link.", link_requests
        )
        yield people % {"count": link_requests}


def _meeting_text(meeting: dict[str, object]) -> str:
    customer = meeting["customer"]
    assert isinstance(customer, dict)
    return clean_one_line(list_text([text for text in (customer["name"], meeting["title"]) if text], COMMAS))


RENDERERS: dict[str, Callable[[DigestFacts], Content]] = {KIND: digest}
