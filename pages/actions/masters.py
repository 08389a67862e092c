"""Writes of master pages: texts, rules of a team or panel, choices of customers, pictures."""

from collections.abc import Collection, Sequence
from datetime import datetime

from accounts import locks
from accounts.actions import add_history
from accounts.models import User
from accounts.verbs import Verb
from pages.actions._save import prepare_row, record_save, save
from pages.actions.booking_pages import assign_slug, replace_event_types
from pages.actions.rules import Rule, check_automatic_booking, check_event_types, check_usable, write_rules
from pages.errors import NotYours
from pages.models import EventType, IncludedPage, Page, PageImage, RuleSeat

MASTER_FIELDS = ["scenario", "name", "label", "slug", "welcome", "contact", "accepts_bookings", "listed"]


def save_master(*, actor: User, page: Page, now: datetime, fields: Collection[str] = MASTER_FIELDS) -> Page:
    """Create a master page, or update the given fields of one.

    Other fields of a saved page are left alone, because `page` may be older than what somebody else has switched since.
    Raise NotYours if the actor is no admin, or AddressInUse.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = prepare_row(Page.objects.editable_by(actor), actor, page)
        if not actor.is_admin or page.kind != Page.Kind.MASTER:
            raise NotYours
        if is_new or "slug" in fields:
            assign_slug(actor, page)
        former = Page.objects.get(pk=page.pk) if not is_new and "scenario" in fields else None
        save(page, is_new, fields)
        if former is not None:
            _drop_former_scenario(page, former)
        record_save(actor, page, is_new, now)
    return page


def _drop_former_scenario(page: Page, former: Page) -> None:
    """Delete what belongs only to the scenario that the page had before.

    From a team or panel to choices, the event types stay and the booking pages in seats become choices. In the other
    direction nothing stays, because a rule needs an assignment.
    """
    if former.is_team and not page.is_team:
        _rules_to_choices(page)
    elif page.is_team and not former.is_team:
        page.offered.all().delete()
        page.included.all().delete()


def _rules_to_choices(page: Page) -> None:
    seats = RuleSeat.objects.filter(rule__page=page).exclude(page=None).order_by("rule__position", "position")
    page_ids = dict.fromkeys(seats.values_list("page", flat=True))
    IncludedPage.objects.bulk_create(
        IncludedPage(master=page, page_id=page_id, position=position) for position, page_id in enumerate(page_ids)
    )
    RuleSeat.objects.filter(rule__page=page).delete()
    page.offered.update(at_once=None)


def save_rules(*, actor: User, page: Page, rules: Sequence[Rule], now: datetime) -> None:
    """Replace the rules of a team-or-panel page. Customers see the event types in the order of the rules.

    Raise NotYours; WrongChoice for something that is unavailable or given twice; TeamNeedsAutomaticBooking for an event
    type that needs approval or has several sessions.
    """
    with locks.changing_offers(actor.organization_id):
        _check_master(actor, page, is_team=True)
        event_types = [rule.event_type for rule in rules]
        check_event_types(EventType.objects.for_page(page.pk, actor), event_types)
        check_automatic_booking(event_types)
        for rule in rules:
            check_usable(actor.organization_id, rule.everybody)
        write_rules(page, rules)
        add_history(subject=page, organization_id=page.organization_id, verb=Verb.CHANGED, actor=actor, at=now)


def save_choices(
    *, actor: User, page: Page, included: Sequence[Page], event_types: Sequence[EventType], now: datetime
) -> None:
    """Replace the booking pages and event types that customers choose from, each in the given order.

    Raise NotYours, or WrongChoice for something that is unavailable or given twice.
    """
    with locks.changing_offers(actor.organization_id):
        _check_master(actor, page, is_team=False)
        check_event_types(EventType.objects.for_page(page.pk, actor), event_types)
        check_usable(actor.organization_id, included)
        replace_event_types(page, event_types)
        page.included.all().delete()
        IncludedPage.objects.bulk_create(
            IncludedPage(master=page, page=booking_page, position=position)
            for position, booking_page in enumerate(included)
        )
        add_history(subject=page, organization_id=page.organization_id, verb=Verb.CHANGED, actor=actor, at=now)


def save_image(*, actor: User, page: Page, image: PageImage | None) -> None:
    """Set the picture of the page's customer screens, or remove it if `image` is None. Raise NotYours."""
    with locks.changing_offers(actor.organization_id):
        _check_master(actor, page)
        PageImage.objects.filter(page=page).delete()
        if image is not None:
            image.page = page
            image.save(force_insert=True)


def _check_master(actor: User, page: Page, is_team: bool | None = None) -> None:
    """Raise NotYours unless the actor may change the master page, and its scenario is still the expected one."""
    master = Page.objects.editable_by(actor).filter(pk=page.pk, kind=Page.Kind.MASTER).first()
    if master is None or is_team not in {None, master.is_team}:
        raise NotYours
