"""Finding links, and reading one."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Annotated, Literal, TypeVar

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from accounts.models import Scope, User
from api.auth import Caller
from api.door import NounRouter
from api.link_shape import REUSABLE, LinkOut, serialize_link, serialize_links
from api.paging import DEFAULT_LIMIT, Cursor, Limit, Listed, page_after, read_cursor
from api.problems import Problem, validate_parameter_names
from api.sentences import none_with_this_id, not_known
from api.shapes import SEARCH_REACH, Id, When, one_line
from core.ids import LARGEST_ID
from links.catalogue import conditions_by_status, library_links, search_links
from links.models import Link
from links.queries import Filters, newest_links
from links.status import LinkStatus
from pages.models import Page

# All operations on links belong to it: of two routers with the same address only the first is asked.
router = NounRouter(tags=["Links"])
Row = TypeVar("Row", bound=Model)
LONGEST_TEXT = 200
METADATA = re.compile(r"metadata\[(?P<key>[\x21-\x7e]{1,40})\]")


class LinkFilters(BaseModel):
    """What narrows the list of links."""

    status: Annotated[list[LinkStatus], Field(description="May be repeated. For one-time links.")] = []
    kind: Annotated[
        Literal["one-time", "several", "version", "reusable"] | None,
        Field(description="Without it: all but reusable links."),
    ] = None
    library: Annotated[bool, Field(description="With kind=reusable: those that colleagues share.")] = False
    page: Id | None = None
    owner: Id | None = None
    batch: Id | None = None
    parent: Id | None = None
    text: Annotated[
        str,
        Field(max_length=LONGEST_TEXT, description=f"Words of recipient, label, note or page. {SEARCH_REACH}"),
        one_line,
    ] = ""
    made_from: When | None = None
    made_before: When | None = None
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = ""


# Reusable links come neither from a batch nor from another link.
REUSABLE_PARAMETERS = LinkFilters.model_fields.keys() - {"batch", "parent", "made_from", "made_before"}


@router.reads("/links", Scope.LINKS_READ, Listed[LinkOut])
def list_links(request: Caller, response: HttpResponse, chosen: Query[LinkFilters]) -> Listed[LinkOut]:
    """List links, newest first.

    `metadata[key]=value` finds links with that metadata; it may be repeated with other keys. Of metadata that many
    links have, a page may have fewer than asked for, or none, though others follow: go on as long as there is a
    `next_cursor`.
    """
    user, now = request.user, timezone.now()
    before = read_cursor(chosen.cursor)
    if chosen.kind == REUSABLE:
        validate_parameter_names(request, REUSABLE_PARAMETERS)
        links, after = _reusable(user, chosen, before, now)
    else:
        pks, after = newest_links(
            user=user, now=now, filters=_filters(request, chosen), most=chosen.limit, before=before
        )
        links = Link.objects.filter(pk__in=pks).order_by("-created_at", "-pk")
    return page_after(request, response, serialize_links(links, user, now), after)


def _filters(request: Caller, chosen: LinkFilters) -> Filters:
    user = request.user
    return Filters(
        statuses=frozenset(chosen.status),
        page=find_by_parameter(Page.objects.filter(organization_id=user.organization_id), "page", chosen.page),
        kind=chosen.kind or "",
        owner=find_by_parameter(User.objects.filter(organization_id=user.organization_id), "owner", chosen.owner),
        made_from=chosen.made_from,
        made_before=chosen.made_before,
        text=chosen.text,
        metadata=_metadata(request),
        parent=chosen.parent,
        batch=chosen.batch,
    )


def find_by_parameter(rows: QuerySet[Row], name: str, pk: int | None) -> Row | None:
    """Return the row that a parameter names. Raise Problem if there is none."""
    if pk is None:
        return None
    match = rows.filter(pk=pk).first()
    if match is None:
        raise Problem("invalid", errors=[{"parameter": name, "detail": none_with_this_id()}])
    return match


def _metadata(request: Caller) -> Mapping[str, str]:
    """Return the wanted metadata. Raise Problem for a parameter that is not known."""
    pairs = {}
    for name, value in request.GET.items():
        match = METADATA.fullmatch(name)
        if match is not None and "\0" not in str(value):
            pairs[match["key"]] = str(value)
        elif name not in LinkFilters.model_fields:
            raise Problem("invalid", errors=[{"parameter": name[:100], "detail": not_known()}])
    return pairs


def _reusable(user: User, chosen: LinkFilters, before: int | None, now: datetime) -> tuple[QuerySet[Link], int | None]:
    """Return a page of reusable links: the user's, or an owner's, or those that colleagues share."""
    if chosen.library:
        links = library_links(user, now)
    elif chosen.owner is None:
        links = Link.objects.own_or_delegated(user)
    else:
        links = Link.objects.visible_to(user).reusable().filter(owner=chosen.owner)
    links = links.filter(_status_condition(chosen, user, now), pk__lt=before or LARGEST_ID)
    if chosen.page is not None:
        # Not by the index of a page's links: a page has all the one-time links that were ever made from it.
        links = links.alias(leads_to=Coalesce("page", Value(0))).filter(leads_to=chosen.page)
    pks = list(search_links(links, chosen.text, user).order_by("-pk").values_list("pk", flat=True)[: chosen.limit + 1])
    after = pks[chosen.limit - 1] if len(pks) > chosen.limit else None
    return Link.objects.filter(pk__in=pks[: chosen.limit]).order_by("-pk"), after


def _status_condition(chosen: LinkFilters, user: User, now: datetime) -> Q:
    """Return the condition for reusable links in the wanted statuses; without any, those in use."""
    conditions = conditions_by_status(user.organization_id, now)
    wanted = [conditions.get(status, conditions[None]) for status in chosen.status] or [conditions[None]]
    return reduce(or_, wanted)


@router.reads("/links/{int:pk}", Scope.LINKS_READ, LinkOut)
def read_link(request: Caller, pk: int) -> LinkOut:
    """Read one link."""
    return serialize_link(pk, request.user, timezone.now())
