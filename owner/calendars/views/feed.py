"""The user's meetings in another calendar program: the file itself, and the screen of its address."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from accounts.access import FORM, MemberRequest, cookieless, owner_view
from accounts.form_recovery import form_data, status
from bookings.actions import keep_feed, renew_feed, withdraw_feed
from bookings.errors import NoFeed, UnknownFeed, WithdrawnFeed
from bookings.feeds import find_feed, write_feed
from bookings.models import HostFeed
from owner.calendars.forms.feed import BUSY, NAMES, FeedForm

HEADERS = {"Cache-Control": "private, max-age=300", "X-Robots-Tag": "noindex, nofollow, noarchive"}
PLAIN, CALENDAR = "text/plain; charset=utf-8", "text/calendar; charset=utf-8; method=PUBLISH"


@cookieless
@require_safe
@conditional_page
def feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the file of a feed, or 304 if the program has the same already. Two queries; none for a forged token."""
    try:
        content = write_feed(find_feed(token), timezone.now())
    except (UnknownFeed, WithdrawnFeed) as refusal:
        code = 410 if isinstance(refusal, WithdrawnFeed) else 404
        return HttpResponse(f"{refusal}\n", status=code, content_type=PLAIN, headers=HEADERS)
    file_headers = {
        "ETag": f'"{hashlib.sha256(content).hexdigest()}"',
        "Content-Disposition": 'attachment; filename="meetings.ics"',
    }
    return HttpResponse(content, content_type=CALENDAR, headers=HEADERS | file_headers)


@owner_view(FORM)
def calendar_feed(request: MemberRequest) -> HttpResponse:
    """Show the address of the user's meetings, make it, and change what can be read there."""
    feed = HostFeed.objects.filter(user=request.user, revoked_at=None).first()
    form = FeedForm(form_data(request), initial={"details": NAMES if feed and feed.details else BUSY})
    if request.method == "POST" and form.is_valid():
        try:
            keep_feed(user=request.user, details=form.cleaned_data["details"], now=timezone.now())
        except NoFeed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Saved.") if feed else _("Your address is ready. Copy it."))
        return redirect("calendar-feed")
    context = {"form": form, "feed": feed, "address": feed and _address(feed)}
    return render(request, "owner/calendars/feed.html", context, status=status(request))


@owner_view(FORM)
def new_feed_address(request: MemberRequest) -> HttpResponse:
    """Ask whether to replace the address, and replace it."""
    get_object_or_404(HostFeed, user=request.user, revoked_at=None)
    if request.method == "POST":
        try:
            renew_feed(user=request.user, now=timezone.now())
        except NoFeed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The former address no longer works. Copy the new one."))
        return redirect("calendar-feed")
    return render(
        request,
        "owner/calendars/feed_ask.html",
        {
            "title": _("Make a new address?"),
            "text": _("The former one stops working at once. Programs that read it need the new one."),
            "button": _("New address"),
        },
    )


@owner_view(FORM)
def end_feed(request: MemberRequest) -> HttpResponse:
    """Ask whether to switch the address off, and withdraw it."""
    get_object_or_404(HostFeed, user=request.user, revoked_at=None)
    if request.method == "POST":
        withdraw_feed(user=request.user, now=timezone.now())
        messages.success(request, _("Switched off. The address no longer works."))
        return redirect("calendar-feed")
    return render(
        request,
        "owner/calendars/feed_ask.html",
        {
            "title": _("Switch the address off?"),
            "text": _(
                "It stops working at once and for good. What programs have read of it may stay there for some days."
            ),
            "button": _("Switch off"),
        },
    )


def _address(feed: HostFeed) -> str | None:
    """Return the address to copy; None if the key that signed it has been dropped."""
    token = feed.token()
    return token and settings.BASE_URL + reverse("feed", args=[token])
