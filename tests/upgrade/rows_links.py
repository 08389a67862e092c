"""Adds rows about pages and links to the demo's: live links, and a dead one for each reason."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from links.actions import dismiss_request, expiry, mint, mint_version, record_opening, request_link, revoke
from links.models import Link, Opening
from pages.actions import (
    archive_event_type,
    archive_page,
    archive_pool,
    archive_schedule,
    save_event_type,
    save_image,
    save_page,
    save_pool,
    save_schedule,
)
from pages.models import EventType, LocationKind, Page, PageImage, Pool, Schedule
from tests.upgrade.mailed import Mailed, using_keys


def add(ana: User, mailed: Mailed, now: datetime) -> None:
    _add_pages(ana, mailed, now)
    with using_keys("00a"):
        _add_live_links(ana, mailed, now, "signed with the older key")
        _add_dead_links(ana, mailed, now)
    with using_keys("00b", "00a"):
        _add_live_links(ana, mailed, now, "signed with the current key")
    with using_keys("00z"):
        mailed.add("link, its key dropped", _link(ana, now, label="Key dropped").address(), 404)


def _link(ana: User, now: datetime, **choices: Any) -> Link:
    page = choices.pop("page", None) or ana.pages.order_by("pk")[0]
    return mint(actor=ana, page=page, now=now, **{"expires_at": expiry(30, now)} | choices)


def _add_pages(ana: User, mailed: Mailed, now: datetime) -> None:
    """Add an archived row of each kind, a picture, and a schedule with date overrides."""
    schedule = Schedule(organization=ana.organization, owner=ana, name="Summer", time_zone="Europe/Madrid")
    today, weekly = now.date(), [(1, 480, 720)]
    dates = [(today + timedelta(days=40), 600, 660), (today + timedelta(days=41), None, None)]
    save_schedule(actor=ana, schedule=schedule, weekly=weekly, dates=dates, today=today, now=now)
    archive_schedule(actor=ana, schedule=schedule, now=now)
    event_type = save_event_type(actor=ana, event_type=EventType(name="Old offer", duration=25), now=now)
    archive_event_type(actor=ana, event_type=event_type, now=now)
    pool = save_pool(actor=ana, pool=Pool(name="Old pool", distribution="round_robin"), members=[], now=now)
    archive_pool(actor=ana, pool=pool, now=now)
    master = Page.objects.filter(organization=ana.organization, kind=Page.Kind.MASTER).order_by("pk")[0]
    save_image(actor=ana, page=master, image=PageImage(content=b"RIFF", digest="c0ffee", width=400, height=300))
    for page in Page.objects.current().filter(organization=ana.organization, listed=True).order_by("pk"):
        response = () if page.accepts_bookings else (410, "paused")
        mailed.add(f"public page, {page.name}", f"/p/{ana.organization.slug}/{page.slug}/", *response)


def _add_live_links(ana: User, mailed: Mailed, now: datetime, keys: str) -> None:
    page = ana.pages.order_by("pk")[0]
    mailed.add(f"link, {keys}", _link(ana, now, label=keys).address())
    recipient = {"recipient_name": "Ada Moss", "recipient_email": "ada@example.net"}
    mailed.add(f"personal link, {keys}", _link(ana, now, **recipient).address())
    known = {"answers": {"phone": "+34 600 000 000"}, "metadata": {"crm": "42"}, "message": "See you soon."}
    only = _link(ana, now, locked_to_recipient=True, event_types=page.event_types.all()[:1], **recipient, **known)
    mailed.add(f"link for one event type, {keys}", only.address())
    last = now.date() + timedelta(days=20)
    several = _link(ana, now, max_uses=3, expires_at=None, first_day=now.date(), last_day=last)
    mailed.add(f"link for several, {keys}", several.address())
    parent = Link.objects.get(organization=ana.organization, label="Product demo, one to one")
    version = mint_version(actor=ana, parent=parent, now=now)
    mailed.add(f"version of a reusable link, {keys}", version.address())
    mailed.add(f"reusable link, {keys}", _link(ana, now, max_uses=None, label=f"Reusable, {keys}").address())


def _add_dead_links(ana: User, mailed: Mailed, now: datetime) -> None:
    """Add a dead link for each reason except *used*, which needs a booking."""
    revoked = _link(ana, now - timedelta(days=3))
    revoke(actor=ana, link=revoked, now=now - timedelta(days=2))
    mailed.add("link, revoked", revoked.address(), 410, "revoked")
    expired = _link(ana, now - timedelta(days=9), expires_at=now - timedelta(days=2))
    record_opening(link=expired, by=Opening.By.SCANNER, now=now - timedelta(days=8))
    dismiss_request(
        actor=ana, request=request_link(link=expired, name="Tim", email="tim@example.net", message="", now=now), now=now
    )
    mailed.add("link, expired", expired.address(), 410, "expired")
    for reason in ("deleted", "paused"):
        page = Page(name=f"To be {reason}", host=ana, schedule=ana.pages.order_by("pk")[0].schedule)
        page.location_kind = LocationKind.VIDEO
        save_page(actor=ana, page=page, event_types=ana.event_types.order_by("pk")[:1], now=now)
        link = _link(ana, now, page=page)
        if reason == "deleted":
            archive_page(actor=ana, page=page, now=now)
        else:
            Page.objects.filter(pk=page.pk).update(accepts_bookings=False)
        mailed.add(f"link, its page {reason}", link.address(), 410, reason)
    parent = _link(ana, now, max_uses=None, label="Withdrawn with its versions")
    version = mint_version(actor=ana, parent=parent, now=now)
    revoke(actor=ana, link=parent, now=now)
    mailed.add("version of a revoked link", version.address(), 410, "revoked")
