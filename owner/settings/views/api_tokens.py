"""API tokens: the user's own and, for admins, the organization's."""

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions
from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.errors import AdminsOnly, TokenAlreadyMade, TooManyTokens
from accounts.form_recovery import form_data, status
from accounts.models import ApiToken
from core.dates import past_day_text
from core.ids import read_id
from core.paging import newest_rows
from owner.settings.forms.api_tokens import ApiTokenNameForm, NewApiTokenForm


@owner_view(READ)
def api_tokens(request: MemberRequest) -> HttpResponse:
    """List the tokens that work: the user's own, and for admins those of colleagues, newest first."""
    user, now = request.user, timezone.now()
    live = ApiToken.objects.visible_to(user).live(now).select_related("user")
    before = read_id(request.GET.get("before", ""))
    others, older = newest_rows(live.exclude(user=user), before) if user.is_admin else ([], None)
    context = {
        "own": [_shown(token, now) for token in live.filter(user=user).order_by("-pk")],
        "others": [_shown(token, now) for token in others],
        "older": older,
    }
    return render(request, "owner/settings/api_tokens.html", context)


def _shown(token: ApiToken, now: datetime) -> dict[str, object]:
    used = token.last_used_at
    return {
        "token": token,
        "made": past_day_text(token.created_at, now),
        "used": "" if used is None else past_day_text(used, now),
        "ends": "" if token.expires_at is None else past_day_text(token.expires_at, now),
    }


@owner_view(FORM)
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def new_api_token(request: MemberRequest) -> HttpResponse:
    """Make a token, after the password was given again. Only the response shows it."""
    form = NewApiTokenForm(form_data(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _show_new_token(request, form)
        except TokenAlreadyMade as refusal:
            messages.info(request, str(refusal))
            return redirect("api-tokens")
        except (AdminsOnly, TooManyTokens) as refusal:
            form.add_error(None, str(refusal))
    return render(request, "owner/settings/api_token_new.html", {"form": form}, status=status(request))


def _show_new_token(request: MemberRequest, form: NewApiTokenForm) -> HttpResponse:
    chosen = form.cleaned_data
    token = actions.make_api_token(
        actor=request.user,
        name=chosen["name"],
        scopes=chosen["scopes"],
        reach=chosen.get("reach", ApiToken.Reach.OWN),
        life=form.chosen_life,
        form=str(chosen["key"]),
        now=timezone.now(),
    )
    text = token.text()
    curl = f'curl {settings.BASE_URL}/api/v1/me -H "Authorization: Bearer {text}"'
    return render(request, "owner/settings/api_token_made.html", {"token": token, "text": text, "curl": curl})


@owner_view(FORM)
def rename_api_token(request: MemberRequest, pk: int) -> HttpResponse:
    """Give one of the user's own tokens another name."""
    token = get_object_or_404(ApiToken.objects.live(timezone.now()), user=request.user, pk=pk)
    form = ApiTokenNameForm(form_data(request), initial={"name": token.name})
    if request.method == "POST" and form.is_valid():
        actions.rename_api_token(actor=request.user, token=token, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("api-tokens")
    context = {"form": form, "token": token}
    return render(request, "owner/settings/api_token_name.html", context, status=status(request))


@owner_view(FORM)
def revoke_api_token(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether to revoke the token, and revoke it."""
    visible = ApiToken.objects.visible_to(request.user).select_related("user")
    token = get_object_or_404(visible, pk=pk, revoked_at=None)
    if request.method == "POST":
        actions.revoke_api_token(actor=request.user, token=token, now=timezone.now())
        messages.success(request, _("Revoked. Programs that use “%(name)s” are locked out.") % {"name": token.name})
        return redirect("api-tokens")
    return render(request, "owner/settings/api_token_revoke.html", {"token": token})
