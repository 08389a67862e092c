"""Sending a link to its customer: by this program, or with the sender's own email or messaging program."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.dates import full_text
from deliveries.mails import Content, mail_context
from deliveries.models import Delivery
from links.actions import send
from links.emails import link_sent
from links.errors import DeadLink, NothingToShare
from links.models import Link
from links.notifications import link_mail
from links.queries import links_in_detail
from links.texts import dead_link_text, terms_text
from owner.links.forms.send import SendForm, subject_for

# How many mails are shown. Hardly any link has more.
MAILS = 10


@dataclass(frozen=True, slots=True)
class SentLinkMail:
    """A mail that brought the link, with its delivery."""

    delivery: Delivery
    when: str


@dataclass(frozen=True, slots=True)
class LinkMailPreview:
    """The mail as it will arrive."""

    content: Content
    text: str


@owner_view(FORM)
def send_link(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the mail's text and a preview; a POST sends it, or shows it again with the changed text."""
    now, user = timezone.now(), request.user
    link = get_object_or_404(links_in_detail(user), pk=pk)
    form = SendForm(request.POST if request.method == "POST" else None, link=link, user=user)
    if form.is_valid() and "preview" not in request.POST:
        try:
            send(actor=user, link=link, now=now, **form.cleaned_data)
        except DeadLink as refusal:
            form.add_error(None, dead_link_text(refusal.reason))
        except NothingToShare:
            form.add_error(None, _("This link has no recipient email."))
        else:
            messages.success(request, _("On its way to %(email)s.") % {"email": link.recipient_email})
            return redirect("send-link", pk)
    dead = link.dead_reason(now)
    context = {
        "form": form,
        "link": link,
        "why": dead_link_text(dead) if dead else "",
        "address": None if dead else link.address(),
        "promise": terms_text(link, user, now),
        "preview": _preview(form, link, user, now),
        "mails": mails_of(link, user),
        "ways": send_by(link),
    }
    return render(request, "owner/links/send.html", context, status=_status(request, form))


def _status(request: HttpRequest, form: SendForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def _preview(form: SendForm, link: Link, user: User, now: datetime) -> LinkMailPreview:
    """Return the mail with the form's current values, valid or not. Nothing is sent."""
    values = {name: str(form[name].value() or "") for name in ("subject", "text")}
    facts = link_mail(link, sender=user, now=now, **values).facts
    content = link_sent(facts)
    text = render_to_string(f"emails/{content.template}.txt", mail_context(facts, content))
    return LinkMailPreview(content, text.strip())


def mails_of(link: Link, user: User) -> list[SentLinkMail]:
    """Return the mails that this program sent with the link, newest first."""
    entries = HistoryEntry.objects.filter(
        organization_id=link.organization_id, subject="link", subject_id=link.pk, verb=Verb.SENT
    ).order_by("-pk")[:MAILS]
    delivery_ids = [entry.details.get("delivery") for entry in entries]
    mails = Delivery.objects.filter(organization_id=link.organization_id, pk__in=filter(None, delivery_ids))
    return [SentLinkMail(mail, full_text(mail.created_at, user.shown_clock)) for mail in mails.order_by("-pk")]


def send_by(link: Link) -> dict[str, str]:
    """Return addresses that open a program of the sender with the link filled in; empty if the link has no address."""
    address = link.address()
    if address is None:
        return {}
    text = quote(_("Please choose a time that suits you: %(address)s") % {"address": address})
    subject = quote(subject_for(link))
    return {
        "mailto": f"mailto:{quote(link.recipient_email, safe='@')}?subject={subject}&body={text}",
        "sms": f"sms:?&body={text}",
    }
