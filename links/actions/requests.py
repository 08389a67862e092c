"""Asking for a new link in place of a dead one, and answering."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions import add_history
from accounts.models import User
from accounts.verbs import Verb
from core.database import email_matches
from links.actions.ending import write_reissue
from links.errors import NothingToShare, TooManyLinkRequests
from links.happenings import announce_request
from links.models import Link, LinkRequest
from links.notifications import link_mail, request_mail
from links.queries.requests import new_link_refusal

OPEN_PER_LINK, A_DAY_PER_LINK, A_DAY_PER_OWNER = 3, 5, 50


def request_link(*, link: Link, name: str, email: str, message: str, now: datetime) -> LinkRequest:
    """Record that somebody asks for a new link, and notify its owner by mail. Asking again returns the open request.

    Raise TooManyLinkRequests if too many requests were made for this link, or for all the links of its owner.
    """
    with transaction.atomic(durable=True):
        # The link's lock makes simultaneous requests follow one another, so that the counts are right.
        link = (
            Link.objects.select_for_update(no_key=True, of=("self",))
            .select_related("owner", "organization")
            .get(pk=link.pk)
        )
        waiting = link.requests.filter(answered_at=None)
        open_request = waiting.filter(email_matches("email", email)).first()
        if open_request is not None:
            return open_request
        today = now - timedelta(days=1)
        if (
            waiting.count() >= OPEN_PER_LINK
            or link.requests.filter(at__gt=today).count() >= A_DAY_PER_LINK
            or LinkRequest.objects.filter(owner=link.owner, at__gt=today).count() >= A_DAY_PER_OWNER
        ):
            raise TooManyLinkRequests
        request = LinkRequest.objects.create(
            organization_id=link.organization_id,
            link=link,
            owner=link.owner,
            name=name,
            email=email,
            message=message,
            at=now,
        )
        if link.owner.mail_requested:
            request_mail(request, now=now).save()
        add_history(
            subject=link, organization_id=link.organization_id, verb=Verb.REQUESTED, actor=None, at=now, by=email
        )
        announce_request(request, now=now)
    return request


def answer_request(
    *, actor: User, request: LinkRequest, expires_at: datetime | None, subject: str, text: str, now: datetime
) -> Link:
    """Make a new link like the dead one for the person who asked, and mail it to them.

    If two users answer at once, one link is made and both get it. Raise NothingToShare if the request is not the
    actor's to answer or was set aside, or if the page is not the actor's to share; NewLinkWouldNotWork if a new link
    would admit nobody.
    """
    with transaction.atomic(durable=True):
        request = _lock_request(actor, request)
        if request.answer is not None:
            return request.answer
        if request.answered_at is not None:
            raise NothingToShare
        # Check the present state: it may have changed since the form was shown.
        refusal = new_link_refusal(Link.objects.with_parent(pk=request.link_id), now)
        if refusal is not None:
            raise refusal
        recipient = {"recipient_name": request.name, "recipient_email": request.email}
        link = write_reissue(actor=actor, link=request.link, expires_at=expires_at, now=now, **recipient)
        link_mail(link, sender=actor, subject=subject, text=text, now=now).save()
        add_history(
            subject=link, organization_id=link.organization_id, verb=Verb.SENT, actor=actor, at=now, to=request.email
        )
        _close(request, actor, link, now)
    return link


def dismiss_request(*, actor: User, request: LinkRequest, now: datetime) -> None:
    """Close a request without an answer. Raise NothingToShare."""
    with transaction.atomic(durable=True):
        request = _lock_request(actor, request)
        if request.answered_at is None:
            _close(request, actor, None, now)


def _lock_request(actor: User, request: LinkRequest) -> LinkRequest:
    rows = LinkRequest.objects.filter(organization_id=actor.organization_id)
    if not actor.is_admin:
        rows = rows.filter(owner=actor)
    row = rows.select_for_update(no_key=True, of=("self",)).select_related("link", "answer").filter(pk=request.pk)
    locked = row.first()
    if locked is None:
        raise NothingToShare
    return locked


def _close(request: LinkRequest, actor: User, link: Link | None, now: datetime) -> None:
    request.answered_at, request.answered_by, request.answer = now, actor, link
    request.save(update_fields=["answered_at", "answered_by", "answer"])
