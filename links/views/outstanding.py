"""The list of outstanding links, and what can be done with each: copy again, revoke, take that back."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import MemberRequest, member_only
from accounts.models import User
from links import actions
from links.forms import LinkFilter
from links.liveness import Dead
from links.models import Link
from links.queries import Row, outstanding_links, undoable
from links.status import OUTSTANDING, Status
from links.views.share import wants_json
from links.views.wording import brief_text, promise, why_dead


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list, its instants as day and time."""

    link: Link
    status: Status
    created: tuple[str, str]
    opened: tuple[str, str] | None
    expires: tuple[str, str] | None
    withdrawn: bool

    @property
    def outstanding(self) -> bool:
        return self.status in OUTSTANDING

    @property
    def revocable(self) -> bool:
        return self.outstanding or self.status == Status.PAUSED


@member_only
@require_safe
@never_cache
def links(request: MemberRequest) -> HttpResponse:
    """One-time and N-use links, newest first; filters and place in the list live in the address."""
    now, user = timezone.now(), request.user
    form = LinkFilter(request.GET, user=user)
    listing = outstanding_links(user=user, now=now, before=form.cleaned_data.get("before"), **form.chosen)
    revoked = form.cleaned_data.get("revoked")
    further = request.GET.copy()
    further.pop("revoked", None)
    if listing.older:
        further["before"] = str(listing.older)
    context = {
        "form": form,
        "lines": [line(row, user, now) for row in listing.rows],
        "older": listing.older,
        "further": further.urlencode(),
        "filtered": bool(form.chosen),
        "revoked": undoable(user=user, now=now).filter(pk=revoked).first() if revoked else None,
    }
    return render(request, "links/links.html", context)


def line(row: Row, user: User, now: datetime) -> Line:
    """The row as the user reads it."""
    link = row.link
    return Line(
        link=link,
        status=row.status,
        created=brief_text(link.created_at, user, now),
        opened=brief_text(row.opened_at, user, now) if row.opened_at else None,
        expires=brief_text(link.expires_at, user, now) if link.expires_at else None,
        withdrawn=link.token() is None,
    )


@member_only
@require_POST
@never_cache
def copy_link(request: MemberRequest, pk: int) -> HttpResponse:
    """The address of a live link once more; signed anew where its key was dropped."""
    now = timezone.now()
    link = get_object_or_404(Link.objects.visible_to(request.user).with_truth(), pk=pk)
    dead = link.dead(now)
    if dead is not None:
        if wants_json(request):
            return JsonResponse({"message": why_dead(dead)}, status=409)
        messages.error(request, why_dead(dead))
        return redirect("links")
    if link.address() is None:
        link.kid = actions.renew_signature(actor=request.user, link=link).kid
    if wants_json(request):
        return JsonResponse({"address": link.address(), "message": promise(link, request.user, now)})
    return redirect(f"{reverse('share')}?link={link.pk}")


@member_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def revoke_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Asks once, and says what becomes of meetings already booked; a POST revokes."""
    now = timezone.now()
    link = get_object_or_404(Link.objects.visible_to(request.user).with_truth(), pk=pk)
    if request.method != "POST":
        dead = link.dead(now)
        over = dead in (Dead.USED, Dead.REVOKED, Dead.EXPIRED)
        context = {"link": link, "why": why_dead(dead) if dead and over else None}
        return render(request, "links/revoke.html", context)
    if actions.revoke(actor=request.user, link=link, now=now).dead(now) is Dead.USED:
        messages.warning(request, _("The link had already been used. What was booked with it stays booked."))
        return redirect("links")
    return redirect(f"{reverse('links')}?revoked={link.pk}")


@member_only
@require_POST
@never_cache
def restore_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Undoes a revocation of a moment ago."""
    now = timezone.now()
    link = get_object_or_404(Link.objects.visible_to(request.user), pk=pk)
    if link.revoked_at is not None and not undoable(user=request.user, now=now).filter(pk=pk).exists():
        messages.error(request, _("It is too late to undo this. Make a new link instead."))
        return redirect("links")
    dead = actions.restore(actor=request.user, link=link, now=now).dead(now)
    if dead is None:
        messages.success(request, _("Undone: the same link works again."))
    else:
        messages.warning(request, why_dead(dead))
    return redirect("links")
