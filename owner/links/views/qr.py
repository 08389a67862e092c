"""QR codes of links, for users who may copy them."""

import io
from typing import Any

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import READ, MemberRequest, owner_view
from links.models import Link

# The least width of a PNG, in pixels, at which readers recognize the squares on paper and on screens.
PIXELS = 354


@owner_view(READ)
def link_qr_svg(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the QR code as an SVG drawing."""
    link, code = _code(request, pk)
    title = link.target.name
    return _file(link, "svg", "image/svg+xml", _drawn(code, "svg", scale=8, title=title, light="#fff", dark="#000"))


@owner_view(READ)
def link_qr_png(request: MemberRequest, pk: int) -> HttpResponse:
    """Return the QR code as a PNG picture of at least PIXELS in width and height."""
    link, code = _code(request, pk)
    scale = -(-PIXELS // code.symbol_size()[0])
    return _file(link, "png", "image/png", _drawn(code, "png", scale=scale))


def _code(request: MemberRequest, pk: int) -> tuple[Link, Any]:
    link = get_object_or_404(Link.objects.copyable_by(request.user).with_page_and_hosts(), pk=pk)
    address = link.address()
    if address is None or link.dead_reason(timezone.now()) is not None:
        raise Http404
    return link, segno.make_qr(address, error="m")


def _drawn(code: Any, kind: str, **options: object) -> bytes:
    drawn = io.BytesIO()
    code.save(drawn, kind=kind, **options)
    return drawn.getvalue()


def _file(link: Link, ending: str, content_type: str, content: bytes) -> HttpResponse:
    stem = slugify(link.target.name) or "link"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'inline; filename="{stem}-qr.{ending}"'},
    )
