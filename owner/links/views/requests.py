"""Requests for new links, and the answers to them."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.models import User
from links import actions
from links.errors import NewLinkWouldNotWork, NothingToShare
from links.models import Link, LinkRequest
from links.queries.requests import (
    MOST_WAITING,
    count_waiting,
    links_of_requests,
    new_link_refusal,
    requests_of,
    waiting_requests,
)
from links.status import STATUS_BY_REASON, LinkStatus
from links.texts import BriefMoment, brief_past_text, open_until_text
from owner.links.forms.catalogue import SearchForm
from owner.links.forms.requests import AnswerForm


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One request as a row of the list. `status` says why its link is dead. `barred` says why a new link would not
    work; empty if it would.
    """

    request: LinkRequest
    status: LinkStatus | None
    asked: BriefMoment
    barred: str


class Waiting:
    """The number of requests that wait for an answer. As text it is cut off for a tab."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __str__(self) -> str:
        return str(self.count) if self.count <= MOST_WAITING else f"{MOST_WAITING}+"


def waiting(request: HttpRequest) -> dict[str, object]:
    """Context processor: the number of waiting requests. It is counted only if a template shows it."""

    def count_requests() -> Waiting:
        assert request.user.is_authenticated  # only templates for signed-in users show it
        return Waiting(count_waiting(request.user))

    return {"waiting_requests": SimpleLazyObject(count_requests)}


@owner_view(READ)
def link_requests(request: MemberRequest) -> HttpResponse:
    """List the requests that have no answer yet, newest first."""
    form, user, now = SearchForm(request.GET), request.user, timezone.now()
    rows, older = waiting_requests(user, form.place)
    lines, organization = [_line(row, user, now) for row in rows], user.organization
    context = {
        "form": form,
        "lines": lines,
        "older": older,
        "further": f"before={older}",
        "place": f"?before={form.place}" if form.place else "",
        "answerable": any(not line.barred for line in lines),
        "life": organization.get_link_life_display() if organization.link_life else "",
    }
    return render(request, "owner/links/requests.html", context)


@owner_view(FORM)
def answer_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Send a new link: with the form's initial values if the user answers at once, else as the form says."""
    user, now, link_request = request.user, timezone.now(), _request(request, pk)
    if link_request.answered_at is not None:
        return _show_outcome(request, link_request)
    refusal = new_link_refusal(link_request.link, now)
    # If something was typed, the form shows the refusal, and keeps what was typed.
    if refusal is not None and (request.method != "POST" or "at_once" in request.POST):
        messages.error(request, str(refusal))
        return redirect(_way_back(request))
    form = AnswerForm(user=user, now=now, link_request=link_request)
    if request.method == "POST":
        data = form.initial if "at_once" in request.POST else request.POST
        form = AnswerForm(data, user=user, now=now, link_request=link_request)
        if form.is_valid() and (answer := _send_answer(request, link_request, form, now)):
            return answer
    context = {"form": form, "line": _line(link_request, user, now), "back": _way_back(request)}
    return render(request, "owner/links/answer.html", context, status=422 if form.is_bound else 200)


@owner_view(POST)
def set_aside_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a request off the list. The person who asked is not told."""
    link_request = _request(request, pk)
    if link_request.answer is not None:
        return _show_outcome(request, link_request)
    actions.dismiss_request(actor=request.user, request=link_request, now=timezone.now())
    messages.success(request, _("Request dismissed. %(name)s is not notified.") % {"name": link_request.name})
    return redirect(_way_back(request))


def _send_answer(
    request: MemberRequest, link_request: LinkRequest, form: AnswerForm, now: datetime
) -> HttpResponse | None:
    """Send the answer. If it is refused, return to the list, unless there is a form that keeps what was typed."""
    choices = {name: form.cleaned_data[name] for name in ("subject", "text")}
    try:
        link = actions.answer_request(
            actor=request.user, request=link_request, expires_at=form.expires_at, now=now, **choices
        )
    except NothingToShare:
        why = _("You cannot share the page behind this link. Send an email instead.")
    except NewLinkWouldNotWork as refusal:
        why = str(refusal)
    else:
        _tell_sent(request, link_request, link)
        return redirect(_way_back(request))
    if "at_once" in request.POST:
        messages.error(request, why)
        return redirect(_way_back(request))
    form.add_error(None, why)
    return None


def _show_outcome(request: MemberRequest, link_request: LinkRequest) -> HttpResponse:
    """Show what became of a request that was answered before, so that a second press shows the same message."""
    if link_request.answer is None:
        messages.info(request, _("This request was dismissed."))
    else:
        _tell_sent(request, link_request, link_request.answer)
    return redirect(_way_back(request))


def _way_back(request: MemberRequest) -> str:
    """Return the address of the list, at the page that showed the request."""
    place = SearchForm(request.GET).place
    return reverse("link-requests") + (f"?before={place}" if place else "")


def _tell_sent(request: MemberRequest, link_request: LinkRequest, link: Link) -> None:
    ends = _("It does not expire.") if link.expires_at is None else open_until_text(link.expires_at, request.user)
    sentence = _("A new link is on its way to %(email)s. %(ends)s")
    messages.success(request, sentence % {"email": link_request.email, "ends": ends})


def _request(request: MemberRequest, pk: int) -> LinkRequest:
    """Return the request, with its link and all that belongs to it. Raise 404 if the user may not see it."""
    link_request = get_object_or_404(requests_of(request.user).select_related("answer"), pk=pk)
    link_request.link = links_of_requests([link_request])[link_request.link_id]
    return link_request


def _line(link_request: LinkRequest, user: User, now: datetime) -> RequestLine:
    dead = link_request.link.dead_reason(now)
    status = None if dead is None else STATUS_BY_REASON[dead]
    return RequestLine(
        link_request,
        status,
        brief_past_text(link_request.at, user, now),
        str(new_link_refusal(link_request.link, now) or ""),
    )
