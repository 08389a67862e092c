"""A link as other programs read it: plain JSON values, the same in the API and in webhooks. Its address is a secret."""

from typing import Any, TypedDict

from links.models import Link


class PublishedRecipient(TypedDict):
    """For whom the link was made; empty where nobody was named."""

    name: str
    email: str


class PublishedLink(TypedDict):
    """A link, with what its maker wrote on it."""

    id: int
    label: str
    recipient: PublishedRecipient
    metadata: dict[str, Any]


def published_link(link: Link) -> PublishedLink:
    """Return the link as other programs read it beside a meeting or an event."""
    return {
        "id": link.pk,
        "label": link.label,
        "recipient": {"name": link.recipient_name, "email": link.recipient_email},
        "metadata": dict(link.metadata),
    }
