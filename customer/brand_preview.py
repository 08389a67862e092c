"""A preview of the brand while an admin edits it: what customers will see, in light and in dark. Nothing is saved."""

from copy import copy

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.access import FORM, MemberRequest, owner_view
from accounts.brand import brand_of
from accounts.colour import read_colour
from customer.brand import SCHEMES, adjustment


@owner_view(FORM, admins=True)  # type: ignore[arg-type]  # see the next comment
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # these types lose the view's signature
def brand_preview(request: MemberRequest) -> HttpResponse:
    """Show a sample of a customer's page. GET shows the brand as saved, POST as the unsaved form has it."""
    organization = copy(request.user.organization)
    if request.method == "POST":
        organization.brand_colour = read_colour(request.POST.get("brand_colour", "")) or ""
        organization.hide_product = "hide_product" in request.POST
    colour = organization.brand_colour
    samples = {name: adjustment(colour, scheme) if colour else "" for name, scheme in SCHEMES.items()}
    context = {"brand": brand_of(organization), "samples": samples, "host": request.user}
    return render(request, "customer/brand_preview.html", context)
