"""Pictures of pages, without sign-in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from pages.models import PageImage


@cookieless
@require_safe
def page_image(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the picture with this digest.

    A changed picture has another digest and thus another address, so browsers may cache it forever.
    """
    content = PageImage.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(content), content_type="image/webp", headers=headers)
