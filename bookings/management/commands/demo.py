"""The demo data: a team of eight with pages of every kind, some meetings and live one-time links."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from accounts.actions import add_member, approve_pairing, fetch_token, make_api_token, start_pairing
from accounts.demo import EMAIL, PASSWORD
from accounts.models import ApiToken, Scope, User
from bookings.actions import book, keep_feed
from bookings.management.commands import (
    _demo_batches,
    _demo_brand,
    _demo_calendar,
    _demo_meetings,
    _demo_outstanding,
    _demo_requests,
    _demo_reusable,
    _demo_team,
    _demo_time_off,
    _demo_webhooks,
)
from bookings.submission import Customer, Submission
from core.dates import from_epoch, to_epoch
from links.actions import expiry, mint
from links.models import Link
from pages.actions import make_first_page, open_account
from pages.models import EventType, LocationKind, Page, PageEventType
from pages.queries import list_starts, offers_of

CUSTOMERS = [("Priya Shah", "priya@example.net"), ("Tom Berg", "tom@example.net"), ("Lena Fuchs", "lena@example.net")]
LABEL = "Demo"


class Command(BaseCommand):
    """The command that creates the demo data, through the same actions as the screens.

    Run again, it adds nothing except a link if no demo link works any more.
    """

    help = "Creates demo data (development only) and prints a sign-in and a live one-time link."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where a calendar server runs for the demo, if one does."""
        parser.add_argument("--calendar", nargs=3, metavar=("ADDRESS", "USER", "PASSWORD"))

    def handle(self, *args: object, calendar: Sequence[str] | None = None, **options: object) -> None:
        if not settings.DEVELOPMENT:
            raise CommandError("Demo data has a published password: it is for DEVELOPMENT=true only.")
        now = timezone.now()
        ana = User.objects.filter(email=EMAIL).first() or self.populate(now)
        if calendar:
            _demo_calendar.populate(ana, calendar, now)
        link = live_link(ana, now)
        in_files = f"written to {settings.MAIL_DIR}/ (EMAIL_URL is not set)"
        mail = in_files if settings.MAIL_TO_FILES else "sent by EMAIL_URL"
        self.stdout.write(
            f"\n{settings.PRODUCT_NAME} is running:  {settings.BASE_URL}/\n"
            f"  Sign in with         {EMAIL}  /  {PASSWORD}\n"
            f"  A one-time link      {link.address()}\n"
            f"  Mails are            {mail}"
        )
        if calendar:
            self.stdout.write(f"  Ana's calendar is    {'  /  '.join(calendar)}")

    def populate(self, now: datetime) -> User:
        """Make Ana, Ben and their team, their pages and links, and the first meetings. Return Ana."""
        ana = open_account(
            signups="open",
            organization_name="Acme Consulting",
            name="Ana Ruiz",
            email=EMAIL,
            password=PASSWORD,
            time_zone="Europe/Madrid",
        )
        page = ana.pages.get()
        with transaction.atomic():
            set_event_types(page)
            ben = add_ben(ana)
        _demo_brand.populate(ana, now)
        masters = _demo_team.populate(ana, ben, PASSWORD, now)
        share_page(page, now)
        share_masters(ana, masters, now)
        _demo_reusable.populate(ana, now)
        _demo_batches.populate(ana, now)
        _demo_outstanding.populate(ana, now)
        _demo_webhooks.populate(ana, now)
        _demo_requests.populate(ana, now)
        _demo_meetings.populate(ana, now)
        _demo_time_off.populate(ana, ben, now)
        keep_feed(user=ana, details=False, now=now)
        make_tokens(ana, ben, now)
        return ana


def make_tokens(ana: User, ben: User, now: datetime) -> None:
    """Make API tokens for programs, a browser and an assistant of Ana's and Ben's. The tokens are shown to nobody."""
    both, everything = [Scope.LINKS_READ, Scope.LINKS_WRITE], ApiToken.Reach.ORGANIZATION
    make_api_token(actor=ana, name="CRM", scopes=list(Scope), life=None, reach=everything, now=now)
    make_api_token(actor=ana, name="Newsletter", scopes=both, life=timedelta(days=30), now=now)
    pairing = start_pairing(address="203.0.113.7", agent="Chrome", now=now)
    approve_pairing(actor=ana, letters=pairing.letters, name="Chrome on Linux", now=now)
    fetch_token(device_code=pairing.device_code(), now=now)
    make_api_token(actor=ben, name="Website", scopes=both, life=timedelta(days=90), now=now)
    make_api_token(
        actor=ana,
        name="Assistant",
        scopes=[*both, Scope.SLOTS_READ, Scope.BOOKINGS_READ],
        life=timedelta(days=90),
        made_for=ApiToken.MadeFor.AGENT,
        now=now,
    )


def set_event_types(page: Page) -> None:
    """Set what can be booked on Ana's page: a short call and a longer review."""
    Page.objects.filter(pk=page.pk).update(
        welcome="A short first conversation about your project.", location_kind=LocationKind.JITSI
    )
    EventType.objects.filter(offered_on__page=page).update(
        name="Intro call", description="What you need, what we can do, and what comes next."
    )
    review = EventType.objects.create(
        organization=page.organization, owner=page.owner, name="Project review", duration=60, buffer_after=15
    )
    PageEventType.objects.create(page=page, event_type=review, position=1)


def add_ben(ana: User) -> User:
    """Add Ben, a colleague who is no admin, with a page of his own."""
    ben = add_member(
        organization=ana.organization,
        email="ben@example.com",
        name="Ben Okafor",
        role=User.Role.MEMBER,
        time_zone="Africa/Lagos",
        password=PASSWORD,
    )
    make_first_page(ben)
    return ben


def share_page(page: Page, now: datetime) -> None:
    """Make a one-time link for each customer. All but the last have booked with theirs."""
    for number, (name, email) in enumerate(CUSTOMERS):
        end = expiry(7, now)
        link = mint(actor=page.owner, page=page, now=now, expires_at=end, recipient_name=name, recipient_email=email)
        if number < 2:
            book_one(link, page, Customer(name, email, "Europe/Berlin"), now, skip=3 + 4 * number)


def share_masters(ana: User, masters: Sequence[Page], now: datetime) -> None:
    """Make a one-time link to each master page. Those to team pages have been booked."""
    for number, master in enumerate(masters):
        link = mint(actor=ana, page=master, now=now, expires_at=expiry(30, now), label=f"Demo: {master.name}")
        if master.is_team:
            name, email = CUSTOMERS[number]
            book_one(link, master, Customer(name, email, "America/Chicago"), now, skip=2 + 2 * number)


def book_one(link: Link, page: Page, customer: Customer, now: datetime, skip: int) -> None:
    """Book the start that follows `skip` others, if there is one."""
    offer = offers_of(page)[0]
    begin = to_epoch(now)
    times = list_starts(offer, (begin, begin + int(timedelta(days=14).total_seconds())), now)
    if len(times) > skip:
        submission = Submission(uuid.uuid4(), offer.event_type.pk, from_epoch(times[skip]), customer)
        book(submission=submission, link=link)


def live_link(owner: User, now: datetime) -> Link:
    """Return a demo link that still works, or make a new one."""
    for link in Link.objects.with_page_and_hosts().filter(owner=owner, label=LABEL).order_by("-id")[:5]:
        if link.dead_reason(now) is None and link.address():
            return link
    return mint(actor=owner, page=owner.pages.order_by("pk")[0], now=now, expires_at=expiry(7, now), label=LABEL)
