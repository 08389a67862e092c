"""The content tab of a master page: names, address, scenario, picture and texts."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.pictures import ShrunkPicture, page_picture
from core.cldr import list_text
from links.queries import public_address
from owner.pages.forms.booking_pages import FOLDED
from owner.pages.forms.master_pages import MasterForm
from owner.pages.forms.summaries import page_summary, parts_with
from owner.pages.views.addresses import address_prefix
from owner.pages.views.edit import as_typed
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import live_links_to
from owner.pages.views.master_pages import masters_of
from owner.picture_form import PictureForm, keep_picture, picture_form
from pages import actions
from pages.errors import AddressInUse
from pages.models import Page, PageImage
from pages.queries.assignments import Contents, contents_of

HELP = gettext_lazy(
    "PNG, JPEG or WebP, up to 5 MB. Resized to fit 1200 by 600 pixels. For decoration only: screen readers skip it."
)


@owner_view(FORM, admins=True)
def master_content(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit the content. The buttons of the picture change only the picture, and show the rest again as typed."""
    page, data = get_object_or_404(masters_of(request.user), pk=pk), form_data(request)
    saved, button = copy(page), request.POST.get("picture", "")
    form, image = _forms(request, page, data, button)
    if image.is_bound:
        keep_picture(image, button, lambda shrunk: _save_picture(request, saved, shrunk))
    question: list[str] = []
    if form.is_bound and form.is_valid() & image.is_valid():
        question = _confirmation(request, saved, page.scenario)
        if not question and _save(request, form):
            messages.success(request, _("Saved. Customers see the change right away."))
            return redirect("master-content", pk=pk)
    context = {
        "form": form,
        "image": image,
        "problems": image.problems(),
        "picture": PageImage.objects.filter(page=saved).defer("content").first(),
        "page": saved,
        "tab": "content",
        "address": public_address(saved),
        "prefix": address_prefix(request.user),
        "question": question,
        "uploaded": button,
        "typed": data is not None,
        "summary": page_summary(form.instance),
        "unfolded": parts_with(form.errors, FOLDED),
    }
    refused = (form.is_bound and not question) or (button and image.errors)
    return render(request, "owner/pages/master_content.html", context, status=422 if refused else 200)


def _forms(request: MemberRequest, page: Page, data: QueryDict | None, button: str) -> tuple[MasterForm, PictureForm]:
    """Return the form and that of the picture. The form is bound only if it was sent to be saved."""
    image = picture_form(request, shape=page_picture, help_text=HELP)
    if data is None or (image.is_bound and not button):
        return MasterForm(data, instance=page), image
    return MasterForm(initial=as_typed(data, MasterForm.base_fields), instance=page), image


def _save(request: MemberRequest, form: MasterForm) -> bool:
    """Save the valid form. Return False, with an error in the form, if it was refused."""
    try:
        with gone_is_not_found():
            actions.save_master(
                actor=request.user, page=form.save(commit=False), fields=list(form.fields), now=timezone.now()
            )
    except AddressInUse as refusal:
        form.add_error("slug", str(refusal))
    return form.is_valid()


def _save_picture(request: MemberRequest, page: Page, shrunk: ShrunkPicture | None) -> None:
    row = None
    if shrunk is not None:
        row = PageImage(content=shrunk.content, digest=shrunk.digest, width=shrunk.width, height=shrunk.height)
    with gone_is_not_found():
        actions.save_image(actor=request.user, page=page, image=row)


def _confirmation(request: MemberRequest, page: Page, scenario: str) -> list[str]:
    """Return what the new scenario would do to the page and its links; empty if it does nothing, or was confirmed."""
    if scenario == page.scenario or request.POST.get("confirmed") == scenario:
        return []
    dropped = _dropped(page, Page.Scenario(scenario), contents_of([page])[page.pk])
    links = live_links_to(page, timezone.now())
    if links:
        text = ngettext(
            "%(count)d outstanding link opens this page. It uses the new scenario right away.",
            "%(count)d outstanding links open this page. They use the new scenario right away.",
            links,
        )
        dropped.insert(0, text % {"count": links})
    return dropped


def _dropped(page: Page, scenario: Page.Scenario, contents: Contents) -> list[str]:
    """Return what `save_master` removes with the old scenario, in words."""
    if scenario == Page.Scenario.TEAM:
        if not (contents.event_types or contents.pages):
            return []
        return [_("Its event types and booking pages are removed. You assign meetings again from scratch.")]
    if not page.is_team or not contents.rules:
        return []
    texts = [_("Assignments are removed. Customers choose from the booking pages in the table.")]
    pools = [str(seat.row) for _event_type, seats in contents.rules for seat in seats if seat.is_pool]
    if pools:
        names = list_text(list(dict.fromkeys(pools)))
        texts.append(_("Customers cannot choose pools, so these are removed: %(names)s.") % {"names": names})
    return texts
