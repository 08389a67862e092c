"""The mails about endpoints: deliveries with their facts, created in the transaction of the event itself."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.queries import active_admins
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
    """The facts of a mail about an endpoint. `former` is the user who was responsible for it."""

    endpoint: EndpointFacts
    former: str


def admins_to_notify(organization_id: int) -> QuerySet[User]:
    """Return the active admins of the organization, the first users first."""
    return active_admins(organization_id).select_related("organization").order_by("pk")


def disabled_mails(endpoint: Endpoint, now: datetime) -> list[Delivery]:
    """Return the unsaved mails that tell the admins that an endpoint was disabled, and why."""
    thread = uuid4()
    return [_mail(endpoint, DISABLED, admin, thread, now) for admin in admins_to_notify(endpoint.organization_id)]


def inherited_mails(endpoint: Endpoint, admins: Sequence[User], *, former: User, now: datetime) -> list[Delivery]:
    """Return the unsaved mails that tell the admins that an endpoint goes on without the user who made it."""
    thread = uuid4()
    return [_mail(endpoint, INHERITED, admin, thread, now, former.name) for admin in admins]


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
