"""Master pages, rules and pools in Django admin: it refuses what the application refuses (A6, A8, A9, A11)."""

import pytest

from accounts.models import HistoryEntry
from pages.models import Distribution, IncludedPage, Page, PageEventType, PageImage, Pool, PoolMember, RuleSeat
from tests.admin.addresses import url
from tests.builders import (
    NOW,
    add_colleagues,
    admin_form,
    choices_page,
    managed_event_type,
    one_time_link,
    pool_of,
    team_page,
)

pytestmark = [pytest.mark.django_db, pytest.mark.page]

WHY = "A team or panel can only use event types with automatic booking and a single session."


def rows(prefix, *given, kept=()):
    """An inline of the admin: the rows that are there, as dictionaries with their id, and the new ones."""
    form = {f"{prefix}-TOTAL_FORMS": len(kept) + len(given), f"{prefix}-INITIAL_FORMS": len(kept)}
    for place, row in enumerate((*kept, *given)):
        form |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return form


def master_form(page, *offered, kept=(), included=None):
    """The form of a master page as it stands, with its inlines."""
    names = ("owner", "name", "slug")
    form = {name: value for name, value in admin_form(page).items() if name in names} | {"listed": "on"}
    form |= {"accepts_bookings": "on"} | rows("offered", *offered, kept=kept) | rows("image")
    return form | (rows("included") if included is None else included)


def errors(response, inline=0):
    """The messages of the first form of an inline that has any."""
    forms = response.context["inline_admin_formsets"][inline].formset.forms
    return next(dict(form.errors) for form in forms if form.errors)


@pytest.mark.feature("A7")
def test_page_is_added_and_keeps_its_kind(anas, ana, anas_page):
    form = {"owner": ana.pk, "name": "Team", "slug": "the-team", "location_kind": "video"}

    def refused(**more):
        return dict(anas.post(url(Page, "add"), form | more).context["adminform"].form.errors)

    assert refused(kind="master") == {"scenario": ["Required for a master page."]}
    of_booking = {"host": ana.pk, "schedule": anas_page.schedule_id}
    assert refused(kind="master", scenario="team", **of_booking) == {
        "host": ["Leave empty for a master page."],
        "schedule": ["Leave empty for a master page."],
    }
    assert refused(kind="booking", scenario="team", **of_booking) == {"scenario": ["Leave empty for a booking page."]}
    assert anas.post(url(Page, "add"), form | {"kind": "master", "scenario": "team"}).status_code == 302
    page = Page.objects.get(slug="the-team")
    assert (page.kind, page.scenario, page.host, page.organization) == ("master", "team", None, ana.organization)
    sent = master_form(page) | {"kind": "booking", "scenario": "pages", "host": ana.pk}
    assert anas.post(url(Page, "change", page.pk), sent).status_code == 302
    page.refresh_from_db()
    assert (page.kind, page.scenario, page.host) == ("master", "team", None)


@pytest.mark.parametrize("switch", [{"needs_approval": True}, {"sessions": 3}])
@pytest.mark.feature("A9")
def test_team_rule_needs_immediate_event_type(anas, ana, switch):
    slow, (ben,) = managed_event_type(ana, "Slow", **switch), add_colleagues(ana, 1)
    page = team_page(ana, managed_event_type(ana), ben)
    rule = page.offered.get()
    kept = [{"id": rule.pk, "page": page.pk, "event_type": rule.event_type_id, "position": 0}]
    sent = master_form(page, {"page": page.pk, "event_type": slow.pk, "position": 1}, kept=kept)
    assert errors(anas.post(url(Page, "change", page.pk), sent)) == {"event_type": [WHY]}
    form = {"event_type": slow.pk, "position": 0} | rows("seats")
    response = anas.post(url(PageEventType, "change", rule.pk), form)
    assert dict(response.context["adminform"].form.errors) == {"event_type": [WHY]}
    assert list(page.offered.values_list("event_type", flat=True)) == [rule.event_type_id]
    # The other direction: see test_event_types. Elsewhere it may stand.
    choices = choices_page(ana, Page.Scenario.PAGES_FIRST, [ben], [])
    sent = master_form(choices, {"page": choices.pk, "event_type": slow.pk, "position": 0})
    sent |= rows("included", kept=[{"id": choices.included.get().pk, "master": choices.pk, "page": ben.pk}])
    assert anas.post(url(Page, "change", choices.pk), sent | {"included-0-position": 0}).status_code == 302
    assert choices.offered.get().at_once is None


@pytest.mark.feature("A8")
def test_rule_is_added_and_its_seats_separately(anas, ana):
    call, demo = managed_event_type(ana), managed_event_type(ana, "Demo")
    ben, cem = add_colleagues(ana, 2)
    pool, page = pool_of(ana, [cem]), team_page(ana, call, ben)
    rule = page.offered.get()
    kept = [{"id": rule.pk, "page": page.pk, "event_type": call.pk, "position": 0}]
    sent = master_form(page, {"page": page.pk, "event_type": demo.pk, "position": 1}, kept=kept)
    assert anas.post(url(Page, "change", page.pk), sent).status_code == 302
    added = page.offered.get(event_type=demo)
    assert added.at_once is True
    form = {"event_type": demo.pk, "position": 1}

    def save(*given, kept=()):
        return anas.post(url(PageEventType, "change", added.pk), form | rows("seats", *given, kept=kept))

    assert save({"rule": added.pk, "pool": pool.pk}, {"rule": added.pk, "page": ben.pk}).status_code == 302
    seats = [
        {"id": seat.pk, "rule": added.pk, "page": seat.page_id or "", "pool": seat.pool_id or ""}
        for seat in added.seats.all()
    ]
    assert list(added.seats.values_list("position", "page", "pool")) == [(0, None, pool.pk), (1, ben.pk, None)]
    assert save(kept=[seats[0] | {"DELETE": "on"}, seats[1]]).status_code == 302
    assert list(added.seats.values_list("position", "page")) == [(1, ben.pk)]
    response = save({"rule": added.pk, "page": cem.pk, "pool": pool.pk}, kept=seats[1:])
    assert errors(response) == {"page": ["Choose either a booking page or a pool."]}
    assert "Please correct the duplicate data for" in str(
        save({"rule": added.pk, "page": ben.pk}, kept=seats[1:])
        .context["inline_admin_formsets"][0]
        .formset.non_form_errors()
    )
    assert added.seats.count() == 1
    assert HistoryEntry.objects.filter(subject="page", subject_id=page.pk, verb="changed").exists()


@pytest.mark.feature("A6")
def test_other_organizations_pages_and_pools_are_refused(anas, ana, zoe):
    (ben,) = add_colleagues(ana, 1)
    page = team_page(ana, managed_event_type(ana), ben)
    rule, theirs = page.offered.get(), pool_of(zoe, [zoe.pages.get()])
    form = {"event_type": rule.event_type_id, "position": 0}
    seat = {"id": rule.seats.get().pk, "rule": rule.pk, "page": ben.pk, "pool": ""}
    for wrong in ({"page": zoe.pages.get().pk}, {"pool": theirs.pk}, {"page": page.pk}):
        response = anas.post(
            url(PageEventType, "change", rule.pk), form | rows("seats", {"rule": rule.pk} | wrong, kept=[seat])
        )
        assert list(errors(response)) == list(wrong)
    pool = pool_of(ana, [ben])
    member = {"pool": pool.pk, "page": zoe.pages.get().pk, "position": 1, "priority": 5, "active": "on"}
    sent = {"owner": ana.pk, "name": "Sales", "distribution": "priority"} | rows("members", member)
    assert list(errors(anas.post(url(Pool, "change", pool.pk), sent))) == ["page"]
    assert (RuleSeat.objects.filter(rule=rule).count(), pool.members.count()) == (1, 1)


@pytest.mark.feature("A10")
def test_included_pages_change_and_picture_comes_off(anas, ana):
    ben, cem = add_colleagues(ana, 2)
    page = choices_page(ana, Page.Scenario.PAGES_FIRST, [ben], [])
    image = PageImage.objects.create(page=page, content=b"RIFF", digest="0" * 64, width=1, height=1)
    kept = {"id": page.included.get().pk, "master": page.pk, "page": ben.pk, "position": 1}
    included = rows("included", {"master": page.pk, "page": cem.pk, "position": 0}, kept=[kept])
    picture = rows("image", kept=[{"id": image.pk, "page": page.pk, "DELETE": "on"}])
    assert anas.post(url(Page, "change", page.pk), master_form(page, included=included) | picture).status_code == 302
    assert list(IncludedPage.objects.values_list("page", flat=True)) == [cem.pk, ben.pk]
    assert not PageImage.objects.exists()


@pytest.mark.feature("A11")
def test_members_start_level_and_used_pool_stays(anas, ana):
    ben, cem, dee = add_colleagues(ana, 3)
    pool = pool_of(ana, [ben, cem])
    pool.members.update(level=7, received=7)
    PoolMember.objects.filter(page=cem).update(active=False, level=2)
    kept = [
        {"id": one.pk, "pool": pool.pk, "page": one.page_id, "position": place, "priority": 5, "active": "on"}
        for place, one in enumerate(pool.members.all())
    ]
    new = {"pool": pool.pk, "page": dee.pk, "position": 2, "priority": 9, "active": "on"}
    sent = {"owner": ana.pk, "name": "Sales", "distribution": "round_robin"} | rows("members", new, kept=kept)
    assert anas.post(url(Pool, "change", pool.pk), sent).status_code == 302
    assert list(pool.members.values_list("page", "level", "received", "priority")) == [
        (ben.pk, 7, 7, 5), (cem.pk, 7, 7, 5), (dee.pk, 7, 0, 9),
    ]  # fmt: skip
    Pool.objects.update(distribution=Distribution.PRIORITY)
    anas.post(url(Pool, "change", pool.pk), sent | rows("members", kept=kept))
    assert set(pool.members.values_list("level", flat=True)) == {0}

    team_page(ana, managed_event_type(ana), pool)
    anas.post(url(Pool, "changelist"), {"action": "archive", "_selected_action": [pool.pk]})
    pool.refresh_from_db()
    assert pool.archived_at is None


@pytest.mark.feature("A22")
def test_archiving_master_page_ends_its_links(anas, ana, anas_page):
    page = team_page(ana, managed_event_type(ana), anas_page)
    link = one_time_link(ana)
    link.page = page
    link.save()
    anas.post(url(Page, "changelist"), {"action": "archive", "_selected_action": [page.pk]})
    link = type(link).objects.with_parent(pk=link.pk)
    assert (str(link.dead_reason(NOW)), page.offered.exists()) == ("deleted", False)
