"""The list of outstanding links, and the actions on each link."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from links import actions
from links.errors import NothingToShare, TooLateToExtend
from links.liveness import DeadReason
from links.models import Link
from links.models.ends import end_after
from links.queries import LISTED_AFTER_END, folded_links, has_one_time, restorable_links
from links.texts import copied_text, dead_link_text, new_address_text, open_until_text, terms_text
from owner.links.forms.extend import ExtendForm
from owner.links.forms.filters import LinkFilter
from owner.links.views.lines import FoldedLine, folded_lines
from owner.links.views.made import wants_json
from owner.links.views.undo import just_revoked, mark_of, shown_at

# The parameter that marks an action done on the link's own page. Without it, the action leads back to the list.
ON_PAGE = "on"


@owner_view(READ)
def links(request: MemberRequest) -> HttpResponse:
    """List one-time links and links for several bookings: at first the outstanding ones, newest first.

    Filters and place are in the address. The links of a batch are one row, unless they are what was asked for.
    """
    now, user = timezone.now(), request.user
    form = LinkFilter(request.GET, user=user)
    before, after = form.cleaned_data.get("before"), form.cleaned_data.get("after")
    folded = folded_links(
        user=user, now=now, filters=form.filters(), before=before, after=after, fold=form.folds_batches
    )
    listing, lines = folded.listing, folded_lines(folded.rows, user, now, form.query_of_batch)
    empty = not (listing.rows or form.narrowed or form.filters().old)
    context = {
        "form": form,
        "lines": lines,
        # Only links of their own can be ticked.
        "folded": any(isinstance(line, FoldedLine) for line in lines),
        "tickable": not all(isinstance(line, FoldedLine) for line in lines),
        "listing": listing,
        "older": form.query(before=listing.older) if listing.older else "",
        "newer": form.query(after=listing.newer) if listing.newer else "",
        "kept": form.query(),
        "days": LISTED_AFTER_END.days,
        # Whether there are links that the list leaves out because they are over.
        "hidden": empty and has_one_time(user),
        "notice": just_revoked(form, user, now),
    }
    return render(request, "owner/links/links.html", context)


@owner_view(POST)
def copy_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the address of a link that works once more. If its signing key was dropped, it is signed again."""
    now, link = timezone.now(), _link(request, pk)
    dead = link.dead_reason(now)
    if dead is not None:
        return _refusal_response(request, link, dead_link_text(dead))
    renewed = actions.hand_out(actor=request.user, link=link, now=now)
    return _address_response(request, link, now, renewed=renewed)


@owner_view(POST)
def reissue_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new link like this one, with the same lifetime from now on, and return its address."""
    now, link = timezone.now(), _link(request, pk)
    end = None if link.expires_at is None else end_after(now, link.expires_at - link.created_at)
    try:
        new = actions.reissue(actor=request.user, link=link, expires_at=end, now=now)
    except NothingToShare:
        return _refusal_response(
            request,
            link,
            _("The page behind this link no longer exists, or is not yours. Make a link from another page."),
        )
    new.page, new.parent = link.page, link.parent
    dead = new.dead_reason(now)
    if dead is not None:
        return _refusal_response(request, new, dead_link_text(dead))
    return _address_response(request, new, now)


@owner_view(FORM)
def extend_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for how long, and give the link more time."""
    now, link = timezone.now(), _link(request, pk)
    form = ExtendForm(request.POST if request.method == "POST" else None, user=request.user, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            _extend(request, link, form.chosen(), now)
        except TooLateToExtend as refusal:
            form.add_error(None, str(refusal))
        else:
            return _back(request, link)
    context = {"link": link, "form": form, "back": _back_address(request, link), "query": request.GET.urlencode()}
    context["asked"] = mark_of(now)
    if link.expires_at is not None:
        context["now_closes"] = open_until_text(link.expires_at, request.user)
    return render(request, "owner/links/extend.html", context, status=422 if request.method == "POST" else 200)


def _extend(request: MemberRequest, link: Link, more: actions.MoreTime, now: datetime) -> None:
    """Give the link more time, and say until when it is open. A form that is sent twice adds its days once."""
    end, asked_at = more.end(link, now), shown_at(request, now) if more.days else None
    link = actions.extend(actor=request.user, link=link, expires_at=end, now=now, asked_at=asked_at)
    open_until = open_until_text(link.expires_at, request.user) if link.expires_at else _("It no longer expires.")
    said = {"name": link, "said": open_until}
    if link.expires_at == end:
        messages.success(request, _("Extended: %(name)s. %(said)s") % said)
    else:
        messages.info(request, _("Already extended: %(name)s. %(said)s") % said)


@owner_view(FORM)
def revoke_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for confirmation and say what becomes of booked meetings; a POST revokes the link."""
    now, link = timezone.now(), _link(request, pk)
    if request.method != "POST":
        dead = link.dead_reason(now)
        over = dead in (DeadReason.USED, DeadReason.REVOKED, DeadReason.EXPIRED)
        context = {
            "link": link,
            "why": dead_link_text(dead) if dead and over else None,
            "back": _back_address(request, link),
        }
        return render(request, "owner/links/revoke.html", context)
    if actions.revoke(actor=request.user, link=link, now=now).dead_reason(now) is DeadReason.USED:
        messages.warning(request, _("The link was already used. The meeting booked with it is not affected."))
        return _back(request, link)
    return _back(request, link, revoked=link.pk)


@owner_view(POST)
def restore_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo a revocation that was made a moment ago."""
    now, link = timezone.now(), _link(request, pk)
    if link.revoked_at is not None and not restorable_links(user=request.user, now=now).filter(pk=pk).exists():
        messages.error(request, _("It is too late to undo this. Make a new link instead."))
        return _back(request, link)
    dead = actions.restore(actor=request.user, link=link, now=now).dead_reason(now)
    if dead is None:
        messages.success(request, _("Undone: the same link works again."))
    else:
        messages.warning(request, dead_link_text(dead))
    return _back(request, link)


def _link(request: MemberRequest, pk: int) -> Link:
    """Return the link with its parent, if the user may see it. Raise 404 otherwise, and for a reusable link.

    Reusable links have views of their own: see owner.links.views.reusable.
    """
    links = Link.objects.visible_to(request.user).exclude(max_uses=None).with_page_and_hosts()
    return get_object_or_404(links.select_related("parent__page__organization"), pk=pk)


def _address_response(request: MemberRequest, link: Link, now: datetime, *, renewed: bool = False) -> HttpResponse:
    page, terms = f"{reverse('share')}?link={link.pk}", terms_text(link, request.user, now)
    if wants_json(request):
        data = {"address": link.address(), "message": copied_text(terms, renewed=renewed), "page": page}
        return JsonResponse(data)
    if renewed:
        messages.info(request, new_address_text())
    return redirect(page)


def _refusal_response(request: MemberRequest, link: Link, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": why}, status=409)
    messages.error(request, why)
    return _back(request, link)


def _back(request: MemberRequest, link: Link, **notices: object) -> HttpResponse:
    """Redirect to where the action was chosen, with notices to show there."""
    return redirect(_back_address(request, link, **notices))


def _back_address(request: MemberRequest, link: Link, **notices: object) -> str:
    if ON_PAGE in request.GET:
        query, address = QueryDict(mutable=True), reverse("link-page", args=[link.pk])
        query.update({name: str(value) for name, value in notices.items()})
        text = query.urlencode()
    else:
        text, address = LinkFilter(request.GET, user=request.user).query(**notices), reverse("links")
    return f"{address}?{text}" if text else address
