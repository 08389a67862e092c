"""QR codes of links, for those who may copy them."""

import io
from typing import Any

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import READ, MemberRequest, owner_view
from links.models import Link

# Wide enough for a reader to tell the squares apart on paper and on screens.
PIXELS = 354


@owner_view(READ)
def link_qr_svg(request: MemberRequest, pk: int) -> HttpResponse:
    """The code as a drawing of any size."""
    link, code = _code(request, pk)
    title = link.target.name
    return _file(link, "svg", "image/svg+xml", _drawn(code, "svg", scale=8, title=title, light="#fff", dark="#000"))


@owner_view(READ)
def link_qr_png(request: MemberRequest, pk: int) -> HttpResponse:
    """The code as a picture of at least PIXELS each way."""
    link, code = _code(request, pk)
    scale = -(-PIXELS // code.symbol_size()[0])
    return _file(link, "png", "image/png", _drawn(code, "png", scale=scale))


def _code(request: MemberRequest, pk: int) -> tuple[Link, Any]:
    link = get_object_or_404(Link.objects.copyable_by(request.user).with_truth(), pk=pk)
    address = link.address()
    if address is None or link.dead(timezone.now()) is not None:
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
