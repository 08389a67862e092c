"""Settings > Chrome extension: how to get it, and which browsers are connected."""

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.actions import EXTENSION_SCOPES, approve_pairing, deny_pairing
from accounts.errors import TooManyTokens, UnknownLetters
from accounts.form_recovery import form_data, status
from accounts.models import ApiToken, Pairing
from core.dates import past_day_text
from owner.settings.devices import device_text
from owner.settings.forms.pairing import LettersForm
from owner.settings.packing import extension_zip, file_name

CONNECT, REFUSE = "connect", "refuse"


@owner_view(READ)
def extension(request: MemberRequest) -> HttpResponse:
    """Say what the extension does and how to install it, and list the user's connected browsers."""
    now = timezone.now()
    tokens = request.user.api_tokens.live(now).filter(made_for=ApiToken.MadeFor.EXTENSION).order_by("-pk")
    rows = [
        {
            "token": token,
            "made": past_day_text(token.created_at, now),
            "used": "" if token.last_used_at is None else past_day_text(token.last_used_at, now),
            "ends": "" if token.expires_at is None else past_day_text(token.expires_at, now),
        }
        for token in tokens
    ]
    return render(request, "owner/settings/extension.html", {"rows": rows})


@owner_view(READ)
def download_extension(request: MemberRequest) -> HttpResponse:
    """Return the extension as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name()}"'}
    return HttpResponse(extension_zip(), content_type="application/zip", headers=headers)


@owner_view(FORM)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def pair_extension(request: MemberRequest) -> HttpResponse:
    """Connect a browser: ask for its letters, show which browser it is, and connect or refuse it.

    The address holds no code, so nobody can lead a user to a browser that is not theirs.
    """
    form = LettersForm(form_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _answer_pairing(request, form.cleaned_data["letters"])
        except UnknownLetters as refusal:
            form.add_error("letters", str(refusal))
        except TooManyTokens as refusal:
            form.add_error(None, str(refusal))
    return render(request, "owner/settings/pair.html", {"form": form}, status=status(request))


def _answer_pairing(request: MemberRequest, letters: str) -> HttpResponse:
    """Connect or refuse the browser; at first show which one it is. Raise UnknownLetters or TooManyTokens."""
    now, answer = timezone.now(), request.POST.get("answer", "")
    pairing = Pairing.objects.waiting(now).filter(letters=letters).first()
    # Only wrong letters count towards the limit.
    if not ratelimit.consume(request, action="pair", dry_run=pairing is not None):
        raise UnknownLetters(_("Too many wrong letters. Try again in ten minutes."))
    if pairing is None:
        raise UnknownLetters
    name = device_text(pairing.agent)
    if answer == CONNECT:
        approve_pairing(actor=request.user, letters=letters, name=name, now=now)
        messages.success(request, _("Connected. You can go back to the extension."))
        return redirect("extension")
    if answer == REFUSE:
        deny_pairing(actor=request.user, letters=letters, now=now)
        messages.info(request, _("Refused. The browser has been told."))
        return redirect("extension")
    context = {
        "letters": letters,
        "name": name,
        "address": pairing.address,
        "may": [scope.label for scope in EXTENSION_SCOPES],
    }
    return render(request, "owner/settings/pair_answer.html", context)
