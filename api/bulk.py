"""Making many one-time links at once: all of them or none."""

from datetime import datetime
from typing import Annotated

from allauth.core import ratelimit
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.responses import Status
from pydantic import Field

from accounts.models import Scope, User
from api.auth import Caller
from api.expiry import ExpiryFields, resolve_expiry
from api.idempotency import body_digests, idempotency_key, mark_replay
from api.link_shape import LinkOut, serialize_links
from api.links import router
from api.minting import find_owner, find_source
from api.problems import Problem, body_problem
from api.sentences import one_of_page_and_parent
from api.shapes import Email, Id, In, Key, Metadata, Name, Out, Value, lines, one_line
from core.text import address_key
from links.actions import make_batch, make_batch_by_key
from links.actions.batches import BatchChoices, BatchMail, Recipient
from links.models import Link, LinkBatch
from links.placeholders import find_unknown

MOST_RECIPIENTS, HOUR = 1_000, 3_600


class OneRecipient(In):
    """Who gets a link, and what is theirs alone. Their label takes the place of the common one."""

    name: Name = ""
    email: Email
    label: Name = ""
    metadata: Metadata = {}
    answers: Annotated[dict[Key, Value], Field(max_length=50)] = {}


class BulkMail(In):
    """The mail to each. {name}, {email} and {page} are filled in; the link and its end are added."""

    subject: Annotated[str, Field(min_length=1, max_length=150), one_line]
    text: Annotated[str, Field(min_length=1, max_length=5_000), lines]


class BulkLinks(ExpiryFields):
    """The links to make, from exactly one of a page or a reusable link (`parent`)."""

    model_config = {
        "json_schema_extra": {
            "example": {
                "page": 1,
                "recipients": [
                    {"name": "Priya Shah", "email": "priya@example.com", "metadata": {"crm": "4711"}},
                    {"name": "Tom Lind", "email": "tom@example.com", "metadata": {"crm": "4712"}},
                ],
            }
        }
    }
    page: Annotated[Id, Field(description="The page to book at: its id, as `GET /pages` lists it.")] | None = None
    parent: Annotated[Id, Field(description="Instead, the reusable link that they come from.")] | None = None
    recipients: Annotated[list[OneRecipient], Field(min_length=1, max_length=MOST_RECIPIENTS)]
    locked: Annotated[bool, Field(description="Only the recipient's address can book.")] = False
    label: Name = ""
    mail: BulkMail | None = None
    owner: Id | None = None


class Batch(Out):
    """Links that were made together, in the order of their recipients."""

    batch: int
    count: int
    links: list[LinkOut]


@router.writes("/links/bulk", Scope.LINKS_WRITE, {201: Batch, 200: Batch})
def make_links(request: Caller, response: HttpResponse, body: BulkLinks) -> Status[Batch]:
    """Make a single-use link for each of up to 1,000 recipients, all or none.

    The same list with the same choices is made once, also without an Idempotency-Key. 20 calls an hour.
    """
    user, now = request.user, timezone.now()
    _check(body)
    if not ratelimit.consume(request, action="bulk_links", key=str(request.token.pk)):
        raise Problem("rate-limited", headers={"Retry-After": str(HOUR)})
    choices = _choices(user, body, now)
    if key := idempotency_key(request):
        batch = make_batch_by_key(actor=user, key=key, body=body_digests(request), now=now, **choices)
    else:
        batch = make_batch(actor=user, now=now, **choices)
    return Status(mark_replay(response, again=batch.existed), _batch(batch, user))


def _choices(user: User, body: BulkLinks, now: datetime) -> BatchChoices:
    source, owner = find_source(user, body.page, body.parent), find_owner(user, body.owner)
    return {
        "page": source.get("page"),
        "parent": source.get("parent"),
        "recipients": [Recipient(**recipient.model_dump()) for recipient in body.recipients],
        "expires_at": resolve_expiry(body, user, now, inherits=body.parent is not None),
        "life": _life(body),
        "locked": body.locked,
        "label": body.label,
        "mail": None if body.mail is None else BatchMail(body.mail.subject, body.mail.text),
        "owner": owner,
        # The same list for another owner is another one.
        "form": "" if owner == user else f"for {owner.pk}",
    }


def _check(body: BulkLinks) -> None:
    """Raise Problem for what does not fit together."""
    if (body.page is None) == (body.parent is None):
        raise body_problem("/page", one_of_page_and_parent())
    seen: set[str] = set()
    for place, recipient in enumerate(body.recipients):
        address = address_key(recipient.email)
        if address in seen:
            raise body_problem(f"/recipients/{place}/email", _("This address is in the list twice."))
        seen.add(address)
    if body.mail is not None:
        for name in ("subject", "text"):
            if words := find_unknown(getattr(body.mail, name)):
                detail = _("“{%(word)s}” is not a placeholder. Use {name}, {email} or {page}.") % {"word": words[0]}
                raise body_problem(f"/mail/{name}", detail)


def _life(body: BulkLinks) -> str:
    """Return how the end was chosen: the instant itself differs from one call to the next."""
    if body.expires_at is not None:
        return ""
    return body.expires_in or ("never" if "expires_at" in body.model_fields_set else "usual")


def _batch(batch: LinkBatch, user: User) -> Batch:
    links = serialize_links(Link.objects.filter(batch=batch).order_by("pk"), user, timezone.now())
    return Batch(batch=batch.pk, count=batch.count, links=links)
