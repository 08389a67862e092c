"""Settings > Organization > Brand: colour, logo, and whether customers read the product's name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import Organization
from accounts.pictures import logo
from owner.picture_form import keep_picture, picture_form
from owner.settings.forms.brand import BrandForm

HELP = gettext_lazy(
    "PNG, JPEG or WebP, up to 5 MB. Resized to fit 240 by 48 pixels. Screen readers say the name of the organization."
)


@owner_view(FORM, admins=True)
def brand(request: MemberRequest) -> HttpResponse:
    """Edit the brand. The buttons of the logo change only the logo, and show the rest again as typed."""
    organization, button = request.user.organization, request.POST.get("picture", "")
    form, image = _form(request, organization, button), picture_form(request, shape=logo, help_text=HELP)
    if request.method == "POST":
        keep_picture(image, button, lambda shrunk: actions.change_logo(actor=request.user, logo=shrunk))
        organization = Organization.objects.get(pk=organization.pk)
    if form.is_bound and form.is_valid() & image.is_valid():
        actions.change_organization(actor=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Customers see the change right away."))
        return redirect("brand")
    context = {
        "form": form,
        "image": image,
        "problems": image.problems(),
        "logo": organization.logo_id,
        "organization": organization,
        "uploaded": button,
    }
    refused = form.is_bound or (button and image.errors)
    return render(request, "owner/settings/brand.html", context, status=422 if refused else 200)


def _form(request: MemberRequest, organization: Organization, button: str) -> BrandForm:
    """Return the form, bound only if it was sent to be saved."""
    data = form_data(request)
    saved = {"brand_colour": organization.brand_colour, "hide_product": organization.hide_product}
    if data is None:
        return BrandForm(initial=saved)
    if button or request.method != "POST":
        typed = {"brand_colour": data.get("brand_colour", ""), "hide_product": "hide_product" in data}
        return BrandForm(initial=typed)
    return BrandForm(data)
