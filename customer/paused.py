"""The page for an event type that is paused, while its page or link is open."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from customer.responses import message_page
from customer.visit import Visit


def refuse_paused(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """Say that what was asked for is paused, or all that could be booked here. None if that is not why.

    Whoever asked for one of several event types is led to the others.
    """
    if not visit.lacks_asked:
        return None
    asked, offered = visit.params.event, bool(visit.offers)
    paused = [event_type for event_type in visit.entrance.paused() if asked in {None, event_type.pk} or not offered]
    if not paused:
        return None
    named = paused[0] if len(paused) == 1 else None
    for event_type in paused:
        if event_type.pk == asked:
            named = event_type
    contact = visit.entrance.contact
    title = _("Nothing can be booked here at the moment.")
    if named is not None:
        title = _("%(event_type)s cannot be booked at the moment.") % {"event_type": named.name}
    text = _("Please come back later.")
    if visit.entrance.link is not None and not offered:
        text = _(
            "This link will work again when %(first_name)s takes bookings again. Until then, contact %(first_name)s."
        ) % {"first_name": contact.get_short_name()}
    context: dict[str, object] = {"title": title, "text": text, "contact": contact}
    if offered:
        context |= {"action": visit.times_address(None, event=None), "action_label": _("Choose something else")}
    entrance = visit.entrance
    return message_page(request, 410, entrance=entrance, brand=entrance.brand, **context)
