"""Booking for a customer who asked by phone or mail: the same times and questions, by the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.form_recovery import form_data, status
from accounts.models import User
from accounts.unique_labels import RowLabel, label_choices, load_labels
from bookings.actions import book_for
from bookings.errors import AlreadySent, GuestInvitedOften, NotOfferedHere, SlotTaken
from bookings.fresh_readings import read_for_booking
from bookings.known_customers import is_search, known_customers, last_display_settings
from bookings.limits import count_booking_for, count_guests
from bookings.models import Admission, Booking
from bookings.queries import is_submitted
from bookings.states import BookingStatus
from core.ids import read_id
from owner.address_filter import describe_reach
from owner.meetings.forms.book import BookForForm
from owner.meetings.sessions import Sessions
from owner.meetings.views.acts import refusal_text
from owner.meetings.views.picker import picker
from pages.models import Page
from pages.offers import Offer
from pages.queries import offers_of


@dataclass(frozen=True, slots=True)
class PageAndOffer:
    """The pages and offers to choose from, and the chosen ones; None if there is nothing to choose from."""

    pages: Mapping[str, RowLabel]
    page: Page | None
    offers: Sequence[Offer]
    offer: Offer | None

    @classmethod
    def of(cls, user: User, query: QueryDict) -> "PageAndOffer":
        """Return what the address or the form asks for, or else the most likely choice."""
        bookable = Page.objects.shareable_by(user).filter(accepts_bookings=True)
        # Only their labels are read; the chosen page is read whole below.
        pages = load_labels(bookable.order_by("name", "pk"), "host")
        chosen = _chosen_page(pages, query.get("page", ""), user)
        whole = bookable.select_related("organization", "owner", "host", "schedule")
        page = whole.filter(pk=chosen.pk).first() if chosen else None
        offers = [] if page is None else offers_of(page)
        matching = (offer for offer in offers if offer_key(offer) == query.get("event"))
        return cls(pages, page, offers, next(matching, next(iter(offers), None)))

    def context(self) -> dict[str, object]:
        """Return what the page shows of it."""
        return {
            "page": self.page,
            "pages": list(label_choices(self.pages).items()),
            "offers": [(offer_key(offer), _offer_name(offer, self.offers)) for offer in self.offers],
            "offer": "" if self.offer is None else offer_key(self.offer),
        }


@owner_view(FORM)
def book_for_customer(request: MemberRequest) -> HttpResponse:
    """Show what can be booked, the free times and the questions. A POST books, or shows the error at its field."""
    now, user, data = timezone.now(), request.user, form_data(request)
    query = request.GET if data is None else data
    choice = PageAndOffer.of(user, query)
    if choice.page is None or choice.offer is None:
        return render(request, "owner/meetings/book.html", choice.context())
    form, stem = BookForForm(data, offer=choice.offer), {"page": choice.page.pk, "event": offer_key(choice.offer)}
    if data is not None and any(str(value) != query.get(name) for name, value in stem.items()):
        # The choice does not exist any more, or is not the user's. Nothing else is booked in its place.
        form.add_error(None, str(NotOfferedHere()))
    sessions = Sessions.of(choice.offer, [query.get("picked", ""), query.get("add", "")])
    if request.method == "POST" and form.is_valid():
        try:
            return _redirect_to_meeting(request, _book(request, choice.page, form, now))
        except Refusal as refusal:
            form.add_error(_field_of(refusal, form), refusal_text(refusal))
            sessions = sessions and sessions.still_free(choice.offer, now)
    times = _times(choice.offer, query, user, now, sessions, f"{request.path}?{urlencode(stem)}")
    context = {**choice.context(), "form": form, **times}
    return render(request, "owner/meetings/book.html", context, status=status(request))


def _times(
    offer: Offer, query: QueryDict, user: User, now: datetime, sessions: Sessions | None, stem: str
) -> dict[str, object]:
    """Return the free times. Of a package also the chosen ones, and the address to choose another."""
    if sessions is None:
        return picker(offer, query, user, now, stem=f"{stem}&")
    shown = {"sessions": sessions, "session_rows": sessions.rows(stem, user)}
    if sessions.full:
        return shown
    path = f"{stem}&picked={sessions.text}&"
    month = picker(replace(offer, chosen_starts=sessions.chosen), query, user, now, stem=path)
    return {**shown, "kept": path, **month}


@owner_view(READ)
def customers_known(request: MemberRequest) -> HttpResponse:
    """Return customers for a field in which the name of one is being typed, and how far they were searched."""
    user, text = request.user, request.GET.get("q", "")[:100]
    found = known_customers(user=user, text=text, now=timezone.now())
    searched = Booking.objects.filter(organization_id=user.organization_id)
    customers = [{"name": one.name, "email": one.email} for one in found]
    return JsonResponse({"customers": customers, "reach": describe_reach(searched) if is_search(text) else ""})


def offer_key(offer: Offer) -> str:
    """Return what names the offer in the address: its event type, and its booking page where there is a choice."""
    return f"{offer.event_type.pk}" if offer.page is None else f"{offer.event_type.pk}-{offer.page}"


def _offer_name(offer: Offer, offers: Sequence[Offer]) -> str:
    same = [other for other in offers if other.event_type == offer.event_type]
    return offer.event_type.name if len(same) == 1 else f"{offer.event_type.name} · {offer.lead.name}"


def _chosen_page(pages: Mapping[str, RowLabel], text: str, user: User) -> RowLabel | None:
    """Return the page that is asked for; else the one that was shared last, one of the user's own, or any."""
    own = next((page for page in pages.values() if page.host == user.pk), None)
    asked = pages.get(str(read_id(text))) or pages.get(str(user.shared_page))
    return asked or own or next(iter(pages.values()), None)


def _book(request: MemberRequest, page: Page, form: BookForForm, now: datetime) -> Admission:
    """Make a one-time link and book with it. Raise Refusal."""
    user, email = request.user, form.cleaned_data["email"]
    known = last_display_settings(organization_id=user.organization_id, email=email)
    submission = form.submitted(*(known or (user.time_zone, "", get_language() or settings.LANGUAGE_CODE)))
    if not is_submitted(submission.key):
        count_booking_for(request, f"user {user.pk}")
        count_guests(request, submission.guests)
        read_for_booking(form.offer, submission.starts, now)
    admission, _is_new = book_for(by=user, submission=submission, page=page)
    return admission


def _redirect_to_meeting(request: MemberRequest, admission: Admission) -> HttpResponse:
    booking = admission.booking
    if booking.status == BookingStatus.REQUESTED:
        text = _("The request is made. Approve it to schedule the meeting.")
    else:
        text = _("Booked. %(name)s gets the confirmation by email.")
    messages.success(request, text % {"name": admission.shown_name})
    # The meeting's page drops the draft that the browser keeps.
    return redirect(f"{reverse('meeting', args=[booking.pk])}?saved=book")


def _field_of(refusal: Refusal, form: BookForForm) -> str | None:
    if isinstance(refusal, SlotTaken):
        return "picked" if "picked" in form.fields else "start"
    if isinstance(refusal, AlreadySent):
        # The form was booked once with this key. With a new one, the next press books what is typed now.
        form.renew_key()
    return "guests" if isinstance(refusal, GuestInvitedOften) and "guests" in form.fields else None
