"""Pages for people who are not signed in: the front page, and the one to which an invitation leads."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.access import FORM, READ, everyone
from accounts.demo import EMAIL, PASSWORD, has_demo_account
from accounts.errors import AddressTaken, InvitationDead
from accounts.form_recovery import status
from owner.entrance.forms import JoinForm
from pages.actions import accept_invitation as join_organization


@never_cache
@everyone
@require_http_methods(READ)
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what this is, and lead to signing in and up. On an installation with demo data, offer that as well."""
    if request.user.is_authenticated:
        return redirect("home")
    context = {
        "open": actions.sign_up_is_open(signups=settings.SIGNUPS),
        "demo": {"email": EMAIL, "password": PASSWORD} if has_demo_account() else None,
    }
    return render(request, "owner/entrance/welcome.html", context)


@never_cache
@sensitive_post_parameters("password")
@everyone
@require_http_methods(FORM)
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Ask an invited colleague for a name and a password; a POST creates the account and signs them in. GET changes
    nothing.
    """
    now = timezone.now()
    try:
        invitation = actions.find_invitation(key=key, now=now)
        form = JoinForm(request.POST if request.method == "POST" else None, invitation=invitation)
        if request.method == "POST" and not request.user.is_authenticated and form.is_valid():
            user = join_organization(key=key, now=now, **form.cleaned_data)
            response: HttpResponse = perform_login(request, user)
            return response
    except InvitationDead as refusal:
        return render(request, "owner/entrance/invitation_dead.html", {"reason": str(refusal)}, status=410)
    except AddressTaken as refusal:
        form.add_error(None, str(refusal))
    context = {"form": form, "invitation": invitation}
    return render(request, "owner/entrance/join.html", context, status=status(request))
