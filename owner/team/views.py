"""The team: the users of the organization, and open invitations."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions
from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.errors import AddressTaken, LastAdmin, SuperuserOnly, TooManyAttempts
from accounts.form_recovery import form_data, status
from accounts.mail import join_address, send_invitation
from accounts.models import Invitation, User
from accounts.queries import members_of, open_invitations
from calendars.models import Connection
from calendars.queries import connection_states
from core.dates import past_day_text
from core.text import LazyText, address_key
from owner.finding import find
from owner.team.forms import InviteForm, MemberForm


@owner_view(READ, admins=True)
def team(request: MemberRequest) -> HttpResponse:
    """List everybody in the organization, and the open invitations."""
    now = timezone.now()
    invitations = open_invitations(request.user.organization_id, now)
    states = connection_states(request.user.organization_id)
    found = find(members_of(request.user.organization_id), request.GET, request.user, "name", "email")
    context = {
        "found": found,
        "members": [(row, _calendars_of(row, states, now)) for row in found.rows],
        "invitations": [(invitation, join_address(invitation)) for invitation in invitations],
    }
    return render(request, "owner/team/team.html", context)


def _calendars_of(member: User, states: Mapping[int, Connection], now: datetime) -> tuple[LazyText, str]:
    """Return the state of a colleague's connected calendars as a word with its colour. Admins see no more than that."""
    worst = states.get(member.pk)
    if worst is None:
        return _("None"), ""
    if worst.failing_since is None:
        return _("Works"), "success"
    text = _("Not read since %(day)s") % {"day": past_day_text(worst.failing_since, now)}
    return text, "danger" if worst.state == Connection.State.REFUSED else "warning"


@owner_view(FORM, admins=True)
def invite(request: MemberRequest) -> HttpResponse:
    """Invite a colleague by email."""
    form = InviteForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            _limit_invitations(request, form.cleaned_data["email"])
            invitation = actions.invite(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except AddressTaken as refusal:
            form.add_error("email", str(refusal))
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal))
        else:
            _show_result(request, invitation)
            return redirect("team")
    return render(request, "owner/team/invite.html", {"form": form}, status=status(request))


def _limit_invitations(request: HttpRequest, email: str) -> None:
    """Raise TooManyAttempts if the user has sent too many invitations, or too many to this address.

    Every invitation mails a name that the sender chose to an address that the sender chose.
    """
    if not ratelimit.consume(request, action="invite", key=address_key(email)):
        raise TooManyAttempts


def _show_result(request: HttpRequest, invitation: Invitation) -> None:
    values = {"email": invitation.email}
    if send_invitation(invitation):
        messages.success(request, _("Invited. We sent an email to %(email)s.") % values)
    else:
        messages.warning(
            request,
            _("Invited, but the email to %(email)s could not be sent. Copy the link below and send it yourself.")
            % values,
        )


@owner_view(POST, admins=True)
def withdraw_invitation(request: MemberRequest, pk: int) -> HttpResponse:
    """Withdraw an open invitation."""
    invitation = get_object_or_404(open_invitations(request.user.organization_id, timezone.now()), pk=pk)
    actions.withdraw_invitation(actor=request.user, invitation_id=pk)
    messages.success(
        request, _("Invitation withdrawn. The link sent to %(email)s no longer works.") % {"email": invitation.email}
    )
    return redirect("team")


@owner_view(FORM, admins=True)
def member(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit a colleague's role, and whether they are active."""
    colleague = get_object_or_404(members_of(request.user.organization_id), pk=pk)
    form = MemberForm(form_data(request), instance=copy(colleague))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(actor=request.user, member=colleague, **form.cleaned_data)
        except (LastAdmin, SuperuserOnly) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            # An admin who gave up the role may not open the team page.
            return redirect("team" if pk != request.user.pk else "home")
    context = {"form": form, "colleague": colleague}
    return render(request, "owner/team/member.html", context, status=status(request))
