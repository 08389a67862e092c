"""What is shown beside every step: with whom, what, how long and where, as far as the customer has chosen."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.zones import canonical_zone, zone, zone_name
from customer.visit import Visit
from links.stored import LinkContents, link_contents
from links.texts import window_text
from pages.models import LOCATION_ICONS, EventType, LocationKind, Page
from pages.offers import CandidatePage, Offer

# A date this near needs no year.
SOON = timedelta(days=180)


def shown_beside(visit: Visit, offer: Offer | None = None, still: str = "") -> dict[str, object]:
    """Return all that is shown beside a step.

    `still` names what the customer has yet to choose, `event` or `page`. The offer then stands for the other choice
    only.
    """
    page, link = visit.entrance.page, visit.entrance.link
    contents = None if link is None else link_contents(link)
    event_type = lead = None
    if offer is not None:
        event_type = None if still == "event" else offer.event_type
        lead = None if still == "page" or offer.page is None else offer.lead
    return {
        **_with_whom(page, event_type, lead),
        **_ticket_line(visit, contents),
        "contact": page.contact,
        **({} if contents is None else {"message": contents.message, "days": _days_text(page, contents, visit.zone)}),
        "zone": visit.zone,
        **({} if offer is None or still else _place_details(page, offer)),
        **({} if event_type is None else _event_type_details(event_type)),
    }


def ticket_line(visit: Visit) -> dict[str, object]:
    """Return what the link says of itself: the greeting of its recipient, how often it works, until when."""
    link = visit.entrance.link
    return _ticket_line(visit, None if link is None else link_contents(link))


def _ticket_line(visit: Visit, contents: LinkContents | None) -> dict[str, object]:
    if contents is None:
        return {"greeting": "", "terms": []}
    first_name = contents.recipient.get("name", "").split()[:1]
    greeting = _("Hello %(name)s!") % {"name": first_name[0]} if first_name else ""
    return {"greeting": greeting, "terms": _terms(visit, contents)}


def host_name(page: Page) -> str:
    """Return the name of the host; on a master page, the name of the page."""
    return page.name if page.host is None else page.host.name


def person(page: Page, offer: Offer) -> str:
    """Return the name of the one person whom the customer meets; empty if several people share the work."""
    return "" if page.kind == Page.Kind.MASTER and offer.page is None else offer.lead.host


def _with_whom(page: Page, event_type: EventType | None, lead: CandidatePage | None) -> dict[str, object]:
    """Return the host and the two lines of the head. On a master page the organization's name is the first line.

    `lead` is the booking page that the customer of a master page has chosen.
    """
    is_master = page.kind == Page.Kind.MASTER
    host, name = (host_name(page), page.name) if lead is None else (lead.host, lead.name)
    full_name = host if name == host else f"{name} · {host}"
    if event_type is not None:
        heading, title = full_name, event_type.name
    else:
        heading, title = full_name, page.organization.name
        if is_master:
            heading, title = title, heading
    shown: dict[str, object] = {"host": host, "heading": heading, "title": title}
    if lead is not None:
        return shown | {"photo": lead.photo, "page_title": _page_title(page, event_type, host)}
    return shown | {
        "photo": page.host.photo_id if page.host is not None else "",
        "page_title": _page_title(page, event_type, "" if is_master else host),
        "image": getattr(page, "image", None) if is_master else None,
        "welcome": page.welcome,
    }


def _page_title(page: Page, event_type: EventType | None, host: str) -> str:
    """Return what the browser's tab says is booked, and with whom; while no host is known, with which organization."""
    if not host:
        what = page.name if event_type is None else event_type.name
        return f"{what} - {page.organization.name}"
    if event_type is None:
        return _("Book a meeting with %(host)s") % {"host": host}
    return _("Book %(event_type)s with %(host)s") % {"event_type": event_type.name, "host": host}


def _event_type_details(event_type: EventType) -> dict[str, object]:
    details: dict[str, object] = {"event_type": event_type, "duration": dates.duration_text(event_type.duration)}
    if event_type.sessions > 1:
        details["times"] = sessions_text(event_type.sessions)
    elif event_type.needs_approval:
        details["times"] = _("The host confirms the time")
    return details


def _place_details(page: Page, offer: Offer) -> dict[str, str]:
    host = person(page, offer)
    kind, details = offer.location(offer.lead)
    differs = len(offer.location_kinds) > 1
    return {
        "medium": _("Place sent by email") if differs else place_text(kind, details, host),
        "medium_icon": LOCATION_ICONS[LocationKind(kind)],
    }


def _terms(visit: Visit, contents: LinkContents) -> list[str]:
    """Return how often the link works and until when, in words. A time that is soon is said without its year."""
    closes, left, terms = contents.closes, contents.uses_left, []
    if contents.works_once:
        terms.append(_("Made for you. Works once."))
    elif left is not None:
        text = ngettext("Works for %(left)d more booking.", "Works for %(left)d more bookings.", left)
        terms.append(text % {"left": left})
    if closes is not None:
        day_text = dates.brief_day_text if closes - visit.now < SOON else dates.full_day_text
        with timezone.override(zone(visit.zone)):
            end = {"end": dates.until_text(closes, visit.clock, day_text), "zone": zone_name(visit.zone)}
        terms.append(_("Book by %(end)s (%(zone)s).") % end)
    return terms


def _days_text(page: Page, contents: LinkContents, customers_zone: str) -> list[str]:
    """Return the days of the owner's calendar on which meetings may be. Customers elsewhere read whose calendar it
    is.
    """
    if contents.days == (None, None):
        return []
    days, owners_zone = window_text(*contents.days), page.owner.time_zone
    if canonical_zone(owners_zone) == canonical_zone(customers_zone):
        return [_("For meetings %(days)s.") % {"days": days}]
    return [_("For meetings %(days)s (%(zone)s).") % {"days": days, "zone": zone_name(owners_zone)}]


def sessions_text(count: int) -> str:
    """Return a number of sessions in words, such as “4 sessions”."""
    return ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}


def place_text(kind: str, details: str, host: str) -> str:
    """Return where the meeting takes place, as far as somebody may know who has not booked it.

    `host` is the name of the host, empty if there are several.
    """
    match kind:
        case LocationKind.VIDEO if not details:
            text = (
                _("Video call, %(host)s will send you the link") if host else _("Video call, we will send you the link")
            )
            return text % {"host": host}
        case LocationKind.VIDEO | LocationKind.JITSI | LocationKind.CALENDAR:
            return _("Video call, link sent by email")
        case LocationKind.HOST_CALLS:
            return _("Phone call: %(host)s calls you") % {"host": host} if host else _("Phone call: we call you")
        case LocationKind.CUSTOMER_CALLS:
            return _("Phone call: you call %(host)s") % {"host": host} if host else _("Phone call: you call us")
        case LocationKind.ADDRESS if details:
            return details
        case LocationKind.ASK:
            return _("You choose the place")
        case _other:
            return _("Place to be agreed")
