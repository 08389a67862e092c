"""The mails about endpoints: deliveries with their facts, created in the transaction of the event itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from deliveries.envelope import mail_to, user_facts
from deliveries.mails import Facts
from deliveries.models import Delivery, Endpoint

DISABLED, INHERITED = "webhook_disabled", "webhook_inherited"
LABELS = {DISABLED: _("Webhook disabled"), INHERITED: _("Webhook in your care")}


class EndpointFacts(TypedDict):
    """What a mail says of an endpoint, which is never its whole address."""

    name: str
    host: str
    why: str
    page: str


class EndpointMailFacts(Facts):
    """The facts of a mail about an endpoint. `former` is who had it in their care."""

    endpoint: EndpointFacts
    former: str


def admins_of(organization_id: int, *, without: User | None = None) -> list[User]:
    """Return the active admins of the organization, the longest there first."""
    found = User.objects.filter(organization_id=organization_id, role=User.Role.ADMIN, is_active=True)
    return [one for one in found.select_related("organization").order_by("pk") if one != without]


def disabled_mails(endpoint: Endpoint, now: datetime) -> list[Delivery]:
    """Return the unsaved mails that tell the admins that an endpoint was disabled, and why."""
    thread = uuid4()
    return [_mail(endpoint, DISABLED, one, thread, now) for one in admins_of(endpoint.organization_id)]


def inherited_mails(endpoint: Endpoint, admins: Sequence[User], *, former: User, now: datetime) -> list[Delivery]:
    """Return the unsaved mails that tell the admins that an endpoint goes on without the user who made it."""
    thread = uuid4()
    return [_mail(endpoint, INHERITED, one, thread, now, former.name) for one in admins]


def _mail(endpoint: Endpoint, kind: str, admin: User, thread: UUID, now: datetime, former: str = "") -> Delivery:
    facts: EndpointMailFacts = {
        **user_facts(admin, now),
        "endpoint": {
            "name": str(endpoint),
            "host": endpoint.host,
            "why": endpoint.why,
            "page": f"/settings/webhooks/{endpoint.pk}/",
        },
        "former": former,
    }
    return mail_to(admin, kind, facts, thread=thread, due_at=now)
