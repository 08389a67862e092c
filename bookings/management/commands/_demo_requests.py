"""The demo's requests for a new link: one that a new link can answer, and one for an archived page."""

from datetime import datetime, timedelta

from accounts.models import User
from links.actions import mint, request_link, revoke
from pages.models import Page


def populate(ana: User, now: datetime) -> None:
    """Make two requests. A third one is made with the demo's outstanding links."""
    page = ana.pages.order_by("pk")[0]
    made_at = now - timedelta(days=20)
    revoked = mint(actor=ana, page=page, now=made_at, expires_at=None, label="Business card")
    revoke(actor=ana, link=revoked, now=now - timedelta(days=10))
    note = "We met at your stand.\nThe link on your card says it has been withdrawn."
    request_link(link=revoked, name="Hana Novak", email="hana@example.net", message=note, now=now - timedelta(hours=5))
    gone = Page.objects.create(
        organization=ana.organization, owner=ana, host=ana, schedule=page.schedule, name="Summer consultations",
        slug="summer-consultations",
    )  # fmt: skip
    lost = mint(actor=ana, page=gone, now=made_at, expires_at=None, recipient_name="Luis Prado")
    Page.objects.filter(pk=gone.pk).update(archived_at=now - timedelta(days=9))
    request_link(link=lost, name="Luis Prado", email="luis@example.net", message="", now=now - timedelta(hours=2))
