"""Django admin shows an organization's admins their own organization, whichever way they ask."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from accounts.actions import invite
from accounts.actions.pairings import start_pairing
from accounts.models import ApiToken, HistoryEntry, Organization, Pairing, Picture, User, ZoneRecord
from accounts.scoped_admin import InstallationAdmin, ReadOnlyAdmin, ScopedAdmin
from bookings.actions import book, keep_feed
from bookings.models import Admission, Booking, HostFeed
from calendars.models import Alert, BusyWeek, Calendar, Connection, HostEntry, Target
from deliveries.models import Beat, Call, Delivery, Endpoint
from links.actions import make_batch, record_opening, request_link
from links.actions.batches import Recipient
from links.models import Link, LinkBatch, LinkRequest, ManagedLinks, Opening
from pages.models import BlockedTime, EventType, HostTime, Page, PublicHolidays, Schedule, TimeOff
from tests.admin.addresses import url
from tests.api.client import token_of
from tests.builders import (
    NOW,
    add_colleague,
    add_time_away,
    admin_form,
    managed_links,
    one_time_link,
    pool_of,
    submission,
)
from tests.calendars.builders import calendar_with_rows
from tests.webhooks.receiver import make_call

pytestmark = pytest.mark.django_db

OWN_APPS = ("accounts", "deliveries", "calendars", "pages", "links", "bookings")
SITE = admin.site


def fill(owner):
    """A row of every kind in the owner's organization."""
    link = one_time_link(owner, recipient_name="Priya Shah")
    record_opening(link=link, by=Opening.By.BROWSER, now=NOW)
    book(submission=submission(owner.pages.get().event_types.get().pk), link=link, now=NOW)
    invite(actor=owner, email=f"new-{owner.pk}@acme.example", role="member", now=NOW)
    owner.emailaddress_set.create(email=owner.email, primary=True, verified=True)
    owner.authenticator_set.create(type="totp", data={"secret": "the-shared-secret"})
    owner.sign_ins.create(at=NOW, how="password")
    owner.usersession_set.create(ip="203.0.113.7", session_key=f"the-session-key-of-{owner.pk}")
    pool_of(owner, [owner.pages.get()])
    page = owner.pages.get()
    make_batch(actor=owner, page=page, recipients=[Recipient("Priya", "priya@example.com")], now=NOW)
    request_link(link=link, name="Tom", email="tom@example.com", message="", now=NOW)
    managed_links(owner)
    calendar_with_rows(owner)
    keep_feed(user=owner, details=False, now=NOW)
    make_call(owner)
    token_of(owner)
    add_time_away(owner)
    digest = f"{owner.pk}".zfill(64)
    Picture.objects.create(digest=digest, organization=owner.organization, content=b"RIFF", width=1, height=1)


@pytest.fixture
def both(ana, zoe):
    """Two organizations with a row of every kind each."""
    fill(ana)
    fill(zoe)
    ZoneRecord.objects.create(version="2026f", seen_at=NOW, until=NOW, points={})
    start_pairing(address="203.0.113.7", agent="Chrome", now=NOW)
    Beat.objects.create(process="web1:7", kind="deliver", seen_at=NOW)
    return ana, zoe


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root@admit.example", "correct horse battery", name="Root")


def test_everything_is_registered_once_and_scoped():
    shown = {model for one in SITE._registry.values() for model in [one.model, *(i.model for i in one.inlines)]}
    assert {model for app in OWN_APPS for model in apps.get_app_config(app).get_models()} - shown == set()
    assert [one for one in SITE._registry.values() if not isinstance(one, ScopedAdmin)] == []
    assert {one.model for one in SITE._registry.values() if isinstance(one, ReadOnlyAdmin)} >= {
        Admission,
        Beat,
        BlockedTime,
        Alert,
        ApiToken,
        Booking,
        BusyWeek,
        Calendar,
        Connection,
        Call,
        Delivery,
        Endpoint,
        HostFeed,
        HistoryEntry,
        HostEntry,
        HostTime,
        Link,
        LinkBatch,
        LinkRequest,
        ManagedLinks,
        Opening,
        Pairing,
        PublicHolidays,
        TimeOff,
        ZoneRecord,
        Target,
    }


@pytest.mark.walk
@pytest.mark.usefixtures("first_pages")
def test_admin_sees_only_own_organizations_rows(client, both):
    ana, zoe = both
    client.force_login(zoe)
    wrong = {}
    for model, screen in SITE._registry.items():
        if isinstance(screen, InstallationAdmin):
            assert client.get(url(model, "changelist")).status_code == 403
            continue
        rows = list(model._default_manager.all())
        anas = [row for row in rows if screen.organization_of(row) == ana.organization_id]
        zoes = [row for row in rows if screen.organization_of(row) == zoe.organization_id]
        assert anas
        assert zoes
        listed = {row.pk for row in client.get(url(model, "changelist")).context["cl"].result_list}
        opened = client.get(url(model, "change", zoes[0].pk)).status_code
        if (listed, opened) != ({row.pk for row in zoes}, 200):
            wrong[model] = (listed, opened)
        for view in ("change", "history", "delete"):
            address = url(model, view, anas[0].pk)
            answers = [client.get(address), client.post(address, {"post": "yes"})]
            # Where it may be asked at all, a stranger's row reads like one that does not exist.
            got = [(answer.status_code, answer.headers.get("Location", "/admin/")) for answer in answers]
            if not {(302, "/admin/"), (403, "/admin/")}.issuperset(got):
                wrong[model, view] = got
        if not model._default_manager.filter(pk=anas[0].pk).exists():
            wrong[model, "gone"] = anas[0]
    assert wrong == {}


@pytest.mark.walk
@pytest.mark.usefixtures("first_pages")
def test_a_superuser_sees_every_organization(client, both, root):
    client.force_login(root)
    unseen = {}
    for model in SITE._registry:
        listed = set(client.get(url(model, "changelist")).context["cl"].result_list)
        rows = set(model._default_manager.all())
        shut = [row for row in rows if client.get(url(model, "change", row.pk)).status_code != 200]
        if listed != rows or shut:
            unseen[model] = (rows - listed, shut)
    assert unseen == {}


@pytest.mark.walk
@pytest.mark.usefixtures("first_pages")
def test_nobody_deletes_anything(client, both, root):
    client.force_login(root)
    deleted = {}
    for model in SITE._registry:
        before = set(model._default_manager.values_list("pk", flat=True))
        statuses = {client.post(url(model, "delete", pk), {"post": "yes"}).status_code for pk in before}
        data = {"action": "delete_selected", "_selected_action": list(before), "post": "yes"}
        client.post(url(model, "changelist"), data)
        gone = before - set(model._default_manager.values_list("pk", flat=True))
        if statuses != {403} or gone:
            deleted[model] = (statuses, gone)
    assert deleted == {}


@pytest.mark.walk
def test_records_are_read_only_also_for_superusers(client, both, root):
    client.force_login(root)
    written = {}
    for model in [model for model, screen in SITE._registry.items() if isinstance(screen, ReadOnlyAdmin)]:
        row = model._default_manager.order_by("pk")[0]
        before = model._default_manager.filter(pk=row.pk).values().get()
        answers = [
            client.get(url(model, "add")),
            client.post(url(model, "add"), {}),
            client.post(url(model, "change", row.pk), {"uses": 0, "status": "cancelled"}),
        ]
        statuses = [answer.status_code for answer in answers]
        if statuses != [403] * 3 or model._default_manager.filter(pk=row.pk).values().get() != before:
            written[model] = statuses
    assert written == {}


def test_members_and_switched_off_are_kept_out(client, ana, ben):
    client.force_login(ben)
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(url(Page, "changelist"), follow=True).status_code == 403
    client.force_login(ana)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_admin_uses_the_one_sign_in(client, ana):
    response = client.get("/admin/pages/page/", follow=True)
    assert response.redirect_chain == [
        ("/admin/login/?next=/admin/pages/page/", 302),
        ("/accounts/login/?next=/admin/pages/page/", 302),
    ]
    sent = client.post("/admin/login/", {"username": ana.email, "password": "correct horse battery"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/accounts/login/?next=/admin/")
    assert "_auth_user_id" not in client.session
    client.force_login(ana)
    assert client.get("/admin/login/").headers["Location"] == "/admin/"
    assert client.get("/admin/password_change/").headers["Location"] == reverse("account_change_password")


def test_form_choices_are_of_own_organization(client, both):
    zoe = both[1]
    client.force_login(zoe)
    seen = set()
    for model in (EventType, Schedule, Page, User, Organization):
        row = next(row for row in model.objects.all() if SITE._registry[model].reaches(request_of(zoe), row))
        context = client.get(url(model, "change", row.pk)).context
        forms = [context["adminform"].form]
        forms += [form for inline in context["inline_admin_formsets"] for form in [inline.formset.empty_form]]
        for form in forms:
            for name, field in form.fields.items():
                if hasattr(field, "queryset") and name not in {"page", "schedule"} | {"id"}:
                    screen = SITE._registry[field.queryset.model]
                    assert {screen.organization_of(one) for one in field.queryset} == {zoe.organization_id}
                    seen.add(f"{model.__name__}.{name}")
    assert seen >= {"EventType.owner", "Schedule.owner", "Page.owner", "Page.host", "Page.event_type"}


def request_of(user):
    """As much of a request as scoping asks."""
    return type("Request", (), {"user": user, "META": {}})()


def test_autocomplete_finds_only_ones_own(client, both):
    zoe = both[1]
    client.force_login(zoe)

    def found(app, model, field):
        query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        return {int(one["id"]) for one in client.get("/admin/autocomplete/", query).json()["results"]}

    assert found("pages", "page", "owner") == {zoe.pk}
    assert found("pages", "page", "schedule") == {zoe.schedules.get().pk}
    assert found("pages", "pageeventtype", "event_type") == {zoe.event_types.get().pk}
    assert found("links", "link", "created_by") == {zoe.pk}


def event_type_form(owner, **changes):
    return admin_form(EventType()) | {"owner": owner.pk, "name": "Demo", "duration": 20} | changes


def test_new_rows_go_to_admins_organization(client, ana, zoe):
    client.force_login(zoe)
    sent = client.post(url(EventType, "add"), event_type_form(zoe, organization=ana.organization_id))
    assert sent.status_code == 302
    made = EventType.objects.latest("pk")
    assert (made.organization_id, made.owner, made.name) == (zoe.organization_id, zoe, "Demo")


def test_nothing_moves_to_another_organization(client, ana, zoe, root):
    event_type = ana.event_types.get()
    for user in (ana, root):
        client.force_login(user)
        data = event_type_form(ana, organization=zoe.organization_id, name=f"Saved by {user.name}")
        assert client.post(url(EventType, "change", event_type.pk), data).status_code == 302
        event_type.refresh_from_db()
        assert (event_type.organization_id, event_type.name) == (ana.organization_id, f"Saved by {user.name}")


@pytest.mark.parametrize("by_superuser", [False, True])
def test_owner_of_another_organization_is_refused(by_superuser, client, ana, zoe, root):
    client.force_login(root if by_superuser else ana)
    event_type = ana.event_types.get()
    response = client.post(url(EventType, "change", event_type.pk), event_type_form(zoe))
    assert list(response.context["adminform"].form.errors) == ["owner"]
    event_type.refresh_from_db()
    assert event_type.owner == ana


def test_superuser_adds_only_the_organizations_own_people(client, ana, zoe, root):
    client.force_login(root)
    theirs = ana.organization_id
    arabic = "".join("٠١٢٣٤٥٦٧٨٩"[int(digit)] for digit in str(theirs))
    for written in (theirs, f"+{theirs}", f" {theirs} ", f"0{theirs}", arabic):
        refused = client.post(url(EventType, "add"), event_type_form(zoe, organization=written))
        assert list(refused.context["adminform"].form.errors) == ["owner"]
    for nonsense in ("", "x", "9" * 30, "9" * 5_000, "0"):
        refused = client.post(url(EventType, "add"), event_type_form(zoe, organization=nonsense))
        assert "organization" in refused.context["adminform"].form.errors
    made = client.post(url(EventType, "add"), event_type_form(zoe, organization=zoe.organization_id))
    assert made.status_code == 302
    assert EventType.objects.latest("pk").organization == zoe.organization


def user_form(user, **changes):
    fields = {"name": user.name, "role": user.role, "time_zone": user.time_zone, "clock": "", "is_active": "on"}
    return fields | changes


def test_admin_makes_no_superuser_sees_no_password(client, ana, ben):
    client.force_login(ana)
    for user in (ana, ben):
        address = url(User, "change", user.pk)
        secret = {"is_superuser": "on", "password": "x", "email": "taken@evil.example", "groups": [], "is_staff": "on"}
        assert client.post(address, user_form(user, **secret)).status_code == 302
        fresh = User.objects.get(pk=user.pk)
        assert (fresh.is_superuser, fresh.password, fresh.email) == (False, user.password, user.email)
        page = client.get(address).content.decode()
        assert user.password not in page
        for word in ("is_superuser", "user_permissions", "id_groups", "id_password"):
            assert word not in page


def test_admin_cannot_change_a_superuser(client, ana):
    boss = add_colleague(ana, "Boss", "boss@acme.example", role="admin")
    User.objects.filter(pk=boss.pk).update(is_superuser=True)
    client.force_login(ana)
    assert client.get(url(User, "change", boss.pk)).status_code == 200
    assert client.post(url(User, "change", boss.pk), user_form(boss, role="member")).status_code == 403


def test_the_last_admin_stays_one(client, ana, ben):
    client.force_login(ana)
    for data in (user_form(ana, role="member"), user_form(ana, is_active="")):
        response = client.post(url(User, "change", ana.pk), data)
        assert response.context["adminform"].form.non_field_errors() == [
            "An organization needs at least one administrator. Make someone else an administrator first."
        ]
    assert client.post(url(User, "change", ben.pk), user_form(ben, role="admin")).status_code == 302
    assert client.post(url(User, "change", ana.pk), user_form(ana, role="member")).status_code == 302
    assert sorted(User.objects.values_list("name", "role")) == [("Ana Ruiz", "member"), ("Ben Ode", "admin")]


@pytest.mark.walk
def test_no_screen_shows_a_secret(client, both, root):
    client.force_login(root)
    booking, link = Booking.objects.order_by("pk")[0], Link.objects.order_by("pk")[0]
    secrets = [
        bytes(booking.handle).hex(),
        booking.token(),
        bytes(link.handle).hex(),
        link.token(),
        str(bytes(link.handle)),
        str(booking.admission.submission_key),
        "the-shared-secret",
        "the-session-key",
    ]
    for model in SITE._registry:
        addresses = [url(model, "changelist")]
        addresses += [url(model, "change", pk) for pk in model._default_manager.values_list("pk", flat=True)]
        for address in addresses:
            page = client.get(address).content.decode()
            assert [secret for secret in secrets if secret in page] == []
    mail = Delivery.objects.filter(kind="host_confirmation").latest("pk")
    facts = client.get(url(Delivery, "change", mail.pk)).content.decode()
    assert "30-minute meeting" in facts
    assert "&quot;manage&quot;" not in facts


def test_filters_reveal_nothing_hidden(client, both):
    client.force_login(both[0])
    guesses = [
        (User, "password__startswith"),
        (User, "organization__users__password__startswith"),
        (Link, "handle"),
        (Link, "created_by__password__startswith"),
        (Booking, "kid"),
        (Delivery, "facts__manage__handle__startswith"),
        (EventType, "owner__password__startswith"),
    ]
    answered = [
        (model, lookup)
        for model, lookup in guesses
        if client.get(url(model, "changelist"), {lookup: "a"}).status_code != 400
    ]
    assert answered == []


def test_lists_are_found_by_what_people_know(client, both):
    client.force_login(both[0])

    def found(model, text):
        return len(client.get(url(model, "changelist"), {"q": text}).context["cl"].result_list)

    booking = Booking.objects.get(organization=both[0].organization)
    assert found(Booking, booking.reference) == found(Booking, "priya@example") == 1
    assert found(Delivery, booking.reference) == 2
    assert found(HostTime, booking.reference) == 1
    assert found(Link, "Priya Shah") == found(Page, "ana") == found(User, "acme.example") == 1
    assert found(Booking, "nobody") == 0


def test_a_schedule_is_edited_with_its_hours(client, ana):
    client.force_login(ana)
    schedule = ana.schedules.get()
    first = schedule.weekly.all()[0]

    def form(**changes):
        rows = {
            "weekly-TOTAL_FORMS": 2,
            "weekly-INITIAL_FORMS": 1,
            "weekly-0-id": first.pk,
            "weekly-0-schedule": schedule.pk,
            "weekly-0-DELETE": "on",
            "weekly-0-weekday": 1,
            "weekly-0-opens": 540,
            "weekly-0-closes": 1020,
            "weekly-1-schedule": schedule.pk,
            "weekly-1-weekday": 6,
            "weekly-1-opens": 600,
            "weekly-1-closes": 720,
            "overrides-TOTAL_FORMS": 1,
            "overrides-INITIAL_FORMS": 0,
            "overrides-0-schedule": schedule.pk,
            "overrides-0-date": timezone.now().date().isoformat(),
            "recurrences-TOTAL_FORMS": 0,
            "recurrences-INITIAL_FORMS": 0,
        }
        return {"owner": ana.pk, "name": "Hours", "time_zone": "Europe/Madrid"} | rows | changes

    wrong = client.post(url(Schedule, "change", schedule.pk), form(**{"weekly-1-closes": 600}))
    assert wrong.context["inline_admin_formsets"][0].formset[1].errors["closes"] == [
        "The closing time must be after the opening time, and no later than minute 1440 (24:00)."
    ]
    half = client.post(url(Schedule, "change", schedule.pk), form(**{"overrides-0-opens": 600}))
    assert half.context["inline_admin_formsets"][1].formset[0].errors["closes"] == [
        "Enter both opening and closing times, or leave both empty."
    ]
    assert client.post(url(Schedule, "change", schedule.pk), form()).status_code == 302
    assert list(schedule.weekly.values_list("weekday", flat=True)) == [2, 3, 4, 5, 6]
    assert list(schedule.overrides.values_list("opens", "closes")) == [(None, None)]


def test_page_needs_own_hours_and_free_address(client, ana, ben):
    client.force_login(ana)
    page, address = ana.pages.get(), url(Page, "change", ana.pages.get().pk)

    def form(**changes):
        fields = {
            "owner": ana.pk,
            "host": ana.pk,
            "schedule": page.schedule_id,
            "name": "Ana",
            "slug": "ana-ruiz",
            "location_kind": "video",
            "offered-TOTAL_FORMS": 0,
            "offered-INITIAL_FORMS": 0,
        }
        return fields | changes

    def errors(**changes):
        return dict(client.post(address, form(**changes)).context["adminform"].form.errors)

    assert errors(host="") == {"host": ["Required for a booking page."]}
    assert errors(host=ben.pk) == {
        "schedule": ["This schedule belongs to someone else. Choose one of the host's schedules."]
    }
    assert list(errors(slug="ben-ode")) == ["__all__"]
    assert client.post(address, form(slug="ana-new")).status_code == 302
    page.refresh_from_db()
    assert (page.slug, page.organization, page.accepts_bookings) == ("ana-new", ana.organization, False)
