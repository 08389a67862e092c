"""Who opened a link: a browser, a scanner or preview of a mail or chat program, or nobody to count."""

import re
from collections.abc import Mapping
from dataclasses import fields

from customer.params import BookingParams

BROWSER, SCANNER = "browser", "scanner"
SCANNERS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|scan|safelinks|facebookexternalhit|whatsapp|slack|telegram|skype|discord|teams|"
    r"mimecast|proofpoint|barracuda|urldefense|headless|curl|wget|python|go-http|java/|okhttp|libwww|validator|monitor",
    re.I,
)
# With one of these parameters, the request is a later step of a visit that was counted already.
STEPS = {"event", "page", "month", "day", "start", "picked", "near", "zone", "clock", "lang"}


def who_opens(method: str, headers: Mapping[str, str], params: BookingParams) -> str | None:
    """Return BROWSER or SCANNER for a request that counts as an opening; None for HEAD, prefetching and later steps."""
    purpose = f"{headers.get('Purpose', '')} {headers.get('Sec-Purpose', '')} {headers.get('X-Moz', '')}".lower()
    if method != "GET" or "prefetch" in purpose or "preview" in purpose or headers.get("HX-Request"):
        return None
    given_fields = {field.name for field in fields(params) if getattr(params, field.name) not in (None, "", ())}
    if given_fields & STEPS:
        return None
    agent = headers.get("User-Agent", "")
    return SCANNER if not agent or SCANNERS.search(agent) else BROWSER
