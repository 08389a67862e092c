"""What is shown after a link was made."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from links.models import Link
from links.texts import terms_text
from owner.links.views.send import send_by


def wants_json(request: HttpRequest) -> bool:
    """Return whether the request comes from the page's own script."""
    return request.headers.get("Accept", "").startswith("application/json")


def made_facts(link: Link, user: User, now: datetime) -> dict[str, object]:
    """Return what the script puts into the card that appears once the link is copied."""
    return {
        "address": link.address(),
        "message": terms_text(link, user, now),
        "name": link.target.name,
        "page": f"{reverse('share')}?link={link.pk}",
        "send": reverse("send-link", args=[link.pk]) if link.recipient_email else "",
        "times": reverse("link-times", args=[link.pk]),
        "svg": reverse("link-qr-svg", args=[link.pk]),
        "png": reverse("link-qr-png", args=[link.pk]),
        "whom": "" if link.recipient_name or link.recipient_email else reverse("link-whom", args=[link.pk]),
        **send_by(link),
    }
