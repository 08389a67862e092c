"""The XML of WebDAV and CalDAV (RFC 4918, 4791, 6578): requests and answers."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from calendars import errors
from calendars.providers import Access
from calendars.providers.http import absolute_address, ask_server
from core.guarded_http import Reply

DAV, CALDAV, SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
PREFIXES = {"d": DAV, "c": CALDAV, "s": SERVER}
NAMESPACES = " ".join(f'xmlns:{prefix}="{name[1:-1]}"' for prefix, name in PREFIXES.items())
# An answer with more is refused.
MOST_RESPONSES, MOST_ELEMENTS = 20_000, 600_000
STATUS = re.compile(r"HTTP/\S+ (\d{3})")


@dataclass(frozen=True, slots=True)
class Resource:
    """One address in an answer: its status and its properties."""

    url: str
    status: int
    properties: dict[str, Element]

    def text(self, name: str) -> str:
        found = self.properties.get(full_name(name))
        return (found.text or "").strip() if found is not None else ""

    def names(self, name: str) -> set[str]:
        """Return the names of the elements inside a property, however deep."""
        found = self.properties.get(full_name(name))
        return {element.tag for element in found.iter()} if found is not None else set()

    def href(self, name: str) -> str:
        """Return the first address in a property, or nothing."""
        found = self.properties.get(full_name(name))
        href = found.find(f"{DAV}href") if found is not None else None
        return absolute_address(self.url, (href.text or "").strip()) if href is not None and href.text else ""


def full_name(name: str) -> str:
    """Return the name of an element, such as "c:calendar-data", as ElementTree writes it."""
    prefix, _colon, local = name.partition(":")
    return PREFIXES[prefix] + local


def propfind(access: Access, url: str, depth: int, *names: str) -> list[Resource]:
    """Return the properties of an address and, with depth 1, of those below it. Empty if the address has none."""
    elements = "".join(f"<{name}/>" for name in names)
    body = f"<d:propfind {NAMESPACES}><d:prop>{elements}</d:prop></d:propfind>"
    reply = ask_server(access, "PROPFIND", url, _headers(depth), _document(body))
    return resources_of(reply) if reply.status == 207 else []


def report(access: Access, url: str, body: str) -> list[Resource]:
    """Return what a REPORT finds. Raise CalendarRefusal."""
    reply = ask_server(access, "REPORT", url, _headers(1), _document(body))
    if reply.status in {404, 410}:
        raise errors.Gone
    if reply.status != 207:
        raise errors.CalendarRefusal
    found = resources_of(reply)
    # A server that leaves something out gives the collection itself a status of an error.
    if any(resource.status >= 400 and resource.status not in {404, 410} for resource in found):
        raise errors.CalendarCut
    return found


def resources_of(reply: Reply) -> list[Resource]:
    """Return what a multistatus says. Raise CalendarRefusal."""
    root = _parse(reply)
    responses = root.findall(f"{DAV}response")
    if root.tag != f"{DAV}multistatus" or len(responses) > MOST_RESPONSES:
        raise errors.CalendarRefusal
    return [_resource(response, reply.url) for response in responses]


def condition_of(reply: Reply) -> str:
    """Return the name of the condition that was not met, such as "no-uid-conflict"; empty if the answer has none."""
    try:
        root = _parse(reply)
    except errors.CalendarRefusal:
        return ""
    if root.tag != f"{DAV}error" or len(root) == 0:
        return ""
    return root[0].tag.rpartition("}")[2]


def _resource(response: Element, base: str) -> Resource:
    properties: dict[str, Element] = {}
    for part in response.findall(f"{DAV}propstat"):
        if _status(part) == 200:
            properties |= {element.tag: element for prop in part.findall(f"{DAV}prop") for element in prop}
    href = (response.findtext(f"{DAV}href") or "").strip()
    status = _status(response) or (200 if properties else _common_status(response))
    return Resource(absolute_address(base, href), status, properties)


def _common_status(response: Element) -> int:
    """Return the status of an address without properties, by those of its parts: gone only if all of them are."""
    statuses = [_status(part) for part in response.findall(f"{DAV}propstat")]
    if not statuses or min(statuses) < 400:
        return 200
    return max((status for status in statuses if status not in {404, 410}), default=404)


def _status(element: Element) -> int:
    found = STATUS.match((element.findtext(f"{DAV}status") or "").strip())
    return int(found[1]) if found else 0


def _parse(reply: Reply) -> Element:
    if reply.body.count(b"<") > MOST_ELEMENTS:
        raise errors.CalendarTooLarge
    try:
        root: Element = fromstring(reply.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise errors.CalendarRefusal from error
    return root


def _headers(depth: int) -> dict[str, str]:
    return {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}


def _document(body: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
