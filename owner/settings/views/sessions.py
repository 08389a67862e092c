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
from core.dates import brief_text
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
                "device": device_text(one.user_agent),
                "address": "" if one.ip in STAND_INS else one.ip,
                "here": one.is_current(),
                "began": brief_text(one.created_at, clock),
                "used": brief_text(one.last_seen_at, clock),
            }
            for one in sessions_of(request, request.user, timezone.now())
        ],
        "sign_ins": [
            {"of": one, "device": device_text(one.agent), "at": brief_text(one.at, clock)}
            for one in recent_sign_ins(request.user)[:SHOWN]
        ],
    }
    return render(request, "owner/settings/sessions.html", context)
