"""Where the meetings of a booking page take place, as a question of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data
from owner.pages.forms.places import PlaceForm
from owner.pages.forms.summaries import location_summary
from owner.pages.views.edit import edit
from pages import actions
from pages.models import Page


@owner_view(FORM)
def page_place(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask where the meetings of a booking page take place, before the first link to it is shared."""
    own = Page.objects.editable_by(request.user).filter(kind=Page.Kind.BOOKING).select_related("host")
    page = get_object_or_404(own, pk=pk)

    def done() -> HttpResponse:
        text = _("Saved: %(place)s.") % {"place": location_summary(page.location_kind, page.location)}
        messages.success(request, text)
        return redirect("home")

    return edit(
        request,
        form_data(request),
        template="owner/pages/place.html",
        make=lambda data, initial: PlaceForm(data, instance=page, initial=initial, user=request.user),
        save=lambda form: actions.save_place(actor=request.user, page=form.save(commit=False), now=timezone.now()),
        done=done,
        context=lambda form: {"page": page},
    )
