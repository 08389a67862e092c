"""One reusable link: copying it or a single-use version, seeing it as a customer, changing and withdrawing it."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from accounts.models import User
from links import actions
from links.catalogue import count_versions, entries_of
from links.errors import NothingToShare
from links.forms.details import EditForm
from links.liveness import DeadReason
from links.models import Link
from links.previews import PreviewKind, preview_token
from links.queries import restorable_links
from links.texts import copied_text, dead_link_text, new_address_text, terms_text
from owner.links.views.made import made_facts, wants_json
from pages.errors import TeamNeedsAutomaticBooking
from pages.models import EventType


@owner_view(FORM)
def link_address(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the address and its QR code; a POST returns the address, to be copied."""
    now, link = timezone.now(), _copyable(request, pk)
    dead = link.dead_reason(now)
    if request.method == "POST":
        if dead is not None:
            return _refusal_response(request, link, dead_link_text(dead))
        renewed = actions.hand_out(actor=request.user, link=link, now=now)
        if renewed and not wants_json(request):
            messages.info(request, new_address_text())
        return _address_response(request, link, copied_text(terms_text(link, request.user, now), renewed=renewed))
    context = {
        "link": link,
        "address": None if dead else link.address(),
        "why": dead_link_text(dead) if dead else "",
        "promise": terms_text(link, request.user, now),
        "source": link.parent or link,
    }
    return render(request, "owner/links/address.html", context)


@owner_view(POST)
def single_use_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Make a new single-use version at every request, and return its address."""
    now, parent = timezone.now(), _copyable(request, pk)
    if parent.parent is not None:
        raise Http404
    dead = parent.dead_reason(now)
    if dead is not None:
        return _refusal_response(request, parent, dead_link_text(dead))
    try:
        link = actions.mint_version(actor=request.user, parent=parent, now=now)
    except NothingToShare as refusal:
        return _refusal_response(request, parent, str(refusal))
    link.parent = parent
    return _address_response(request, link, terms_text(link, request.user, now), made=True)


@owner_view(READ)
def view_as_customer(request: MemberRequest, pk: int) -> HttpResponse:
    """Redirect to a preview of the link, which is made now since it is good for ten minutes only."""
    return redirect("preview", preview_token(PreviewKind.LINK, _copyable(request, pk).pk, timezone.now()))


@owner_view(FORM)
def edit_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit name, event types, expiry and library. Changes apply to the link and all its single-use versions at once."""
    now, link = timezone.now(), _editable(request, pk)
    form = _edit_form(request, link, now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_reusable(
                actor=request.user,
                link=link,
                event_types=form.cleaned_data["event_types"],
                name=form.cleaned_data["name"],
                expires_at=form.expiry,
                in_library=form.cleaned_data["in_library"],
                now=now,
            )
        except (NothingToShare, TeamNeedsAutomaticBooking) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. The change applies right away, including to links already shared."))
            return redirect(_list_of(request, link))
    context = _facts(link, request.user, now) | {"form": form, "list": _list_of(request, link)}
    return render(request, "owner/links/reusable_edit.html", context, status=status(request))


@owner_view(FORM)
def withdraw_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for confirmation and say how many single-use versions end with the link; a POST withdraws it."""
    now, link = timezone.now(), _editable(request, pk)
    if request.method == "POST":
        actions.revoke(actor=request.user, link=link, now=now)
        return redirect(f"{reverse(_list_of(request, link))}?withdrawn={link.pk}")
    return render(request, "owner/links/reusable_withdraw.html", _facts(link, request.user, now))


@owner_view(POST)
def reinstate_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal that was made a moment ago: the same addresses work again."""
    now = timezone.now()
    links = Link.objects.changeable_by(request.user).reusable().filter(managed=None)
    link = get_object_or_404(links, pk=pk)
    if not restorable_links(user=request.user, now=now).filter(pk=pk).exists():
        messages.error(request, _("It is too late to undo this. Make a new link instead."))
    else:
        actions.restore(actor=request.user, link=link, now=now)
        messages.success(request, _("Undone: the same addresses work again."))
    return redirect(_list_of(request, link))


def _copyable(request: MemberRequest, pk: int) -> Link:
    """Return the link with its parent, if the user may hand it out. Raise 404 otherwise."""
    row = get_object_or_404(Link.objects.copyable_by(request.user), pk=pk)
    if row.page_id is None and row.max_uses is None:
        raise Http404
    return Link.objects.with_parent(pk=row.pk)


def _editable(request: MemberRequest, pk: int) -> Link:
    """Return the reusable link, if the user may change it. Raise 404 otherwise.

    Managed links are changed together: see owner.links.views.managed.
    """
    links = Link.objects.changeable_by(request.user).reusable().filter(managed=None, revoked_at=None)
    return get_object_or_404(links.with_page_and_hosts().select_related("owner"), pk=pk)


def _list_of(request: MemberRequest, link: Link) -> str:
    """Return the name of the view that lists the link: admins find other users' links among all links."""
    own = link.owner_id == request.user.pk or not request.user.is_admin
    return "my-links" if own else "all-links"


def _address_response(request: MemberRequest, link: Link, message: str, *, made: bool = False) -> HttpResponse:
    page = reverse("link-address", args=[link.pk])
    if not wants_json(request):
        return redirect(page)
    if made:
        return JsonResponse(made_facts(link, request.user, timezone.now()) | {"page": page}, status=201)
    return JsonResponse({"address": link.address(), "message": message, "page": page})


def _refusal_response(request: MemberRequest, link: Link, why: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": why}, status=409)
    messages.error(request, why)
    return redirect("link-address", link.pk)


def _facts(link: Link, user: User, now: datetime) -> dict[str, object]:
    """Return what the screens that change or withdraw the link show about it."""
    (entry,) = entries_of([link], viewer=user, now=now)
    return {
        "link": link,
        "entry": entry,
        "expired": entry.dead_reason is DeadReason.EXPIRED,
        "versions": _versions(link, now),
    }


def _versions(link: Link, now: datetime) -> int:
    return count_versions([link], now=now)[link.pk]


def _edit_form(request: MemberRequest, link: Link, now: datetime) -> EditForm:
    page, user = link.target, request.user
    offered = EventType.objects.current().filter(offered_on__page=page)
    own = [event_type.pk for event_type in (offered if page.by_wizard else link.event_types.all())]
    return EditForm(
        form_data(request),
        user=user,
        now=now,
        expires_at=link.expires_at,
        choosable=EventType.objects.for_page(page.pk, user) if page.by_wizard else offered,
        all_by_default=not page.by_wizard,
        initial={"name": link.label, "in_library": link.in_library, "event_types": own},
    )
