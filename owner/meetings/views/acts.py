"""What hosts do with a meeting. Each action has a small page: a GET shows it, a POST does it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.form_recovery import form_data, status
from bookings.actions import ask_new_time, cancel, decline, mark_missed, unmark_missed
from bookings.errors import NotRequested, SlotTaken
from bookings.models import Booking
from bookings.states import BookingStatus
from bookings.steps import change
from core.text import join_sentences
from owner.meetings.forms.acts import ActForm, TellAllForm
from owner.meetings.texts import both_spans, decided_by_text
from owner.meetings.views.find import find_meeting


@dataclass(frozen=True, slots=True)
class Act:
    """The texts of an action's page. `form` builds its form from what was sent, if anything was."""

    title: str
    effects: list[str]
    button: str
    done: str
    form: Callable[[QueryDict | None], forms.Form]
    template: str = "owner/meetings/act.html"
    danger: bool = False


def perform(
    request: MemberRequest,
    booking: Booking,
    act: Act,
    *,
    check: Callable[[Booking], None],
    action: Callable[[dict[str, Any]], object],
    **context: object,
) -> HttpResponse:
    """Show the page of the action, or do it. A refusal shows the page again, with the reason and what was typed.

    An action that is no longer possible has no button. For a request that was answered already, show its meeting.
    """
    data, closed = form_data(request), refusal_of(lambda: check(booking))
    form, refusal = act.form(data), closed
    if request.method == "POST" and not isinstance(closed, NotRequested):
        refusal = _try_action(form, action)
        if refusal is None and form.is_valid():
            messages.success(request, act.done)
            if not Booking.objects.visible_to(request.user).filter(pk=booking.pk).exists():
                # The user could see the meeting only as its host, and has just given it away.
                return redirect("meetings")
            # The last part of the address names the action. The meeting's page drops the draft that the browser keeps
            # for it.
            name = request.path.rstrip("/").rpartition("/")[2]
            return redirect(f"{reverse('meeting', args=[booking.pk])}?saved={name}")
        # The host now sees what changed, so the form gets the current sequence and the next press can succeed.
        booking = find_meeting(request, booking.pk)
        closed = refusal_of(lambda: check(booking))
        refusal = closed or refusal
        data = request.POST.copy()
        data["sequence"] = str(booking.sequence)
        if refusal is not None:
            form = act.form(data)
    if isinstance(closed, NotRequested):
        return _show_answered(request, booking, closed)
    own_span, customers_span = both_spans(booking, request.user)
    context |= {"booking": booking, "act": act, "form": form, "ours": own_span, "theirs": customers_span}
    context |= {"why": refusal_text(refusal), "closed": closed, "typed": data.get("message", "") if data else ""}
    return render(request, act.template, context, status=status(request))


def _show_answered(request: MemberRequest, booking: Booking, refusal: NotRequested) -> HttpResponse:
    """Redirect to the meeting, and say that somebody else has answered the request."""
    state = booking.state(timezone.now())
    outcome = f"{state.label} {decided_by_text(booking, state)}".strip()
    messages.info(request, _("%(why)s Status: %(became)s.") % {"why": refusal, "became": outcome})
    return redirect("meeting", pk=booking.pk)


def _try_action(form: forms.Form, action: Callable[[dict[str, Any]], object]) -> Refusal | None:
    if form.is_valid():
        try:
            action(form.cleaned_data)
        except Refusal as refusal:
            return refusal
    return None


def refusal_of(check: Callable[[], object]) -> Refusal | None:
    """Return the refusal that the check raises, or None."""
    try:
        check()
    except Refusal as refusal:
        return refusal
    return None


def refusal_text(refusal: Refusal | None) -> str:
    """Return the refusal in words for a host."""
    if isinstance(refusal, SlotTaken):
        return _("That time is no longer free. Choose another one. What you typed is still here.")
    return "" if refusal is None else str(refusal)


def _link_effects(booking: Booking) -> list[str]:
    """Return what the action means for the booking's link, if it has one that can be used up."""
    link = booking.admission.link
    if link is None or link.is_reusable:
        return []
    if link.is_single_use:
        return [_("The link used to book it cannot be used again. Send a new one if you still want to meet.")]
    return [_("It still counts toward the number of bookings its link allows.")]


@owner_view(FORM)
def cancel_meeting(request: MemberRequest, pk: int) -> HttpResponse:
    """Cancel the meeting, with a message to everybody."""
    booking, now = find_meeting(request, pk), timezone.now()
    if booking.status == BookingStatus.REQUESTED and request.method != "POST":
        return redirect("decline-request", pk=pk)
    act = Act(
        title=_("Cancel this meeting?"),
        effects=[
            _("The customer, guests and all hosts get an email, and the meeting is removed from their calendars."),
            join_sentences(_("The time is free again right away."), *_link_effects(booking)),
            _("This cannot be undone."),
        ],
        button=_("Cancel the meeting"),
        done=_("Meeting cancelled. Everyone gets an email."),
        form=lambda data: TellAllForm(data, initial={"sequence": booking.sequence}),
        danger=True,
    )
    return perform(
        request,
        booking,
        act,
        check=lambda booking: change.check_can_cancel(booking, True, now),
        action=lambda sent: cancel(
            booking=booking, actor=request.user, reason=sent["message"], sequence=sent["sequence"]
        ),
    )


@owner_view(FORM)
def ask_for_new_time(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask the customer to choose another time."""
    booking, now = find_meeting(request, pk), timezone.now()
    act = Act(
        title=_("Ask for a new time?"),
        effects=[
            _("The customer gets an email with a link to choose another time."),
            _(
                "Until they do, the current time still stands. They can move it even if your policies would not "
                "allow it."
            ),
        ],
        button=_("Ask for a new time"),
        done=_("We asked the customer for a new time."),
        form=lambda data: ActForm(data, initial={"sequence": booking.sequence}),
    )
    return perform(
        request,
        booking,
        act,
        check=lambda booking: change.check_can_move(booking, True, now),
        action=lambda sent: ask_new_time(
            booking=booking, actor=request.user, message=sent["message"], sequence=sent["sequence"]
        ),
    )


@owner_view(FORM)
def no_show(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that the customer did not come."""
    booking, now = find_meeting(request, pk), timezone.now()
    act = Act(
        title=_("Mark as no-show?"),
        effects=[
            _("The customer is not notified and gets no follow-up email."),
            _("If a pool assigned this meeting, it no longer counts toward whose turn is next."),
            _("If the customer came after all, you can undo this."),
        ],
        button=_("The customer did not come"),
        done=_("Meeting marked as no-show."),
        form=lambda data: forms.Form(data),
    )
    return perform(
        request,
        booking,
        act,
        check=lambda booking: change.check_can_mark_missed(booking, now),
        action=lambda _sent: mark_missed(booking=booking, actor=request.user),
    )


@owner_view(POST)
def undo_no_show(request: MemberRequest, pk: int) -> HttpResponse:
    """Record that the customer came after all."""
    booking = find_meeting(request, pk)
    refusal = refusal_of(lambda: unmark_missed(booking=booking, actor=request.user))
    if refusal is None:
        messages.success(request, _("Undone: the meeting is no longer a no-show."))
    else:
        messages.error(request, str(refusal))
    return redirect("meeting", pk=pk)


@owner_view(FORM)
def decline_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Decline a request, because no suggested time suits."""
    booking = find_meeting(request, pk)
    act = Act(
        title=_("Decline this request?"),
        effects=[
            _("The customer gets an email with your message, saying that none of the suggested times work."),
            join_sentences(_("The times are free again."), *_link_effects(booking)),
        ],
        button=_("Decline"),
        done=_("Request declined. The customer gets an email."),
        form=lambda data: ActForm(data, initial={"sequence": booking.sequence}),
        danger=True,
    )
    return perform(
        request,
        booking,
        act,
        check=change.check_is_requested,
        action=lambda sent: decline(
            booking=booking, actor=request.user, reason=sent["message"], sequence=sent["sequence"]
        ),
    )
