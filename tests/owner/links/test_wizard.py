"""The links wizard, walked without JavaScript: what each step offers and carries, what is made, and for whom."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import example, given

from accounts.models import HistoryEntry
from bookings.actions import book
from links.models import Link
from links.queries import find_link, offers_through
from pages.actions import save_event_type
from pages.models import EventType, Page
from tests.builders import NOW, START, add_colleague, managed_event_type, pool_of, submission, with_known_device
from tests.customer.customers import read, times
from tests.junk import all_junk, check_refusal, junk_settings
from tests.junk import forms as junk_forms
from tests.owner.links.browsing import form_with, forms

pytestmark = [pytest.mark.django_db, pytest.mark.page]
WIZARD, HOSTS, NAME = "/links/new/", "/links/new/hosts/", "/links/new/name/"
NEXT, THEN, MAKE = "Next: hosts", "Next: name and expiry", "Make the link"


@pytest.fixture
def demo(ana):
    return managed_event_type(ana, "Demo")


def choose(client, *event_types):
    """Step 1; answers with step 2."""
    first = client.get(WIZARD)
    return form_with(first, NEXT).send(client, WIZARD, NEXT, event_types=[one.pk for one in event_types])


def host(client, response, **typed):
    """Step 2; answers with step 3."""
    return form_with(response, THEN).send(client, HOSTS, THEN, **typed)


def name(client, response, **typed):
    """Step 3; answers with step 4."""
    return form_with(response, MAKE).send(client, NAME, MAKE, **({"name": "Demo link"} | typed))


def walk(client, *event_types, named=None, **hosts):
    return name(client, host(client, choose(client, *event_types), **hosts), **(named or {}))


def page_of(user):
    return user.pages.get(kind="booking")


def steps(response):
    """The numbers or marks of the progress, and which step is current."""
    return [(one["data-state"], "aria-current" in one) for one in read(response).find("li") if "data-state" in one]


@pytest.mark.feature("C3")
def test_three_steps_make_a_link_to_copy(anas, ana, demo):
    chat = managed_event_type(ana, "Chat")
    named = {"expires_on": "2030-02-01", "in_library": "on"}
    response = walk(anas, demo, chat, named=named, kind="individual", page=page_of(ana).pk)
    link = Link.objects.get()
    assert response.redirect_chain == [(f"/links/{link.pk}/ready/", 302)]
    assert (link.label, link.owner, link.created_by, link.max_uses, link.in_library) == (
        "Demo link",
        ana,
        ana,
        None,
        True,
    )
    assert link.expires_at == datetime(2030, 2, 1, 23, tzinfo=UTC)
    page = link.target
    assert (page.by_wizard, page.listed, page.name, page.owner) == (True, False, "Ana Ruiz", ana)
    offers = offers_through(find_link(link.token()))
    # In the order of their names, whichever was ticked first.
    assert [offer.event_type for offer in offers] == [chat, demo]
    assert {offer.lead.page for offer in offers} == {page_of(ana).pk}
    assert list(HistoryEntry.objects.filter(subject="link").values_list("subject_id", "verb", "actor")) == [
        (link.pk, "made", ana.pk)
    ]
    assert "“Demo link” is ready" in read(response).text
    assert {"Copy link", "Copy single-use link"} <= {word for form in forms(response) for word in form.buttons}
    assert anas.get(link.address()).status_code == 200


@pytest.mark.feature("C3")
def test_each_step_shows_how_far_one_is(anas, ana, demo):
    first = anas.get(WIZARD)
    second = choose(anas, demo)
    third = host(anas, second)
    fourth = name(anas, third)
    done, current, following = ("done", False), ("current", True), ("next", False)
    assert steps(first) == [current, following, following, following]
    assert steps(second) == [done, current, following, following]
    assert steps(third) == [done, done, current, following]
    assert steps(fourth) == [done, done, done, current]


@pytest.mark.feature("C3")
def test_nothing_is_made_before_last_step(anas, demo):
    third = host(anas, choose(anas, demo))
    anas.get(third.request["PATH_INFO"] + "?" + third.request["QUERY_STRING"])
    assert not Link.objects.exists()
    assert not Page.objects.filter(by_wizard=True).exists()
    name(anas, third)
    assert Link.objects.count() == 1


@pytest.mark.feature("C3")
def test_going_back_loses_nothing(anas, ana, ben, demo):
    typed = {"kind": "group", "pages": [page_of(ana).pk, page_of(ben).pk], "owner": ben.pk}
    third = host(anas, choose(anas, demo), **typed)
    written = {"name": "Both of us", "expires_on": "2030-02-01", "in_library": "on"}
    second = form_with(third, MAKE).send(anas, NAME, "Back", **written)
    assert steps(second)[1] == ("current", True)
    form = form_with(second, THEN)
    assert (form.values("kind"), form.values("owner")) == (["group"], [str(ben.pk)])
    assert form.values("pages") == [str(page_of(ana).pk), str(page_of(ben).pk)]
    first = form.send(anas, HOSTS, "Back")
    assert form_with(first, NEXT).values("event_types") == [str(demo.pk)]
    second = form_with(first, NEXT).send(anas, WIZARD, NEXT)
    third = form_with(second, THEN).send(anas, HOSTS, THEN)
    form = form_with(third, MAKE)
    assert {one: form.values(one) for one in written} == {one: [value] for one, value in written.items()}
    form.send(anas, NAME, MAKE)
    link = Link.objects.get()
    assert (link.label, link.owner, link.in_library, link.target.name) == (
        "Both of us",
        ben,
        True,
        "Ana Ruiz and Ben Ode",
    )


@pytest.mark.feature("C3")
def test_two_tabs_stay_separate(anas, ana, demo):
    chat = managed_event_type(ana, "Chat")
    one, other = host(anas, choose(anas, demo)), host(anas, choose(anas, chat))
    name(anas, one, name="One")
    name(anas, other, name="Other")
    assert {link.label: link.target.event_types.get() for link in Link.objects.all()} == {"One": demo, "Other": chat}


@pytest.mark.feature("C3")
def test_same_form_twice_makes_one_link(anas, demo):
    third = host(anas, choose(anas, demo))
    ways = [name(anas, third).redirect_chain for _ in range(2)]
    assert ways[0] == ways[1]
    assert (Link.objects.count(), Page.objects.filter(by_wizard=True).count()) == (1, 1)
    name(anas, third, name="Changed")
    # One that lost its key is never taken for one that was sent before.
    for _ in range(2):
        name(anas, third, key=None)
    assert Link.objects.count() == 4


@pytest.mark.feature("C3")
def test_of_a_group_everybody_must_be_free(anas, ana, ben, event_type, demo):
    walk(anas, demo, kind="group", pages=[page_of(ana).pk, page_of(ben).pk])
    link = Link.objects.get()
    before = times(Client(), link.address())
    bens = ben.event_types.get()
    book(submission=submission(bens.pk, START), page=page_of(ben), now=NOW)
    taken = f"start={int(START.timestamp())}"
    assert any(taken in one for one in before)
    assert not any(taken in one for one in times(Client(), link.address()))


@pytest.mark.feature("C3")
def test_a_pool_and_optional_attendees(anas, ana, ben, demo):
    pool, cem = pool_of(ana, [page_of(ben)]), add_colleague(ana, "Cem Kaya", "cem@acme.example")
    response = walk(anas, demo, kind="pool", pool=pool.pk, optional=[page_of(cem).pk])
    (offer,) = offers_through(find_link(Link.objects.get().token()))
    assert (offer.pools, offer.persons, offer.optional) == ([pool.pk], [ben.pk], (cem.pk,))
    assert "Pool: Sales (optional: Cem Kaya)" in read(response).text


@pytest.mark.feature("C3")
def test_what_the_kind_hides_counts_for_nothing(anas, ana, ben, demo):
    pool = pool_of(ana, [page_of(ben)])
    walk(anas, demo, kind="individual", page=page_of(ben).pk, pages=["junk"], pool=pool.pk)
    (offer,) = offers_through(find_link(Link.objects.get().token()))
    assert (offer.pools, offer.persons) == ([], [ben.pk])


@pytest.mark.feature("C3")
def test_admins_and_delegates_make_links_for_others(client, ana, ben, demo):
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")

    def offered(user):
        client.force_login(user)
        form = form_with(choose(client, demo), THEN)
        return bool(form.values("owner"))

    assert (offered(ana), offered(ben)) == (True, False)
    cem.delegates.add(ben)
    assert offered(ben)
    walk(client, demo, kind="individual", page=page_of(cem).pk, owner=cem.pk)
    link = Link.objects.get()
    assert (link.owner, link.created_by) == (cem, ben)
    # It is among the links of both, and Ben can hand it out for as long as Cem lets him.
    copy = reverse("single-use-link", args=[link.pk])
    assert client.post(copy, headers={"accept": "application/json"}).status_code == 201
    assert "On behalf of Cem Kaya" in read(client.get("/links/mine/")).text
    cem.delegates.clear()
    assert client.post(copy).status_code == 404
    assert "Demo link" not in read(client.get("/links/mine/")).text
    client.force_login(cem)
    assert "Demo link" in read(client.get("/links/mine/")).text


@pytest.mark.parametrize("who", ["ana", "zoe", "nobody"])
@pytest.mark.feature("C3")
def test_making_for_others_without_leave_is_refused(client, ana, ben, zoe, demo, who):
    client.force_login(ben)
    owner = {"ana": ana.pk, "zoe": zoe.pk, "nobody": 10**12}[who]
    third = host(client, choose(client, demo), kind="individual", page=page_of(ben).pk, owner=owner)
    assert steps(third)[1] == ("current", True)
    assert "Something you chose is no longer available." in read(third).text
    assert not Link.objects.exists()


@pytest.mark.feature("C3")
def test_withdrawn_leave_refuses_the_link(client, ana, ben, demo):
    cem = add_colleague(ana, "Cem Kaya", "cem@acme.example")
    cem.delegates.add(ben)
    client.force_login(ben)
    third = host(client, choose(client, demo), kind="individual", page=page_of(ben).pk, owner=cem.pk)
    cem.delegates.clear()
    response = name(client, third)
    assert steps(response)[1] == ("current", True)
    assert not Link.objects.exists()


@pytest.mark.feature("C9")
def test_own_and_unlocked_event_types_are_offered(client, ana, ben, zoe, event_type, demo):
    slow = save_event_type(
        actor=ana, event_type=EventType(name="Slow", managed=True, locked=False, needs_approval=True), now=NOW
    )
    open_one = EventType.objects.create(organization=ana.organization, owner=ana, name="Open", locked=False)
    client.force_login(ben)
    response = client.get(WIZARD)
    own = ben.event_types.get()
    shown = {pick.label: (pick.detail, bool(pick.barred)) for pick in response.context["form"].picks}
    assert shown == {
        own.name: ("30 min · Personal, locked", False),
        "Demo": ("30 min · Admin-managed", False),
        "Open": ("30 min · By Ana Ruiz", False),
        "Slow": ("30 min · Admin-managed", True),
    }
    for barred in (event_type, zoe.event_types.get()):
        again = choose(client, barred)
        assert steps(again)[0] == ("current", True)
        assert "Something you chose is no longer available." in read(again).text
    assert "Slow: only event types with automatic booking and a single session" in read(choose(client, slow)).text
    assert steps(choose(client, open_one))[1] == ("current", True)


@pytest.mark.feature("C3")
def test_incomplete_step_says_so_and_stays(anas, ana, ben, zoe, demo):
    assert "Choose at least one." in read(choose(anas)).text
    second = choose(anas, demo)
    mine, bens, zoes = page_of(ana).pk, page_of(ben).pk, page_of(zoe).pk
    for typed, said in (
        ({"kind": None}, "Choose one."),
        ({"kind": "group"}, "Choose a host."),
        ({"kind": "group", "pages": [mine]}, "A group needs at least two people."),
        ({"kind": "group", "pages": [mine, zoes]}, "no longer available"),
        ({"kind": "individual", "page": zoes}, "no longer available"),
        ({"kind": "individual", "page": bens, "optional": [bens]}, "Ben Ode: already chosen. Choose each person once."),
        ({"kind": "pool", "pool": 1}, "no longer available"),
    ):
        third = host(anas, second, **typed)
        assert steps(third)[1] == ("current", True)
        assert said in read(third).text
    assert not Link.objects.exists()


@pytest.mark.feature("C3")
def test_two_pages_of_host_are_refused(anas, ana, demo):
    mine = page_of(ana)
    Page.objects.create(
        organization=ana.organization, owner=ana, host=ana, schedule=mine.schedule, name="Second", slug="second"
    )
    third = host(anas, choose(anas, demo), kind="group", pages=[page.pk for page in ana.pages.all()])
    assert "Ana Ruiz: already chosen. Choose each person once." in read(third).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "two\nlines"}, "on one line"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"expires_on": "2030-01-06"}, "This day has passed."),
        ({"expires_on": "2041-01-01"}, "within the next ten years"),
        ({"expires_on": "soon"}, "valid date"),
    ],
)
@pytest.mark.feature("C3")
def test_the_last_questions_are_judged_and_kept(anas, demo, typed, said):
    response = name(anas, host(anas, choose(anas, demo)), **typed)
    assert response.status_code == 422
    assert said in read(response).text
    form = form_with(response, MAKE)
    assert {one: form.values(one) for one in typed} == {one: [value] for one, value in typed.items()}
    assert not Link.objects.exists()


@pytest.mark.feature("C3")
def test_locked_event_type_bars_from_library(anas, ana, event_type):
    response = walk(anas, event_type, named={"in_library": "on"}, kind="individual", page=page_of(ana).pk)
    assert response.status_code == 422
    assert f"{event_type.name}: locked" in read(response).text
    assert not Link.objects.exists()


@pytest.mark.feature("C3")
def test_archived_event_type_returns_to_first_step(anas, demo):
    third = host(anas, choose(anas, demo))
    EventType.objects.filter(pk=demo.pk).update(archived_at=NOW)
    response = name(anas, third)
    assert steps(response)[0] == ("current", True)
    assert not Link.objects.exists()


@pytest.mark.feature("O40")
def test_signed_out_user_finds_what_they_typed(anas, ana, demo):
    third = host(anas, choose(anas, demo))
    anas.logout()
    with_known_device(anas)
    form_with(third, MAKE).send(anas, NAME, MAKE, name="Nearly lost")
    anas.post(reverse("account_login"), {"login": ana.email, "password": "correct horse battery"})
    response = anas.get(NAME)
    assert form_with(response, MAKE).values("name") == ["Nearly lost"]
    assert form_with(response, MAKE).values("event_types") == [str(demo.pk)]
    name(anas, response, name="Nearly lost")
    assert Link.objects.get().label == "Nearly lost"


@pytest.mark.feature("C3")
def test_link_ending_today_can_be_made(anas, demo):
    walk(anas, demo, named={"expires_on": "2030-01-07"})
    assert Link.objects.get().expires_at - NOW == timedelta(hours=15)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("C3")
def test_steps_cost_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    types = [managed_event_type(ana, f"Type {one}") for one in range(count)]
    for one in range(count):
        pool_of(ana, [page_of(add_colleague(ana, f"Member {one}", f"m{one}@acme.example"))], name=f"Pool {one}")
    chosen = urlencode([("event_types", one.pk) for one in types])
    # Session, user, event types; hosts, pools, owners; and on the last, no list again.
    for address, queries in ((WIZARD, 3), (f"{HOSTS}?{chosen}", 6)):
        with django_assert_num_queries(queries):
            assert anas.get(address).status_code == 200
    state = f"{chosen}&kind=individual&page={page_of(ana).pk}"
    with django_assert_num_queries(6):
        assert anas.get(f"{NAME}?{state}").status_code == 200


FIELDS = (
    "event_types",
    "kind",
    "page",
    "pages",
    "pool",
    "optional",
    "owner",
    "name",
    "expires_on",
    "in_library",
    "key",
)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FIELDS, "again", "back"))
@given(sent=junk_forms(*FIELDS, "again", "back", kind="group", name="A name"))
@pytest.mark.feature("C3")
def test_junk_in_any_step_makes_nothing(anas, ana, sent):
    for address in (WIZARD, HOSTS, NAME):
        assert anas.get(address, sent).status_code in {200, 302}
    response = anas.post(NAME, sent)
    assert (response.status_code, Link.objects.count()) == (302, 0)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk("name", "expires_on", "in_library", "key"))
@given(sent=junk_forms("name", "expires_on", "in_library", "key", expires_on="2030-03-03"))
@pytest.mark.feature("C3")
def test_junk_in_last_step_is_judged(anas, ana, event_type, sent):
    chosen = {"event_types": event_type.pk, "kind": "individual", "page": page_of(ana).pk}
    response = anas.post(NAME, sent | chosen)
    if response.status_code == 302:
        link = Link.objects.latest("pk")
        assert link.label == " ".join(sent["name"].split(" ")).strip()
    else:
        assert response.status_code == 422
        check_refusal(response)
