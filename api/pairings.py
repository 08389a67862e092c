"""How a browser's extension gets its token (RFC 8628): a user types the letters that it shows."""

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja.responses import Status

from accounts.actions import fetch_token, start_pairing
from accounts.client_address import client_address
from api.door import NounRouter
from api.problems import Problem
from api.shapes import Moment, Out

router = NounRouter(tags=["Pairing"])
# Seconds after which the browser may ask again whether somebody has typed the letters.
INTERVAL = 2


class PairingOut(Out):
    """What a browser shows, and with which code it fetches its token. Times are in seconds."""

    device_code: str
    user_code: str
    verification_uri: str
    interval: int
    expires_in: int


class PairedToken(Out):
    """The browser's token, which is returned only once."""

    token: str
    name: str
    expires_at: Moment | None


@router.writes_without_token("/pairings", {201: PairingOut})
def ask_for_pairing(request: HttpRequest) -> Status[PairingOut]:
    """Start a pairing, without a token.

    Show `user_code`; whoever is signed in types it at `verification_uri`. Ten times an hour from one address.
    """
    if not ratelimit.consume(request, action="ask_pairing"):
        raise Problem("rate-limited", headers={"Retry-After": "3600"})
    now = timezone.now()
    address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
    pairing = start_pairing(address=address, agent=request.headers.get("User-Agent", ""), now=now)
    return Status(
        201,
        PairingOut(
            device_code=pairing.device_code(),
            user_code=f"{pairing.letters[:4]}-{pairing.letters[4:]}",
            verification_uri=f"{settings.BASE_URL}{reverse('pair-extension')}",
            interval=INTERVAL,
            expires_in=int((pairing.expires_at - now).total_seconds()),
        ),
    )


@router.writes_without_token("/pairings/{device_code}", {200: PairedToken})
def fetch_pairing(request: HttpRequest, device_code: str) -> PairedToken:
    """Fetch the token, once, after somebody has connected the browser.

    Until then the answer is the problem `pairing-pending`.
    """
    token = fetch_token(device_code=device_code, now=timezone.now())
    return PairedToken(token=token.text(), name=token.name, expires_at=token.expires_at)
