"""Tools of pages and links."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

from django.utils import timezone
from pydantic import Field

from accounts.models import User
from api.assistants.texts import moment_text, truncate
from api.problems import Problem
from api.sentences import one_of_page_and_link
from api.shapes import Email, Id, In, Name, one_line
from links.actions import mint, revoke
from links.models import Link
from links.queries import Filters, outstanding_links, public_address
from pages.models import Page

MOST_LINKS = 20


class NoArguments(In):
    """The arguments of a tool that takes none."""


class ListLinksArguments(In):
    reusable: bool = Field(False, description="List the reusable links instead of the one-time links.")
    text: Annotated[
        str, Field(max_length=100, description="Words of a label or of the customer whom the link is for."), one_line
    ] = ""


class NewLinkArguments(In):
    page: Id | None = Field(None, description="The page to book at, by its id. Give this or `link`.")
    link: Id | None = Field(None, description="The reusable link to make it from, by its id. Give this or `page`.")
    recipient_name: Name = Field("", description="For whom it is.")
    recipient_email: Email | None = Field(None, description="Their email address. Nothing is sent to it.")
    expires_in_days: int | None = Field(None, ge=1, le=365, description="When it ends unbooked; by default never.")
    label: Name = Field("", description="A word by which the user finds it again.")


class LinkArguments(In):
    link: Id


def list_pages(user: User, _arguments: NoArguments) -> Mapping[str, Any]:
    """List the pages from which the user can make links, by name and id."""
    pages = Page.objects.shareable_by(user).select_related("organization").order_by("name", "pk")[:100]
    return {"pages": [_page(page) for page in pages]}


def list_links(user: User, arguments: ListLinksArguments) -> Mapping[str, Any]:
    """List the user's newest links: for whom they are, whether they were opened or booked, and their addresses."""
    now = timezone.now()
    if arguments.reusable:
        reusable = Link.objects.copyable_by(user).reusable().filter(revoked_at=None).select_related("page")
        links = reusable.filter(label__icontains=arguments.text).order_by("-pk")[:MOST_LINKS]
        return {"links": [_link(link, user) for link in links]}
    rows = outstanding_links(user=user, now=now, filters=Filters(text=arguments.text.strip())).rows[:MOST_LINKS]
    return {"links": [_link(row.link, user) | {"status": str(row.status)} for row in rows]}


def make_one_time_link(user: User, arguments: NewLinkArguments) -> Mapping[str, Any]:
    """Make a link that admits exactly one booking, and return its address for the user to send. Nothing is sent."""
    if (arguments.page is None) == (arguments.link is None):
        raise Problem("invalid", errors=[{"detail": one_of_page_and_link()}])
    now = timezone.now()
    source: dict[str, Any] = {}
    if arguments.page is not None:
        source["page"] = Page.objects.shareable_by(user).get(pk=arguments.page)
    if arguments.link is not None:
        source["parent"] = Link.objects.copyable_by(user).reusable().get(pk=arguments.link)
    new_link = mint(
        actor=user,
        now=now,
        expires_at=None if arguments.expires_in_days is None else now + timedelta(days=arguments.expires_in_days),
        recipient_name=arguments.recipient_name,
        recipient_email=arguments.recipient_email or "",
        label=arguments.label,
        **source,
    )
    return _link(new_link, user)


def revoke_link(user: User, arguments: LinkArguments) -> Mapping[str, Any]:
    """Revoke a link, so that nobody can book with it any more. What was booked stays booked. Ask the user first."""
    link = Link.objects.changeable_by(user).get(pk=arguments.link)
    return _link(revoke(actor=user, link=link, now=timezone.now()), user) | {"status": "revoked"}


def _page(page: Page) -> dict[str, Any]:
    return {
        "id": page.pk,
        "name": page.name,
        "address": public_address(page),
        "takes_bookings": page.accepts_bookings,
    }


def _link(link: Link, user: User) -> dict[str, Any]:
    """Return a link in brief. Its recipient may have typed their own name, when they asked for it."""
    page = link.target
    return {
        "id": link.pk,
        "address": link.address(),
        "page": {"id": page.pk, "name": page.name},
        "label": truncate(link.label),
        "written_by_customer": {"name": truncate(link.recipient_name), "email": link.recipient_email},
        "ends": None if link.expires_at is None else moment_text(link.expires_at, user),
    }
