"""Previews of a page or an event type. A preview works for ten minutes, so it is made when it is opened."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from links.previews import PreviewKind, preview_token
from pages.models import EventType, Page


@owner_view(READ)
def preview_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Redirect to a preview of the booking page or master page as saved."""
    page = get_object_or_404(Page.objects.shareable_by(request.user), pk=pk)
    return redirect("preview", preview_token(PreviewKind.PAGE, page.pk, timezone.now()))


@owner_view(READ)
def preview_event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """Redirect to a preview of the event type as saved, at a booking page of its owner."""
    event_type = get_object_or_404(EventType.objects.usable_by(request.user), pk=pk)
    return redirect("preview", preview_token(PreviewKind.EVENT_TYPE, event_type.pk, timezone.now()))
