"""Pictures of pages, as everybody sees them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import cookieless
from pages.models import PageImage


@cookieless
@require_safe
def page_image(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture with this digest. Another one has another address, so browsers may keep it for good."""
    content = PageImage.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(content), content_type="image/webp", headers=headers)
