"""The lists of reusable links: the user's own, those that colleagues share, and all of them for admins."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from core.ids import read_id
from links.catalogue import CatalogueEntry, catalogue, library_links, search_links
from links.models import Link
from links.queries import MOST_COUNTED, restorable_links
from links.texts import BriefMoment, brief_end_text, outstanding_text
from owner.links.forms.catalogue import AllLinksForm, LinksForm, SearchForm


@dataclass(frozen=True, slots=True)
class ReusableLine:
    """One reusable link as a row of a list, in words."""

    link: Link
    entry: CatalogueEntry
    expires: BriefMoment | None
    versions: str
    # `own`: the user may look into it. `kept`: the user made it for somebody else. Unless managed, either
    # may be changed.
    own: bool
    kept: bool = False

    @property
    def works(self) -> bool:
        return self.entry.dead_reason is None

    @property
    def withdrawn(self) -> bool:
        """Whether its signing key was dropped. The address is dead until a new one is copied."""
        return self.works and self.link.token() is None

    @property
    def paused(self) -> bool:
        """Whether it works, but all that could be booked through it is paused."""
        return self.works and self.entry.is_paused

    @property
    def editable(self) -> bool:
        return (self.own or self.kept) and self.link.managed_id is None

    @property
    def name(self) -> str:
        """The link's label, or the name of the page that it was made from."""
        return self.link.label or self.link.target.name

    @property
    def list(self) -> str:
        """The address of the list of its outstanding single-use versions."""
        return f"{reverse('links')}?parent={self.link.pk}&status=outstanding"


@owner_view(READ)
def my_links(request: MemberRequest) -> HttpResponse:
    """List the user's reusable links, and those that they made for others."""
    form, now = LinksForm(request.GET, user=request.user), timezone.now()
    links = Link.objects.own_or_delegated(request.user).filter(form.status_condition(now))
    return _list(request, "owner/links/reusable.html", form, links, now, kept=True)


@owner_view(READ)
def links_library(request: MemberRequest) -> HttpResponse:
    """List the unlocked links that colleagues share."""
    form, now = SearchForm(request.GET), timezone.now()
    return _list(request, "owner/links/library.html", form, library_links(request.user, now), now)


@owner_view(READ, admins=True)
def all_links(request: MemberRequest) -> HttpResponse:
    """List every user's reusable links, for admins."""
    form, now = AllLinksForm(request.GET, user=request.user), timezone.now()
    links = Link.objects.visible_to(request.user).reusable().filter(form.status_condition(now))
    if form.owner_id is not None:
        links = links.filter(owner=form.owner_id)
    return _list(request, "owner/links/all_links.html", form, links, now)


def _list(
    request: MemberRequest, template: str, form: SearchForm, links: QuerySet[Link], now: datetime, kept: bool = False
) -> HttpResponse:
    page = catalogue(search_links(links, form.text, request.user), viewer=request.user, now=now, before=form.place)
    further = request.GET.copy()
    withdrawn = further.pop("withdrawn", [""])[0]
    further["before"] = str(page.older)
    context = {
        "form": form,
        "lines": [line(entry, request.user, now, kept) for entry in page.entries],
        "older": page.older,
        "further": further.urlencode(),
        "withdrawn": _just_withdrawn(withdrawn, request.user, now),
    }
    return render(request, template, context)


def line(entry: CatalogueEntry, user: User, now: datetime, kept: bool = False) -> ReusableLine:
    """Return the entry as a row of the list, with texts for the user."""
    link = entry.link
    return ReusableLine(
        link=link,
        entry=entry,
        expires=brief_end_text(link.expires_at, user, now) if link.expires_at else None,
        versions=outstanding_text(entry.versions, MOST_COUNTED),
        own=user.is_admin or link.owner_id == user.pk,
        kept=kept,
    )


def _just_withdrawn(pk: str, user: User, now: datetime) -> Link | None:
    """Return the link that was just withdrawn, as long as that can be undone."""
    link_id = read_id(pk)
    if link_id is None:
        return None
    return restorable_links(user=user, now=now).reusable().filter(pk=link_id, managed=None).first()
