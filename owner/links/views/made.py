"""What screens say of a link that was just made, and for whom it is, said afterwards."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import POST, MemberRequest, owner_view
from accounts.models import User
from links.actions import amend
from links.models import Link
from links.queries import whole_links
from links.texts import promise
from owner.links.forms.whom import WhomForm
from owner.links.views.send import send_by


def wants_json(request: HttpRequest) -> bool:
    """Return whether the request comes from the page's own script."""
    return request.headers.get("Accept", "").startswith("application/json")


def made_facts(link: Link, user: User, now: datetime) -> dict[str, object]:
    """Return what the script puts into the card that appears once the link is copied."""
    return {
        "address": link.address(),
        "message": promise(link, user, now),
        "name": link.target.name,
        "page": f"{reverse('share')}?link={link.pk}",
        "send": reverse("send-link", args=[link.pk]) if link.recipient_email else "",
        "times": reverse("link-times", args=[link.pk]),
        "svg": reverse("link-qr-svg", args=[link.pk]),
        "png": reverse("link-qr-png", args=[link.pk]),
        "whom": "" if link.recipient_name or link.recipient_email else reverse("link-whom", args=[link.pk]),
        **send_by(link),
    }


@owner_view(POST)
def link_whom(request: MemberRequest, pk: int) -> HttpResponse:
    """Note whom a one-time link is for, unless that was said before."""
    now, link = timezone.now(), get_object_or_404(whole_links(request.user), pk=pk)
    if link.is_reusable or link.recipient_name or link.recipient_email:
        raise Http404
    form = WhomForm(request.POST)
    if not form.is_valid():
        said = str(form.errors["whom"][0])
        if wants_json(request):
            return JsonResponse({"message": said}, status=422)
        messages.error(request, said)
        return redirect(f"{reverse('share')}?link={pk}")
    amend(actor=request.user, link=link, now=now, **form.recipient())
    said = _("Saved. This link is for %(name)s.") % {"name": form.cleaned_data["whom"]}
    if wants_json(request):
        return JsonResponse({"message": said})
    messages.success(request, said)
    return redirect(f"{reverse('share')}?link={pk}")
