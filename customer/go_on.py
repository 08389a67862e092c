"""Where a customer goes on whose meeting, or request, comes to nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _

from customer.entrance import Entrance, PausedPage, UnknownPage
from customer.my_booking import Own
from customer.params import BookingParams
from links.liveness import Dead
from links.models import Link


def again(own: Own) -> dict[str, str] | None:
    """The way in once more where it still works, or the form that asks for a new link; else nothing.

    Through a link it costs a query, and one more where that has a parent. A package would be booked whole again.
    """
    admission = own.booking.admission
    if admission.sessions > 1:
        return None
    asked = BookingParams(zone=own.params.zone, clock=own.params.clock, lang=own.params.lang).query()
    if admission.link_id is not None:
        return _through(Link.objects.whole(pk=admission.link_id), own, asked)
    where = [admission.page.organization.slug, admission.page.slug]
    try:
        Entrance(admission.page, None, "", "").judge(own.now)
    except (UnknownPage, PausedPage):
        return None
    return {"address": reverse("public-page", args=where) + asked, "label": _("Choose another time")}


def _through(link: Link, own: Own, asked: str) -> dict[str, str] | None:
    token, reason = link.token(), link.dead(own.now)
    if token is None or reason is Dead.PAUSED:
        return None
    if reason is None:
        return {"address": reverse("link", args=[token]) + asked, "label": _("Choose another time")}
    return {"address": reverse("link-ask", args=[token]) + asked, "label": _("Ask for a new link")}
