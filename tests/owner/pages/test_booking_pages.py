"""The list of booking pages, the form of a booking page, archiving (A14, B1, O37)."""

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import example, given

from accounts.models import HistoryEntry
from calendars.models import Target
from links.actions import Hosts, make_reusable, mint, mint_version, revoke
from owner.pages.views.impact import Impact, impact_of
from pages.actions import Membership, archive_page, save_event_type, save_page
from pages.errors import WrongChoice
from pages.models import EventType, LocationKind, Page, PageEventType
from tests.builders import NOW, add_colleagues, choices_page, managed_event_type, pool_of, team_page
from tests.calendars.builders import calendar_of, connection_of
from tests.junk import all_junk, check_answer, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.page


def further_page(owner, name="Office hours", **fields):
    page = Page(host=owner, schedule=owner.schedules.get(), name=name, slug=fields.pop("slug", ""), **fields)
    return save_page(actor=owner, page=page, event_types=list(owner.event_types.all()), now=timezone.now())


def further_event_type(owner, name="Project review", duration=60):
    return save_event_type(actor=owner, event_type=EventType(name=name, duration=duration), now=timezone.now())


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_constant_number_of_queries(client, ana, django_assert_num_queries, rows):
    for number in range(rows - 1):
        further_page(ana, f"Page {number}")
    client.force_login(ana)
    client.get(reverse("booking-pages"))
    # One of them asks whether anybody else is in the organization.
    with django_assert_num_queries(8):
        page = markup(client.get(reverse("booking-pages")))
    assert page.count("<tr>") - 1 == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_editor_costs_constant_number_of_queries(client, ana, ben, anas_page, django_assert_num_queries, rows):
    for number in range(rows - 1):
        event_type = further_event_type(ana, f"Type {number}")
        PageEventType.objects.create(page=anas_page, event_type=event_type, position=number + 1)
    for _ in range(rows):
        mint(actor=ana, page=anas_page, now=timezone.now())
    client.force_login(ana)
    for name, queries in (("booking-page", 21), ("archive-booking-page", 15)):
        client.get(reverse(name, args=[anas_page.pk]))
        with django_assert_num_queries(queries):
            context = client.get(reverse(name, args=[anas_page.pk])).context
        assert context["live_links"] == rows


@pytest.mark.feature("B1")
def test_list_shows_page_with_its_menu(client, ana, anas_page):
    client.force_login(ana)
    page = markup(client.get(reverse("booking-pages")))

    # Only exceptions have a badge: the switch says that it takes bookings.
    for words in ("Ana Ruiz", "30-minute meeting", "/p/acme/ana-ruiz/", "Can be booked"):
        assert words in page
    assert 'class="badge"' not in page
    menu = page[page.index('id="page-menu-') :]
    words = (">Edit<", "Open public link", ">One-time link<", ">Share<", ">Archive<")
    assert sorted(words, key=menu.index) == list(words)
    assert f'data-share-page="{anas_page.pk}"' in menu
    assert f'href="{reverse("share")}?page={anas_page.pk}"' in menu


def test_paused_and_unlisted_are_said(client, ana, anas_page):
    Page.objects.update(accepts_bookings=False, listed=False)
    client.force_login(ana)
    page = markup(client.get(reverse("booking-pages")))
    assert "Paused" in page
    assert "Unlisted" in page
    assert "Open public link" not in page


def test_members_see_own_admins_see_all(client, ana, ben, zoe):
    for user, names in ((ben, {"Ben Ode"}), (ana, {"Ana Ruiz", "Ben Ode"}), (zoe, {"Zoe Stranger"})):
        client.force_login(user)
        assert {page.name for page in client.get(reverse("booking-pages")).context["pages"]} == names


@pytest.mark.feature("O33")
def test_empty_list_says_how_to_begin(client, ana, anas_page):
    archive_page(actor=ana, page=anas_page, now=timezone.now())
    client.force_login(ana)
    page = markup(client.get(reverse("booking-pages")))
    assert "You have no booking page yet" in page
    assert f'href="{reverse("new-booking-page")}"' in page


@pytest.mark.feature("A14")
def test_form_changes_everything_about_the_page(client, ana, anas_page, page_form):
    review = further_event_type(ana)
    [first] = page_form["event_types"]
    client.force_login(ana)

    response = client.post(
        reverse("booking-page", args=[anas_page.pk]),
        page_form
        | {
            "name": "Sales with Ana", "slug": "Sales", "location_kind": "address", "location": "Gran Vía 1",
            "event_types": [review.pk, first],
        },
    )  # fmt: skip

    assert (response.status_code, response["Location"]) == (302, reverse("booking-page", args=[anas_page.pk]))
    anas_page.refresh_from_db()
    assert (anas_page.name, anas_page.label, anas_page.slug, anas_page.location_kind, anas_page.location) == (
        "Sales with Ana", "Sales", "sales", "address", "Gran Vía 1",
    )  # fmt: skip
    assert [row.event_type_id for row in anas_page.offered.all()] == [review.pk, first]
    assert HistoryEntry.objects.filter(subject="page", subject_id=anas_page.pk, verb="changed", actor=ana).exists()


@pytest.mark.feature("A14")
def test_contact_details_are_kept_on_one_line(client, ana, anas_page, page_form):
    client.force_login(ana)
    address = reverse("booking-page", args=[anas_page.pk])
    assert client.post(address, page_form | {"contact": "ana@acme.example or 555 010 203"}).status_code == 302
    refused = client.post(address, page_form | {"contact": "two\nlines"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["contact"])
    anas_page.refresh_from_db()
    assert anas_page.contact == "ana@acme.example or 555 010 203"


@pytest.mark.feature("A14")
def test_every_kind_of_place_can_be_chosen(client, ana, anas_page, page_form):
    client.force_login(ana)
    # A calendar that makes rooms.
    Target.objects.create(host=ana, calendar=calendar_of(connection_of(ana, kind="google")), since=NOW)
    address = reverse("booking-page", args=[anas_page.pk])
    form = client.get(address).context["form"]
    assert [(radio.data["value"], bool(line)) for radio, line in form.places()] == [
        (kind, True) for kind in LocationKind.values
    ]
    for kind in LocationKind.values:
        assert client.post(address, page_form | {"location_kind": kind}).status_code == 302
        anas_page.refresh_from_db()
        assert anas_page.location_kind == kind


@pytest.mark.feature("B1")
def test_page_names_masters_and_pools_using_it(client, ana, ben):
    page = ben.pages.get()
    pool, call = pool_of(ana, [page], name="Sales"), managed_event_type(ana)
    team = team_page(ana, call, page, name="Talk to us")
    choices_page(ana, Page.Scenario.PAGES_FIRST, [page], [call], "Meet us")
    archive_page(actor=ana, page=team_page(ana, call, page, name="No more"), now=timezone.now())
    client.force_login(ana)
    for address in (reverse("booking-pages"), reverse("booking-page", args=[page.pk])):
        shown = markup(client.get(address))
        for url, name in (
            (reverse("master-page", args=[team.pk]), "Talk to us"),
            (reverse("pool", args=[pool.pk]), "Sales (pool)"),
        ):
            assert f'<a href="{url}">{name}</a>' in shown
        assert "Meet us" in shown
        assert "No more" not in shown
    # Its host reads the names, and may not open them.
    client.force_login(ben)
    shown = markup(client.get(reverse("booking-pages")))
    assert "Talk to us, Meet us, Sales (pool)" in shown
    assert reverse("pool", args=[pool.pk]) not in shown


@pytest.mark.feature("B1")
def test_settings_and_tabs_lead_to_pages(client, ana, ben):
    client.force_login(ana)
    assert f'<a href="{reverse("booking-pages")}">Calendars</a>' in markup(client.get(reverse("profile")))
    names = ["booking-pages", "event-types", "master-pages", "pools"]
    for user, tabs in ((ana, names), (ben, names[:-1])):
        client.force_login(user)
        for current in tabs:
            shown = markup(client.get(reverse(current)))
            nav = shown[shown.index('<nav aria-label="Pages">') :]
            nav = nav[: nav.index("</nav>")]
            assert [name for name in names if f'"{reverse(name)}"' in nav] == tabs
            assert f'href="{reverse(current)}" aria-current="page"' in nav
            # The entry of the main navigation is marked on all of them.
            assert shown.count("aria-current=") == 2


@pytest.mark.feature("O37")
def test_archiving_names_masters_and_pools_affected(client, ana, ben):
    page = ben.pages.get()
    call = managed_event_type(ana)
    pool_of(ana, [page], name="Sales")
    choices_page(ana, Page.Scenario.PAGES_FIRST, [page], [call], "Meet us")
    team_page(ana, call, page, name="Talk to us")
    client.force_login(ana)
    asked = markup(client.get(reverse("archive-booking-page", args=[page.pk])))
    teams, _split, others = asked.partition("These will continue without it:")
    assert "These teams need it. The event types assigned to it are not offered until you assign someone else:" in teams
    assert "Talk to us</a>" in teams
    assert others.strip().startswith("Meet us, Sales (pool).")


def test_what_is_not_ticked_is_switched_off(client, ana, anas_page, page_form):
    client.force_login(ana)
    typed = {name: value for name, value in page_form.items() if name != "listed"}
    client.post(reverse("booking-page", args=[anas_page.pk]), typed)
    anas_page.refresh_from_db()
    # Whether it takes bookings is not the form's to say.
    assert (anas_page.accepts_bookings, anas_page.listed) == (True, False)


def test_new_page_names_its_public_link(client, ana, ben, page_form):
    client.force_login(ana)
    shown = client.get(reverse("new-booking-page")).context
    assert (shown["form"]["host"].value(), [one.key for one in shown["event_types"].rows]) == (
        ana.pk, [str(one) for one in page_form["event_types"]],
    )  # fmt: skip
    client.post(reverse("new-booking-page"), page_form | {"slug": "", "name": "Office hours"})
    page = Page.objects.get(name="Office hours")
    assert (page.slug, page.owner, page.host, page.organization, page.kind) == (
        "office-hours", ana, ana, ana.organization, "booking",
    )  # fmt: skip


def test_member_makes_pages_only_for_themselves(client, ana, ben, page_form):
    client.force_login(ben)
    own = {"schedule": ben.schedules.get().pk, "event_types": [ben.event_types.get().pk], "slug": "bens-other"}
    assert 'name="host"' not in markup(client.get(reverse("new-booking-page")))
    client.post(reverse("new-booking-page"), page_form | own | {"host": ana.pk, "owner": ana.pk})
    page = Page.objects.get(slug="bens-other")
    assert (page.owner, page.host) == (ben, ben)


def test_admin_makes_page_for_colleague(client, ana, ben, page_form):
    client.force_login(ana)
    refused = client.post(reverse("new-booking-page"), page_form | {"host": ben.pk, "slug": "for-ben"})
    assert refused.status_code == 422
    assert "Choose a schedule of Ben Ode." in markup(refused)

    client.post(
        reverse("new-booking-page"), page_form | {"host": ben.pk, "schedule": ben.schedules.get().pk, "slug": "for-ben"}
    )
    page = Page.objects.get(slug="for-ben")
    assert (page.owner, page.host) == (ben, ben)
    # Ben keeps what the admin put on his page, and may change the rest.
    client.force_login(ben)
    assert "30 minutes, Ana Ruiz" in markup(client.get(reverse("booking-page", args=[page.pk])))


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("abc", "Use at least 4 characters."),
        ("not a slug", "Use the letters a to z, digits and hyphens only."),
        ("ünïcode", "Use the letters a to z, digits and hyphens only."),
        ("BEN-ode", "Another page in your organization uses this public link"),
        ("x" * 61, "60"),
    ],
)
def test_wrong_public_link_is_refused_at_field(client, ana, ben, anas_page, page_form, slug, words):
    client.force_login(ana)
    response = client.post(reverse("booking-page", args=[anas_page.pk]), page_form | {"slug": slug})
    page = markup(response)
    assert response.status_code == 422
    assert words in page
    assert 'id="id_slug_error"' in page
    assert f'value="{slug}"' in page or slug == "BEN-ode"
    anas_page.refresh_from_db()
    assert anas_page.slug == "ana-ruiz"


def test_organizations_may_share_a_public_link(client, ana, zoe, page_form):
    client.force_login(zoe)
    own = {"host": zoe.pk, "schedule": zoe.schedules.get().pk, "event_types": [zoe.event_types.get().pk]}
    assert client.post(reverse("new-booking-page"), page_form | own).status_code == 302
    assert Page.objects.filter(slug="ana-ruiz").count() == 2


@pytest.mark.parametrize("kind", ["address", "customer_calls"])
def test_place_that_needs_details_asks(client, ana, anas_page, page_form, kind):
    client.force_login(ana)
    response = client.post(
        reverse("booking-page", args=[anas_page.pk]), page_form | {"location_kind": kind, "location": " "}
    )
    assert response.status_code == 422
    assert 'id="id_location_error"' in markup(response)


@pytest.mark.feature("A14", "V30")
def test_buttons_order_event_types_and_keep_typing(client, ana, anas_page, page_form, event_type):
    review, call = further_event_type(ana), further_event_type(ana, "Call")
    client.force_login(ana)
    address = reverse("booking-page", args=[anas_page.pk])

    def pressed(deed, *event_types, **typed):
        response = client.post(address, page_form | {"event_types": event_types, "deed": deed, "name": "New"} | typed)
        assert (response.status_code, response.context["form"]["name"].value()) == (200, "New")
        return [one.key for one in response.context["event_types"].rows]

    first, second, third = str(event_type.pk), str(review.pk), str(call.pk)
    added = pressed("add-event_types", first, second, **{"add-event_types": third})
    assert added == [first, second, third]
    assert pressed(f"up-event_types-{third}", *added) == [first, third, second]
    assert pressed(f"remove-event_types-{first}", *added) == [second, third]
    assert [row.event_type_id for row in anas_page.offered.all()] == [event_type.pk]
    # What was chosen but not yet added was meant, too.
    sent = page_form | {"event_types": [third], "add-event_types": second}
    assert client.post(address, sent).status_code == 302
    assert [row.event_type_id for row in anas_page.offered.all()] == [call.pk, review.pk]


def test_page_needs_an_event_type(client, ana, anas_page, page_form):
    client.force_login(ana)
    response = client.post(reverse("booking-page", args=[anas_page.pk]), page_form | {"event_types": []})
    assert response.status_code == 422
    assert "Choose at least one event type, so that customers have something to book." in markup(response)


@pytest.mark.parametrize("field", ["host", "schedule", "event_types"])
def test_foreign_rows_are_refused_in_every_field(client, ana, ben, zoe, anas_page, page_form, field):
    theirs = {"host": zoe.pk, "schedule": zoe.schedules.get().pk, "event_types": [zoe.event_types.get().pk]}
    client.force_login(ana)
    response = client.post(reverse("booking-page", args=[anas_page.pk]), page_form | {field: theirs[field]})
    assert response.status_code == 422
    anas_page.refresh_from_db()
    assert (anas_page.host, anas_page.schedule.owner) == (ana, ana)
    assert not PageEventType.objects.filter(page=anas_page, event_type__owner=zoe).exists()


def test_new_page_refuses_foreign_event_types(client, ana, ben, zoe, page_form):
    secret = further_event_type(zoe, "Secret")
    mine = further_event_type(ana, "Mine")
    mine.locked = True
    mine.save()
    client.force_login(ben)
    shown = markup(client.get(reverse("new-booking-page")))
    assert ("Secret" in shown, "Mine" in shown) == (False, False)
    for barred in (secret, mine):
        sent = page_form | {"slug": "another-page", "host": ben.pk, "schedule": ben.schedules.get().pk}
        assert client.post(reverse("new-booking-page"), sent | {"event_types": [barred.pk]}).status_code == 422
        page = Page(host=ben, schedule=ben.schedules.get(), name="Another", slug="another-page")
        with pytest.raises(WrongChoice):
            save_page(actor=ben, page=page, event_types=[barred], now=timezone.now())
    assert not PageEventType.objects.filter(event_type__in=[secret, mine]).exists()


def test_foreign_pages_are_not_found(client, ana, ben, zoe, anas_page, page_form):
    for user in (ben, zoe):
        client.force_login(user)
        for url in (reverse("booking-page", args=[anas_page.pk]), reverse("archive-booking-page", args=[anas_page.pk])):
            assert client.get(url).status_code == 404
            assert client.post(url, page_form | {"name": "Taken over"}).status_code == 404
    anas_page.refresh_from_db()
    assert (anas_page.name, anas_page.archived_at) == ("Ana Ruiz", None)


def test_extra_fields_change_nothing(client, ana, zoe, anas_page, page_form):
    client.force_login(ana)
    client.post(
        reverse("booking-page", args=[anas_page.pk]),
        page_form
        | {
            "organization": zoe.organization_id,
            "owner": zoe.pk,
            "kind": "master",
            "archived_at": "2020-01-01",
            "id": 99,
        },
    )
    anas_page.refresh_from_db()
    assert (anas_page.organization, anas_page.owner, anas_page.kind, anas_page.archived_at) == (
        ana.organization, ana, "booking", None,
    )  # fmt: skip


@pytest.mark.feature("A22")
def test_form_counts_links_leading_here(client, ana, anas_page):
    now = timezone.now()
    links = [mint(actor=ana, page=anas_page, now=now) for _ in range(3)]
    revoke(actor=ana, link=links[0], now=now)
    client.force_login(ana)
    assert "2 outstanding links open this page." in markup(client.get(reverse("booking-page", args=[anas_page.pk])))


def made_elsewhere(ana, ben, number=1):
    """Links that count with Ben's booking page on other pages: `number` that need it, and as many that share it."""
    call, now = managed_event_type(ana), timezone.now()
    hers, his = ana.pages.get(by_wizard=False, kind="booking"), ben.pages.get(by_wizard=False)

    def wizard(**hosts):
        return make_reusable(actor=ana, owner=ana, hosts=Hosts(**hosts), event_types=[call], name="Talk", now=now)

    for one in range(number):
        own = wizard(pages=(his,))
        mint_version(actor=ana, parent=own, now=now)
        mint(actor=ana, page=team_page(ana, call, hers, his, name=f"Panel {one}"), now=now)
        pool = pool_of(ana, [hers, his])
        # In a pool of a page that needs him anyway, he counts once, as needed.
        mint(actor=ana, page=team_page(ana, call, his, pool, name=f"Both {one}"), now=now)
        for kinds in ({"pool": pool}, {"pages": (hers,), "optional": (his,)}):
            wizard(**kinds)
        mint(actor=ana, page=choices_page(ana, "pages", [his], [call], name=f"Choice {one}"), now=now)
        # None of these: he takes no part, or nobody can be admitted.
        wizard(pool=pool_of(ana, [hers, Membership(his, active=False)]))
        wizard(pages=(hers,))
        revoke(actor=ana, link=wizard(pages=(his,)), now=now)
    return his


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.feature("A22")
def test_links_made_elsewhere_are_counted(client, ana, ben, number, django_assert_num_queries):
    page = made_elsewhere(ana, ben, number)
    mint(actor=ben, page=page, now=timezone.now())
    # The count is planned anew in a transaction of three, after the parents were read.
    with django_assert_num_queries(7):
        assert impact_of(page, timezone.now()) == Impact(direct=1, needed=4 * number, shared=3 * number)


@pytest.mark.feature("A22")
def test_pausing_and_archiving_say_what_links_lose(client, ana, ben):
    page = made_elsewhere(ana, ben)
    client.force_login(ben)
    for name in ("booking-page", "archive-booking-page"):
        said = markup(client.get(reverse(name, args=[page.pk])))
        needs = "<strong>4 more outstanding links need this booking page</strong>, in a team or as one of their hosts."
        assert f"{needs} If you pause or archive the booking page, the links offer no times" in said
        reaches = "<strong>3 more outstanding links use this booking page</strong> through a pool, a choice or as an"
        assert f"{reaches} optional attendee. Without it, the links keep working with the other booking pages" in said
        assert ("No outstanding links open this page." in said, "open this page." in said) == (False, False)


@pytest.mark.feature("A14")
def test_one_person_chooses_no_host(client, ana, anas_page):
    client.force_login(ana)
    address = reverse("booking-page", args=[anas_page.pk])
    alone = markup(client.get(address))
    add_colleagues(ana, 1)
    together = markup(client.get(address))
    for word in ("Owner and host", "Host and schedule", f"{anas_page.schedule.name} ({ana.name})"):
        assert (word in alone, word in together) == (False, True)


@pytest.mark.feature("A22")
def test_one_notice_stands_above_the_form(client, ana, ben):
    """What links lose if the page is paused stands beside the switch that pauses it."""
    page = made_elsewhere(ana, ben)
    mint(actor=ben, page=page, now=timezone.now())
    client.force_login(ben)
    for takes_bookings, notice in (
        (True, "1 outstanding link opens this page. Your changes apply to it right away."),
        (False, "This page is paused: its address and 1 outstanding link take no bookings."),
    ):
        Page.objects.filter(pk=page.pk).update(accepts_bookings=takes_bookings)
        above, _names, form = markup(client.get(reverse("booking-page", args=[page.pk]))).partition('id="names"')
        assert (notice in above, above.count('<div class="notice"')) == (True, 1)
        _before, _switch, beside = form.partition('id="accepts_bookings"')
        assert "4 more outstanding links need this booking page" in beside


@pytest.mark.feature("O37")
def test_archiving_asks_first_with_link_count(client, ana, anas_page):
    now = timezone.now()
    mint(actor=ana, page=anas_page, now=now, expires_at=now)
    mint(actor=ana, page=anas_page, now=now)
    client.force_login(ana)
    url = reverse("archive-booking-page", args=[anas_page.pk])

    asked = markup(client.get(url))
    assert "1 outstanding link opens this page." in asked
    assert "to contact Ana Ruiz." in asked
    anas_page.refresh_from_db()
    assert anas_page.archived_at is None

    response = client.post(url, follow=True)
    assert "“Ana Ruiz” has been archived. Existing meetings are not affected." in markup(response)
    anas_page.refresh_from_db()
    assert anas_page.archived_at is not None
    assert client.get(url).status_code == 404


def test_archived_page_keeps_its_public_link(client, ana, anas_page, page_form):
    archive_page(actor=ana, page=anas_page, now=timezone.now())
    client.force_login(ana)
    response = client.post(reverse("new-booking-page"), page_form)
    assert response.status_code == 422
    assert "or used it before it was archived" in markup(response)


FIELDS = [
    "name", "label", "slug", "host", "schedule", "event_types", "location_kind", "location", "welcome", "contact",
    "listed",
]  # fmt: skip


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FIELDS))
@given(sent=forms(*FIELDS))
def test_junk_in_a_page(client, ana, anas_page, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("booking-page", args=[anas_page.pk]), sent), sent)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("name", "label", "slug", "location", "welcome", "contact"))
@given(sent=forms("name", "label", "slug", "location", "welcome", "contact"))
def test_junk_in_texts_of_sound_page(client, ana, anas_page, page_form, sent):
    client.force_login(ana)
    check_answer(client.post(reverse("booking-page", args=[anas_page.pk]), page_form | sent), sent)


@pytest.mark.feature("O37")
def test_archiving_has_one_word_on_every_screen(client, ana, anas_page):
    pool, team = pool_of(ana, [anas_page]), team_page(ana, managed_event_type(ana), anas_page)
    rows = [
        ("booking-pages", "booking-page", "archive-booking-page", anas_page),
        ("event-types", "event-type", "archive-event-type", anas_page.event_types.get()),
        ("schedules", "schedule", "archive-schedule", anas_page.schedule),
        ("pools", "pool", "archive-pool", pool),
        ("master-pages", "master-page", "archive-master-page", team),
    ]
    client.force_login(ana)
    for listed, edited, asked, row in rows:
        for address in (reverse(listed), reverse(edited, args=[row.pk]), reverse(asked, args=[row.pk])):
            words = markup(client.get(address)).partition("<main")[2]
            assert (address, "Delete" in words) == (address, False)
        assert f'href="{reverse(asked, args=[row.pk])}"' in markup(client.get(reverse(listed)))
