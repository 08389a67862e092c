"""The assignment tab of a master page: the rules of a team or panel, or the two lists of the other scenarios."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.unique_labels import label_choices
from core.ids import read_id
from links.queries import public_address
from owner.pages.forms.choices import ChoicesEditor
from owner.pages.forms.rules import Choices, RulesEditor
from owner.pages.views.edit import say_dropped
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import live_links_to
from owner.pages.views.master_pages import masters_of
from pages import actions
from pages.errors import TeamNeedsAutomaticBooking, WrongChoice
from pages.models import EventType, IncludedPage, Page, PageEventType
from pages.queries.assignments import assignables, contents_of, event_types_by_page, offers_nothing


@owner_view(FORM, admins=True)
def master_assignment(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit what can be booked, and with whom. The buttons of rows show the form again as typed, without errors."""
    page = get_object_or_404(masters_of(request.user), pk=pk)
    data = form_data(request)
    editor = _rules(page, data) if page.is_team else _choices(page, data)
    sent = request.method == "POST" and not editor.apply(request.POST)
    refused = ""
    if sent and editor.check():
        refused = _save(request, page, editor)
        if not refused:
            _tell_saved(request, page)
            say_dropped(request, editor.dropped)
            return redirect("master-assignment", pk=pk)
    context = {
        "page": page,
        "tab": "assignment",
        "address": public_address(page),
        "editor": editor,
        "problems": editor.errors(),
        "refused": refused,
        "typed": data is not None,
        "live_links": live_links_to(page, timezone.now()),
    }
    template = "owner/pages/master_rules.html" if page.is_team else "owner/pages/master_choices.html"
    return render(request, template, context, status=422 if sent else 200)


def _save(request: MemberRequest, page: Page, editor: RulesEditor | ChoicesEditor) -> str:
    """Save the valid editor. Return the refusal as text; empty if it was saved."""
    actor, now = request.user, timezone.now()
    try:
        with gone_is_not_found():
            if isinstance(editor, RulesEditor):
                actions.save_rules(actor=actor, page=page, rules=editor.rules(), now=now)
            else:
                actions.save_choices(
                    actor=actor,
                    page=page,
                    included=editor.chosen_pages(),
                    event_types=editor.chosen_event_types(),
                    now=now,
                )
    except (TeamNeedsAutomaticBooking, WrongChoice) as refusal:
        return str(refusal)
    return ""


def _tell_saved(request: MemberRequest, page: Page) -> None:
    contents = contents_of([page])[page.pk]
    if contents.bookable:
        messages.success(request, _("Saved. Customers see the change right away."))
    elif offers_nothing(page):
        messages.warning(request, _("Saved. Customers cannot book here until you add an event type and assign it."))
    else:
        messages.warning(
            request, _("Saved. Customers cannot book here at the moment. See the overview for the reason.")
        )


def _event_types(page: Page, keys: Iterable[str]) -> list[EventType]:
    """Return the organization's event types; archived ones only if `keys` has their ids."""
    condition = Q(archived_at=None) | Q(pk__in=[pk for key in keys if (pk := read_id(key)) is not None])
    event_types = EventType.objects.filter(condition, organization_id=page.organization_id).select_related("owner")
    return list(event_types.order_by("name", "owner__name", "pk"))


def _rules(page: Page, data: QueryDict | None) -> RulesEditor:
    if data is None:
        return _stored_rules(page)
    # Also what was archived since the form was opened, so that its name can be shown in the error.
    values = [value for name, values in data.lists() if name.startswith("row-") for value in values]
    types = [value for value in values if read_id(value) is not None]
    seats = [value for value in values if "-" in value]
    return RulesEditor.typed(_choices_of_rules(page, types, seats), data)


def _stored_rules(page: Page) -> RulesEditor:
    rules = contents_of([page])[page.pk].rules
    types = [str(event_type.pk) for event_type, _seats in rules]
    seats = [seat.key for _event_type, seats in rules for seat in seats]
    return RulesEditor.of(_choices_of_rules(page, types, seats), rules)


def _choices_of_rules(page: Page, types: Iterable[str], seats: Iterable[str]) -> Choices:
    """Return what the rows choose from. Archived pages are included only if a row names them."""
    event_types = {str(event_type.pk): event_type for event_type in _event_types(page, types)}
    seat_choices = assignables(page.organization_id, seats)
    return Choices(
        event_types, seat_choices, label_choices({key: assignable.row for key, assignable in seat_choices.items()})
    )


def _choices(page: Page, data: QueryDict | None) -> ChoicesEditor:
    pages = [assignable for assignable in assignables(page.organization_id).values() if not assignable.is_pool]
    included = IncludedPage.objects.filter(master=page)
    types = PageEventType.objects.filter(page=page, event_type__archived_at=None)
    stored = (
        [str(pk) for pk in included.order_by("position", "pk").values_list("page", flat=True)],
        [str(pk) for pk in types.order_by("position", "pk").values_list("event_type", flat=True)],
    )
    offered = event_types_by_page(assignable.row.pk for assignable in pages)
    return ChoicesEditor(pages, _event_types(page, ()), offered, data, stored)
