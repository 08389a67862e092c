"""Where the user is signed in, and the user's latest sign-ins."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.adapter import STAND_INS
from accounts.queries import recent_sign_ins
from accounts.sessions import end_others, sessions_of
from core.dates import brief_time_text
from owner.settings.devices import device_text

SHOWN = 30


@owner_view(FORM, without_factor=True)
@reauthentication_required(allow_get=True)  # type: ignore[untyped-decorator]  # allauth has no types
def sessions(request: MemberRequest) -> HttpResponse:
    """List the user's sessions and sign-ins. A POST ends all other sessions, after the password was given again."""
    if request.method == "POST":
        end_others(request, request.user)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("usersessions_list")
    clock = request.user.shown_clock
    context = {
        "sessions": [
            {
                "device": device_text(session.user_agent),
                "address": "" if session.ip in STAND_INS else session.ip,
                "here": session.is_current(),
                "began": brief_time_text(session.created_at, clock),
                "used": brief_time_text(session.last_seen_at, clock),
            }
            for session in sessions_of(request, request.user, timezone.now())
        ],
        "sign_ins": [
            {"of": sign_in, "device": device_text(sign_in.agent), "at": brief_time_text(sign_in.at, clock)}
            for sign_in in recent_sign_ins(request.user)[:SHOWN]
        ],
    }
    return render(request, "owner/settings/sessions.html", context)
