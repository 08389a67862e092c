"""The user's own settings, and the organization's."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.access import FORM, MemberRequest, owner_view
from accounts.errors import NoSecondFactor, PublicAddressTaken
from accounts.form_recovery import form_data, status
from accounts.models import User
from accounts.pictures import photo
from owner.picture_form import keep_picture, picture_form
from owner.settings.forms.organization import OrganizationForm
from owner.settings.forms.profile import DelegatesForm, NotificationsForm, ProfileForm

PHOTO_HELP = gettext_lazy(
    "PNG, JPEG or WebP, up to 5 MB. Cut to a square around its middle. What your camera wrote into it is removed."
)


@owner_view(FORM)
def profile(request: MemberRequest) -> HttpResponse:
    """Edit the user's own name, time zone, clock and photo.

    The buttons of the photo change only the photo, and show the rest again as typed.
    """
    button = request.POST.get("picture", "")
    # The form gets a copy, because a refused form must not change the name that the page shows.
    user, data = copy(request.user), form_data(request)
    form = ProfileForm(None if button else data, instance=user)
    if button:
        form.initial.update({name: request.POST.get(name, "") for name in form.fields})
    image = picture_form(request, shape=photo, help_text=PHOTO_HELP)
    photo_id = request.user.photo_id
    if request.method == "POST":
        keep_picture(image, button, lambda shrunk: actions.change_photo(actor=request.user, photo=shrunk))
        photo_id = User.objects.values_list("photo_id", flat=True).get(pk=user.pk)
    if form.is_bound and form.is_valid() & image.is_valid():
        actions.change_profile(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("profile")
    context = {"form": form, "image": image, "problems": image.problems(), "photo": photo_id, "uploaded": button}
    refused = form.is_bound or (button and image.errors)
    return render(request, "owner/settings/profile.html", context, status=422 if refused else 200)


@owner_view(FORM)
def notifications(request: MemberRequest) -> HttpResponse:
    """Choose which mails the user gets."""
    form = NotificationsForm(form_data(request), instance=copy(request.user))
    if request.method == "POST" and form.is_valid():
        actions.change_mails(actor=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notifications")
    return render(request, "owner/settings/notifications.html", {"form": form}, status=status(request))


@owner_view(FORM)
def delegates(request: MemberRequest) -> HttpResponse:
    """Choose who may make links in the user's name."""
    form = DelegatesForm(form_data(request), user=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_delegates(actor=request.user, delegates=form.cleaned_data["delegates"], now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("delegates")
    return render(request, "owner/settings/delegates.html", {"form": form}, status=status(request))


@owner_view(FORM, admins=True)
def organization(request: MemberRequest) -> HttpResponse:
    """Edit the organization's name, public address and defaults."""
    form = OrganizationForm(form_data(request), instance=copy(request.user.organization))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organization(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except PublicAddressTaken as refusal:
            form.add_error("slug", str(refusal))
        except NoSecondFactor as refusal:
            form.add_error("requires_second_factor", str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("organization")
    context = {"form": form, "prefix": f"{settings.BASE_URL.split('//')[-1]}/p/"}
    return render(request, "owner/settings/organization.html", context, status=status(request))
