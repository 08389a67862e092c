"""The links wizard: four steps, whose addresses carry what was chosen before.

Nothing is lost by going back, reloading or opening a second tab, and nothing is saved before the last step is
confirmed. Every step validates the address again, and so does the action in the end.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import FORM, READ, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.form_recovery import form_data, status
from core.text import LazyText
from links.actions import make_reusable_once
from links.catalogue import entries_of
from links.forms.details import EventTypesForm, OwnersForm
from links.models import Link
from owner.form_key import whole_form
from owner.links.forms.wizard import HostsForm, NameForm
from owner.links.views.library import line

STEPS = [
    gettext_lazy("Event type"),
    gettext_lazy("Hosts"),
    gettext_lazy("Name and expiry"),
    gettext_lazy("Copy"),
]
EVENT_TYPES = ("event_types",)
HOSTS = ("kind", "page", "pages", "pool", "optional", "owner")
NAME = ("name", "expires_on", "in_library", "key")
LISTS = {"event_types", "pages", "optional"}
StepForm = TypeVar("StepForm", bound=OwnersForm)
# Set when a later step found this step invalid, so that it shows its errors.
AGAIN = "again"


@owner_view(READ)
def new_link(request: MemberRequest) -> HttpResponse:
    """Step 1: what can be booked."""
    form = _step(EventTypesForm, request, EVENT_TYPES)
    return _show(request, "owner/links/wizard_event_types.html", 1, form, EVENT_TYPES)


@owner_view(READ)
def new_link_hosts(request: MemberRequest) -> HttpResponse:
    """Step 2: the hosts, and the owner of the link."""
    if not EventTypesForm(request.GET, user=request.user).is_valid():
        return _back("new-link", request.GET)
    return _show(request, "owner/links/wizard_hosts.html", 2, _step(HostsForm, request, HOSTS), HOSTS)


@owner_view(FORM)
def new_link_name(request: MemberRequest) -> HttpResponse:
    """Step 3: name and expiry. A POST makes the link, or goes back with everything that was typed."""
    now, user = timezone.now(), request.user
    sent = form_data(request)
    data = request.GET if sent is None else sent
    if "back" in data:
        return redirect(f"{reverse('new-link-hosts')}?{_state(data)}")
    chosen, hosts = EventTypesForm(data, user=user), HostsForm(data, user=user)
    if not chosen.is_valid():
        return _back("new-link", data)
    if not hosts.is_valid():
        return _back("new-link-hosts", data)
    offered = chosen.cleaned_data["event_types"]
    form = NameForm(sent, user=user, now=now, offered=offered, initial=_initial(request.GET, NAME))
    if request.method == "POST" and form.is_valid():
        try:
            link = _make(request, form, hosts, now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("link-ready", link.pk)
    context = {"offered": offered, "hosts": hosts.hosts, "owner": hosts.link_owner, "carried": _hidden(data, NAME)}
    return _show(request, "owner/links/wizard_name.html", 3, form, NAME, **context)


@owner_view(READ)
def link_ready(request: MemberRequest, pk: int) -> HttpResponse:
    """Step 4: copy the link, or a single-use version of it."""
    now = timezone.now()
    links = (
        Link.objects.copyable_by(request.user).reusable().with_page_and_hosts().select_related("owner", "created_by")
    )
    link = get_object_or_404(links, pk=pk)
    (entry,) = entries_of([link], viewer=request.user, now=now)
    context = {"line": line(entry, request.user, now), "steps": progress(STEPS, 4), "step": 4}
    return render(request, "owner/links/wizard_copy.html", context)


def _make(request: MemberRequest, form: NameForm, hosts: HostsForm, now: datetime) -> Link:
    return make_reusable_once(
        actor=request.user,
        form=whole_form(request),
        owner=hosts.link_owner,
        hosts=hosts.hosts,
        event_types=list(form.offered),
        name=form.cleaned_data["name"],
        expires_at=form.expiry,
        in_library=form.cleaned_data["in_library"],
        now=now,
    )


def _step(kind: type[StepForm], request: MemberRequest, names: tuple[str, ...]) -> StepForm:
    data = request.GET if AGAIN in request.GET else None
    return kind(data, user=request.user, initial=_initial(request.GET, names))


def _show(
    request: MemberRequest, template: str, step: int, form: OwnersForm, names: tuple[str, ...], **more: object
) -> HttpResponse:
    context = {"form": form, "step": step, "steps": progress(STEPS, step), "carried": _hidden(request.GET, names)}
    return render(request, template, context | more, status=status(request))


def progress(names: Sequence[LazyText], step: int) -> list[tuple[LazyText, str]]:
    """Return each step's name and its state: done, current or next."""
    states = ["done"] * (step - 1) + ["current"] + ["next"] * (len(names) - step)
    return list(zip(names, states, strict=True))


def _initial(data: QueryDict, names: tuple[str, ...]) -> dict[str, object]:
    """Return the values of the step's fields that are in the address, with a new key unless the address has one."""
    initial: dict[str, object] = {}
    for name in names:
        if name in data:
            initial[name] = data.getlist(name) if name in LISTS else data[name]
    if "key" in names:
        initial.setdefault("key", uuid.uuid4().hex)
    return initial


def _hidden(data: QueryDict, own_names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the fields of the other steps, as hidden fields."""
    names = [name for name in (*EVENT_TYPES, *HOSTS, *NAME) if name not in own_names]
    return [(name, value) for name in names for value in data.getlist(name)]


def _state(data: QueryDict) -> str:
    state = QueryDict(mutable=True)
    for name, value in _hidden(data, ()):
        state.appendlist(name, value)
    return state.urlencode()


def _back(name: str, data: QueryDict) -> HttpResponse:
    return redirect(f"{reverse(name)}?{_state(data)}&{AGAIN}=1")
