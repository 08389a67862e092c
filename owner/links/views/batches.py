"""Links in bulk: the list of recipients, a step that shows what will be made, and the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from core.dates import full_text
from core.ids import read_id
from deliveries.models import Delivery
from links.actions.batches import Recipient, make_batch, record_batch_copy, retry_mails
from links.errors import NothingToShare
from links.forms.batches import BatchForm
from links.forms.recipients import merge_fixed_rows
from links.models import Link, LinkBatch
from links.queries.batches import (
    MOST_FAILED,
    BatchMails,
    BatchRow,
    batch_rows,
    batches_of,
    count_mails,
    failed_mails,
    links_of,
    mails_to,
    some_links,
)
from links.status import STATUS_BY_REASON, LinkStatus
from links.texts import BriefMoment, brief_end_text, brief_past_text, end_text
from owner.links.forms.catalogue import SearchForm
from owner.links.views.wizard import progress
from owner.spreadsheet import csv_lines

STEPS = [gettext_lazy("List"), gettext_lazy("Check"), gettext_lazy("Links")]
SHOWN = 5


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One row of the list of batches, with its times in words."""

    row: BatchRow
    made: BriefMoment
    expires: BriefMoment | None


@dataclass(frozen=True, slots=True)
class BatchMember:
    """One link of a batch: its recipient's mail, and the link's status if it is dead."""

    link: Link
    mail: Delivery | None
    over: LinkStatus | None


@owner_view(READ)
def batches(request: MemberRequest) -> HttpResponse:
    """List the batches that were made so far."""
    form, user, now = SearchForm(request.GET), request.user, timezone.now()
    rows, older = batch_rows(user, form.place)
    context = {
        "form": form,
        "lines": [_line(row, user, now) for row in rows],
        "older": older,
        "further": f"before={older}",
    }
    return render(request, "owner/links/batches.html", context)


def _line(row: BatchRow, user: User, now: datetime) -> BatchLine:
    ends = row.link.expires_at
    return BatchLine(
        row, brief_past_text(row.batch.created_at, user, now), brief_end_text(ends, user, now) if ends else None
    )


@owner_view(FORM)
def new_batch(request: MemberRequest) -> HttpResponse:
    """Step 1: the recipients, and what to make for them. A valid POST leads to step 2, and makes nothing yet."""
    if request.method != "POST":
        return _first_step(request, _unbound_form(request, form_data(request)))
    form = _bound_form(request)
    return _second_step(request, form) if form.is_valid() else _first_step(request, form, 422)


@owner_view(FORM)
def make_links(request: MemberRequest) -> HttpResponse:
    """Step 2: make all links after confirmation, or go back with everything that was typed."""
    data = form_data(request)
    if data is None:
        return redirect("new-batch")
    if request.method != "POST" or "back" in data:
        return _first_step(request, _unbound_form(request, data))
    form = _bound_form(request)
    if form.is_valid():
        try:
            batch = make_batch(actor=request.user, now=form.now, **form.choices())
        except NothingToShare as refusal:
            form.add_error("source", str(refusal))
        else:
            return redirect(reverse("batch", args=[batch.pk]) + ("?again=1" if batch.existed else ""))
    return _first_step(request, form, 422)


def _bound_form(request: MemberRequest) -> BatchForm:
    return BatchForm(request.POST, files=request.FILES, user=request.user, now=timezone.now())


def _unbound_form(request: MemberRequest, data: QueryDict | None) -> BatchForm:
    """Return the form unbound, filled with what was typed before or what the address asks for; no errors are shown."""
    initial = {} if data is None else merge_fixed_rows(data).dict()
    for kind in ("page", "link"):
        if kind in request.GET:
            initial.setdefault("source", f"{kind}-{request.GET[kind]}")
    return BatchForm(user=request.user, now=timezone.now(), initial=initial)


def _first_step(request: MemberRequest, form: BatchForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "step": 1, "steps": progress(STEPS, 1)}
    return render(request, "owner/links/batch_new.html", context, status=status)


def _second_step(request: MemberRequest, form: BatchForm) -> HttpResponse:
    """Show step 2: what will be made, and the first mails as they will read."""
    people, mail = form.recipients, form.mail
    context = {
        "form": form,
        "steps": progress(STEPS, 2),
        "carried": [(name, value) for name in form.fields if (value := form.data.get(name))],
        "count": len(form.wanted),
        "first": people[:SHOWN],
        "further": len(people[SHOWN:]),
        "closes": form.expires_at and end_text(form.expires_at, request.user),
        "parent_closes": form.parent and form.parent.expires_at and end_text(form.parent.expires_at, request.user),
        "mails": [] if mail is None else [(person, mail.to(person, form.target)) for person in _examples(people)],
    }
    return render(request, "owner/links/batch_check.html", context)


def _examples(people: Sequence[Recipient]) -> list[Recipient]:
    """Return the recipients whose mails are shown: the first one, and the first without a name, whose mail differs."""
    nameless = next((person for person in people if not person.name), people[0])
    return [people[0]] if nameless == people[0] else [people[0], nameless]


@owner_view(READ)
def batch(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the links of a batch and the state of its mails. A request from the page's script gets only the mails."""
    link_batch = get_object_or_404(batches_of(request.user), pk=pk)
    if "HX-Request" in request.headers:
        return render(request, "owner/links/_batch_progress.html", _progress(request, link_batch)[1])
    return _batch_page(request, link_batch, again="again" in request.GET)


@owner_view(POST)
def batch_addresses(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the page of the batch with the addresses of all links that work, to copy them at once."""
    link_batch, now = get_object_or_404(batches_of(request.user), pk=pk), timezone.now()
    record_batch_copy(actor=request.user, batch=link_batch, now=now)
    links = links_of(link_batch)
    live = [link for link in links if link.dead_reason(now) is None and link.token()]
    text = "\n".join("\t".join(filter(None, _facts_of(link))) for link in live)
    return _batch_page(request, link_batch, addresses=text, live=len(live), dead=len(links) - len(live))


@owner_view(POST)
def batch_csv(request: MemberRequest, pk: int) -> HttpResponse:
    """Return all links of the batch as a CSV file."""
    link_batch = get_object_or_404(batches_of(request.user), pk=pk)
    record_batch_copy(actor=request.user, batch=link_batch, now=timezone.now())
    table = [
        ["name", "email", "address", "expires"],
        *([*_facts_of(link), _ends(link)] for link in links_of(link_batch)),
    ]
    return HttpResponse(
        "".join(csv_lines(table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="links-{link_batch.pk}.csv"'},
    )


@owner_view(POST)
def retry_batch(request: MemberRequest, pk: int) -> HttpResponse:
    """Send all failed mails of the batch again: the button *Try again*."""
    link_batch = get_object_or_404(batches_of(request.user), pk=pk)
    count = retry_mails(actor=request.user, batch=link_batch, now=timezone.now())
    sentence = ngettext("%(count)d email is being sent again.", "%(count)d emails are being sent again.", count)
    if count:
        messages.success(request, sentence % {"count": count})
    else:
        messages.info(request, _("There are no emails to resend."))
    return redirect("batch", pk)


def _batch_page(request: MemberRequest, link_batch: LinkBatch, **context: object) -> HttpResponse:
    user, (links, progress) = request.user, _progress(request, link_batch)
    link = links[0] if links else some_links(link_batch)[0][0]
    ends = link.expires_at
    facts = {
        "link": link,
        "made": full_text(link_batch.created_at, user.shown_clock),
        "closes": ends and end_text(ends, user),
    }
    return render(request, "owner/links/batch.html", facts | progress | context)


def _progress(request: MemberRequest, link_batch: LinkBatch) -> tuple[list[Link], dict[str, object]]:
    """Return this page of the batch's links, and the state of the mails in numbers and for each person of the page.

    The numbers are read first: once they say that nothing waits, no row does.
    """
    context, after = _mails(link_batch), read_id(request.GET.get("after", ""))
    links, next_after = some_links(link_batch, after)
    sent = mails_to(link_batch, links) if link_batch.emailed else {}
    people = [_person(link, sent, timezone.now()) for link in links if link.recipient_email]
    return links, context | {"people": people, "after": after, "next_after": next_after}


def _person(link: Link, sent: Mapping[str, Delivery], now: datetime) -> BatchMember:
    dead = link.dead_reason(now)
    return BatchMember(link, sent.get(link.recipient_email), None if dead is None else STATUS_BY_REASON[dead])


def _mails(link_batch: LinkBatch) -> dict[str, object]:
    """Return the state of the batch's mails; None as `mails` if the batch sends no mails."""
    mails = count_mails([link_batch.thread]).get(link_batch.thread, BatchMails()) if link_batch.emailed else None
    failed: Iterable[Delivery] = failed_mails(link_batch)[:MOST_FAILED] if mails and mails.failed else []
    return {"batch": link_batch, "mails": mails, "failed": failed}


def _facts_of(link: Link) -> tuple[str, str, str]:
    return link.recipient_name, link.recipient_email, link.address() or ""


def _ends(link: Link) -> str:
    return "" if link.expires_at is None else timezone.localtime(link.expires_at).isoformat(timespec="minutes")
