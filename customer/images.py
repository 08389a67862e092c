"""Pictures without sign-in: those of pages, logos, and hosts' photos.

A changed picture has another digest and thus another address, so browsers may cache it forever.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from accounts.models import Picture
from accounts.pictures import as_png
from pages.models import PageImage

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


@cookieless
@require_safe
def page_image(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the picture of a page with this digest."""
    content = PageImage.objects.filter(digest=digest).values_list("content", flat=True).first()
    return _answer(content)


@cookieless
@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the logo or photo with this digest."""
    return _answer(_content(digest))


@cookieless
@require_safe
def picture_for_mail(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the logo or photo as a PNG: some mail programs know no WebP."""
    content = _content(digest)
    if content is None:
        raise Http404
    return HttpResponse(as_png(content), content_type="image/png", headers=FOREVER)


def _content(digest: str) -> bytes | None:
    content = Picture.objects.filter(pk=digest).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def _answer(content: bytes | memoryview | None) -> HttpResponse:
    if content is None:
        raise Http404
    return HttpResponse(bytes(content), content_type="image/webp", headers=FOREVER)
