"""The user's email address. It replaces allauth's page, which allows several addresses and can lose the one in use."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import ConfirmEmailView
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import actions
from accounts.access import FORM, MemberRequest, everyone, owner_view
from accounts.errors import AddressTaken
from accounts.form_recovery import form_data, status
from accounts.queries import address_of, pending_address
from core.text import address_key
from owner.settings.forms.profile import EmailForm


@owner_view(FORM, without_factor=True)
@rate_limit(action="manage_email")  # type: ignore[untyped-decorator]
@reauthentication_required(allow_get=True, app="allauth.account")  # type: ignore[untyped-decorator]
def email(request: MemberRequest) -> HttpResponse:
    """Show the address and change it. A new address replaces the old one once it has been confirmed by mail."""
    form = EmailForm(form_data(request))
    if request.method == "POST" and "cancel" in request.POST:
        actions.cancel_email_change(actor=request.user)
        return redirect("account_email")
    if request.method == "POST" and "confirm" in request.POST:
        _ask_for_confirmation(request)
        return redirect("account_email")
    if request.method == "POST" and form.is_valid():
        try:
            actions.begin_email_change(actor=request.user, email=form.cleaned_data["email"])
        except AddressTaken as refusal:
            form.add_error("email", str(refusal))
        else:
            _ask_for_confirmation(request)
            return redirect("account_email")
    context = {"form": form, "pending": pending_address(request.user), "current": address_of(request.user)}
    return render(request, "owner/settings/email.html", context, status=status(request))


def _ask_for_confirmation(request: MemberRequest) -> None:
    """Send the confirmation mail to the new address, or else to the one in use."""
    address = pending_address(request.user) or actions.ensure_address(user=request.user)
    if ratelimit.consume(request, action="confirm_email", key=address_key(address.email)):
        address.send_confirmation(request)
        messages.success(
            request, _("We sent an email to %(email)s. Open the link in it to confirm.") % {"email": address}
        )
    else:
        messages.info(
            request, _("We sent an email to %(email)s a few minutes ago. Check your inbox first.") % {"email": address}
        )


class Confirmation(ConfirmEmailView):  # type: ignore[misc]  # allauth has no types
    """allauth's confirmation page, made safe from mail scanners.

    Opening it signs nobody out, and pressing its button without ticking the box does nothing.
    """

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        self.get_object()
        if "mine" not in self.request.POST:
            messages.error(self.request, _("Tick the box if this is your address."))
            return redirect("account_confirm_email", key=self.kwargs["key"])
        response: HttpResponse = super().post(*args, **kwargs)
        return response

    def logout_other_user(self, confirmation: object) -> None:
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


show_or_confirm = Confirmation.as_view()


@everyone
def confirm_email(request: HttpRequest, key: str) -> HttpResponse:
    """Ask to confirm the address, and confirm it.

    One transaction, because another user may have taken the address since the mail was sent.
    """
    try:
        with transaction.atomic():
            response: HttpResponse = show_or_confirm(request, key=key)
            return response
    except IntegrityError:
        messages.error(request, str(AddressTaken()))
        return redirect("account_email")
