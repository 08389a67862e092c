"""The share pop-up, its form as a page, and the form that asks afterwards for whom a link is."""

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, MemberRequest, owner_view
from accounts.form_recovery import form_data
from bookings.models import Booking
from core.ids import read_id
from core.text import join_sentences
from links.actions import amend, mint_once, remember_page
from links.errors import NothingToShare
from links.models import Link
from links.queries import MOST_COUNTED, count_outstanding, links_in_detail, public_address
from links.texts import dead_link_text, link_warning, outstanding_text, page_warning, terms_text
from owner.form_key import whole_form
from owner.links.forms.share import ShareForm
from owner.links.forms.whom import WhomForm
from owner.links.views.made import made_facts, wants_json
from owner.links.views.send import send_by
from pages.models import Page

IN_DIALOG, ON_PAGE = "share-%s", "id_%s"


@owner_view(FORM)
def share(request: MemberRequest) -> HttpResponse:
    """Show the share form or a link that was just made; a POST makes a link and returns its address.

    A GET request for JSON gets what the pop-up asks or, with a page, what it shows about that page.
    """
    if request.method == "POST":
        return _make(request)
    if wants_json(request):
        return _facts(request) if "page" in request.GET else _fields(request)
    if "link" in request.GET:
        return _show_link(request, read_id(request.GET["link"]) or 0)
    form = ShareForm(
        form_data(request),
        user=request.user,
        now=timezone.now(),
        one_time="reusable" not in request.GET,
        page=request.GET.get("page", ""),
        event_type=request.GET.get("event", ""),
        customer=_customer(request),
        auto_id=ON_PAGE,
    )
    return _form(request, form)


def _customer(request: MemberRequest) -> tuple[str, str]:
    """Return name and email of whoever booked the meeting in the address, if the user may see it."""
    pk = read_id(request.GET.get("meeting", ""))
    if pk is None:
        return "", ""
    meetings = Booking.objects.visible_to(request.user).filter(pk=pk)
    return meetings.values_list("admission__customer_name", "admission__customer_email").first() or ("", "")


def _form(request: MemberRequest, form: ShareForm, status: int = 200) -> HttpResponse:
    page = form.chosen_page
    context: dict[str, object] = {"form": form, "page": page, "why_not": _why_not(request, form)}
    if page is not None:
        context["outstanding"] = _outstanding(request, page)
        context["address"] = _reusable_address(page, form.only_event_type)
        context["warning"] = page_warning(page)
        context["place"] = _place_to_choose(request, page)
    return render(request, "owner/links/share.html", context, status=status)


def _why_not(request: MemberRequest, form: ShareForm) -> str:
    """Return why the page in the address cannot be shared; empty if it can, or none is asked for."""
    asked = request.GET.get("page", "")
    if not asked or asked in form.pages:
        return ""
    archived = Page.objects.filter(organization_id=request.user.organization_id).exclude(archived_at=None)
    if not request.user.is_admin:
        archived = archived.filter(Q(owner=request.user) | Q(kind=Page.Kind.MASTER))
    page = archived.filter(pk=read_id(asked) or 0).first()
    if page is None:
        return str(NothingToShare.message) if form.pages else ""
    text = _("“%(name)s” is archived, so it can no longer be shared.") % {"name": page}
    return join_sentences(text, _("Choose another page.") if form.pages else "")


def _place_to_choose(request: MemberRequest, page: Page) -> str:
    """Return where the user chooses the place to meet, if the page has none yet and is theirs to change."""
    own = Page.objects.editable_by(request.user).filter(pk=page.pk)
    return reverse("page-place", args=[page.pk]) if own.without_place().exists() else ""


def _outstanding(request: MemberRequest, page: Page) -> str:
    return outstanding_text(count_outstanding(user=request.user, page=page, now=timezone.now()), MOST_COUNTED)


def _fields(request: MemberRequest) -> HttpResponse:
    """Return the fields of the pop-up, or that there is nothing to share yet."""
    form = ShareForm(user=request.user, now=timezone.now(), auto_id=IN_DIALOG)
    if not form.pages:
        return JsonResponse({"nothing": render_to_string("owner/links/_share_nothing.html", request=request)})
    return JsonResponse({"fields": render_to_string("owner/links/_share_fields.html", {"form": form}, request)})


def _facts(request: MemberRequest) -> HttpResponse:
    """Return what the pop-up shows about the chosen page. It is read anew each time the pop-up opens."""
    pk, event_type = request.GET["page"], request.GET.get("event", "")
    form = ShareForm(user=request.user, now=timezone.now(), page=pk, event_type=event_type, auto_id=IN_DIALOG)
    page = form.chosen_page if pk else None
    facts: dict[str, object] = {"closes": form.closes()}
    if page is not None:
        facts["types"] = render_to_string("owner/links/_share_types.html", {"form": form}, request)
        facts["warning"] = page_warning(page)
        facts["place"] = _place_to_choose(request, page) if facts["warning"] else ""
        facts["embed"] = reverse("embed-page", args=[page.pk])
        facts["preview"] = reverse("preview-page", args=[page.pk])
        facts["outstanding"] = _outstanding(request, page)
        facts["list"] = f"{reverse('links')}?page={page.pk}&status=outstanding"
    return JsonResponse(facts)


def _make(request: MemberRequest) -> HttpResponse:
    now, as_json = timezone.now(), wants_json(request)
    if "show" in request.POST:
        return _form(request, ShareForm(user=request.user, now=now, typed=request.POST, auto_id=ON_PAGE))
    form = ShareForm(request.POST, user=request.user, now=now, auto_id=IN_DIALOG if as_json else ON_PAGE)
    if form.is_valid():
        try:
            return _answer(request, form, as_json)
        except NothingToShare as refusal:
            form.add_error("page", str(refusal))
    if as_json:
        return render(request, "owner/links/_share_fields.html", {"form": form}, status=422)
    return _form(request, form, status=422)


def _answer(request: MemberRequest, form: ShareForm, as_json: bool) -> HttpResponse:
    """Make the link, or take the page's public address, and return it. Raise NothingToShare."""
    page, user = form.cleaned_data["page"], request.user
    if page.pk != user.shared_page:
        remember_page(actor=user, page=page)
    if not form.is_one_time:
        if as_json:
            address = _reusable_address(page, form.only_event_type)
            return JsonResponse({"address": address, "message": _("Anyone with this address can book.")})
        event_type = f"&event={form.only_event_type}" if form.only_event_type else ""
        return redirect(f"{reverse('share')}?reusable=1&page={page.pk}{event_type}")
    link = mint_once(actor=user, page=page, now=form.now, form=whole_form(request), **form.choices())
    if not as_json:
        return redirect(f"{reverse('share')}?link={link.pk}")
    facts = made_facts(link, user, form.now)
    return JsonResponse(facts | {"outstanding": _outstanding(request, page), "key": uuid.uuid4().hex}, status=201)


def _reusable_address(page: Page, event_type: str) -> str | None:
    """Return the page's public address, with the event type chosen if there is one; None if the page is not listed."""
    address = public_address(page)
    return f"{address}?event={event_type}" if address and event_type else address


def _show_link(request: MemberRequest, pk: int, form: WhomForm | None = None) -> HttpResponse:
    """Show the address of one link, to be copied. If its signing key was dropped, lead to a new address.

    `form` asked for whom it is, and has errors.
    """
    now, form = timezone.now(), form or WhomForm()
    links = Link.objects.visible_to(request.user).with_page_and_hosts()
    link = get_object_or_404(links, pk=pk)
    dead = link.dead_reason(now)
    context = {
        "link": link,
        "address": None if dead else link.address(),
        "dead": dead,
        "why": dead_link_text(dead) if dead else "",
        "promise": terms_text(link, request.user, now),
        "warning": "" if dead else link_warning(link),
        "ways": {} if dead else send_by(link),
        "form": form,
    }
    return render(request, "owner/links/made.html", context, status=422 if form.is_bound else 200)


@owner_view(POST)
def link_whom(request: MemberRequest, pk: int) -> HttpResponse:
    """Save whom a one-time link is for, unless that is known."""
    now, link = timezone.now(), get_object_or_404(links_in_detail(request.user), pk=pk)
    if link.is_reusable or link.recipient_name or link.recipient_email:
        raise Http404
    form = WhomForm(request.POST)
    if not form.is_valid():
        text = str(form.errors["whom"][0])
        if wants_json(request):
            return JsonResponse({"message": text}, status=422)
        return _show_link(request, pk, form)
    amend(actor=request.user, link=link, now=now, **form.recipient())
    text = _("Saved. This link is for %(name)s.") % {"name": form.cleaned_data["whom"]}
    if wants_json(request):
        return JsonResponse({"message": text})
    messages.success(request, text)
    return redirect(f"{reverse('share')}?link={pk}")
