"""The demo's outstanding links: one in each state that the dashboard knows, with their history."""

from datetime import datetime, timedelta

from accounts.models import User
from links.actions import extend, mint, record_copy, record_opening, reissue, request_link, revoke, send
from links.models import Link, Opening
from pages.models import Page

LONG_AGO = 75


def populate(ana: User, now: datetime) -> None:
    """Make the links at dates in the past, as they would have been made."""
    page = ana.pages.order_by("pk")[0]
    _make_opened(ana, page, now)
    _make_ended(ana, page, now)
    _make_for_colleagues(ana, now)


def _make_opened(ana: User, page: Page, now: datetime) -> None:
    grace = _link(
        ana, page, now, 6, name="Grace Okoro", email="grace@example.net", label="Spring campaign",
        note="Met at the fair in Lyon; wants to hear about audits before the summer.",
        message="As promised: choose whatever suits you.",
    )  # fmt: skip
    send(actor=ana, link=grace, subject="Your appointment", text="Choose a time: {link}", now=_days_ago(now, 6))
    for days, by in ((6, Opening.By.SCANNER), (5, Opening.By.BROWSER), (2, Opening.By.BROWSER)):
        record_opening(link=grace, by=by, now=_days_ago(now, days))
    extend(actor=ana, link=grace, expires_at=now + timedelta(days=5), now=_days_ago(now, 1))
    scanned = _link(ana, page, now, 3, name="Noor Haddad", email="noor@example.net")
    record_opening(link=scanned, by=Opening.By.SCANNER, now=_days_ago(now, 3))
    panel = _link(ana, page, now, 4, label="Interview panel", uses=5, life=30)
    record_copy(actor=ana, link=panel, now=_days_ago(now, 4))
    locked = _link(ana, page, now, 2, name="Mateo Silva", email="mateo@example.net", locked=True)
    record_copy(actor=ana, link=locked, now=_days_ago(now, 2))


def _make_ended(ana: User, page: Page, now: datetime) -> None:
    missed = _link(ana, page, now, 12, name="Yuki Tanaka", email="yuki@example.net", label="Spring campaign")
    record_opening(link=missed, by=Opening.By.BROWSER, now=_days_ago(now, 11))
    request_link(
        link=missed,
        name="Yuki Tanaka",
        email="yuki@example.net",
        message="I was travelling. May I?",
        now=_days_ago(now, 1),
    )
    withdrawn = _link(ana, page, now, 9, name="Oscar Lund", email="oscar@example.net", life=30)
    revoke(actor=ana, link=withdrawn, now=_days_ago(now, 8))
    reissue(actor=ana, link=withdrawn, expires_at=now + timedelta(days=7), now=_days_ago(now, 7))
    for number, name in enumerate(("Ines Duarte", "Karl Voss", "Mei Lin")):
        _link(ana, page, now, LONG_AGO + number, name=name, label="Winter campaign")


def _make_for_colleagues(ana: User, now: datetime) -> None:
    """Make links of colleagues, which an admin sees. One of them leads to a page that is paused."""
    for number, user in enumerate(User.objects.filter(organization=ana.organization).exclude(pk=ana.pk).order_by("pk")):
        page = user.pages.order_by("pk")[0]
        _link(user, page, now, 1 + number, label=f"Made by {user.get_short_name()}")
        if number == 1:
            Page.objects.filter(pk=page.pk).update(accepts_bookings=False)


def _link(
    owner: User, page: Page, now: datetime, days: int, *, name: str = "", email: str = "", life: int = 7,
    uses: int = 1, locked: bool = False, label: str = "", note: str = "", message: str = "",
) -> Link:  # fmt: skip
    made_at = _days_ago(now, days)
    return mint(
        actor=owner,
        page=page,
        now=made_at,
        expires_at=made_at + timedelta(days=life),
        max_uses=uses,
        recipient_name=name,
        recipient_email=email,
        locked_to_recipient=locked,
        label=label,
        note=note,
        message=message,
    )


def _days_ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days, hours=days % 5, minutes=7 * days % 60)
