"""The screens of pools: list, members, distribution, the end (A6, A11)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.models import HistoryEntry, User
from bookings.actions import book
from pages.actions import Membership, Rule, archive_page, save_rules
from pages.models import Distribution, HostTime, Page, Pool
from tests.builders import NOW, START, add_colleagues, managed_event_type, pool_of, submission, team_page
from tests.junk import all_junk, check_answer, junk, junk_settings
from tests.markup import markup
from tests.owner.pages.master_forms import text_of

pytestmark = pytest.mark.page

ROUND_ROBIN, LONGEST_IDLE, PRIORITY = Distribution.ROUND_ROBIN, Distribution.LONGEST_IDLE, Distribution.PRIORITY


def form_of(*members, name="Sales", distribution=ROUND_ROBIN, **more):
    """The form of a pool: booking pages, or (booking page, priority) each; all take part."""
    form = {"name": name, "distribution": distribution, "member": []}
    for one in members:
        page, priority = one if isinstance(one, tuple) else (one, 5)
        form["member"].append(page.pk)
        form |= {f"priority-{page.pk}": priority, f"active-{page.pk}": "on"}
    return form | more


def members_of(pool):
    return list(pool.members.values_list("page", "priority", "active"))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_constant_number_of_queries(anas, ana, number, django_assert_num_queries):
    pages, call = add_colleagues(ana, 2), managed_event_type(ana)
    for one in range(number):
        team_page(ana, call, pool_of(ana, pages, name=f"Pool {one}"), name=f"Page {one}")
    anas.get(reverse("pools"))
    with django_assert_num_queries(5):
        page = anas.get(reverse("pools"))
    assert markup(page).count("<tr>") - 1 == number


@pytest.mark.feature("A11")
def test_list_tells_members_distribution_and_pages(anas, ana):
    ben, cem = add_colleagues(ana, 2)
    pool = pool_of(ana, [ben, Membership(cem, active=False)], LONGEST_IDLE)
    team_page(ana, managed_event_type(ana), pool, name="Talk to us")
    pool_of(ana, [Membership(ben, active=False)], PRIORITY, "Experts")
    listed = text_of(anas.get(reverse("pools")))
    for words in ("Longest idle", "Member 1, Member 2", "(paused)", "Talk to us", "Priority", "No one takes part"):
        assert words in listed
    assert "No master page or link uses it yet" in listed


@pytest.mark.feature("A11")
def test_list_names_only_first_members(anas, ana):
    pool_of(ana, add_colleagues(ana, 10))
    listed = text_of(anas.get(reverse("pools")))
    assert "Member 7, Member 8 and 2 more" in listed


@pytest.mark.feature("O33")
def test_empty_list_says_how_to_begin(anas):
    page = markup(anas.get(reverse("pools")))
    assert "You have no pool yet" in page
    assert f'href="{reverse("new-pool")}"' in page


@pytest.mark.parametrize("distribution", Distribution.values)
@pytest.mark.feature("A11")
def test_new_pool_keeps_members_order(anas, ana, distribution):
    ben, cem = add_colleagues(ana, 2)
    response = anas.post(reverse("new-pool"), form_of((cem, 9), (ben, 2), distribution=distribution))
    pool = Pool.objects.get()
    assert response["Location"] == reverse("pool", args=[pool.pk])
    assert (pool.name, pool.distribution, pool.owner, pool.organization) == (
        "Sales", distribution, ana, ana.organization,
    )  # fmt: skip
    assert members_of(pool) == [(cem.pk, 9, True), (ben.pk, 2, True)]
    assert HistoryEntry.objects.filter(subject="pool", subject_id=pool.pk, verb="made", actor=ana).exists()


@pytest.mark.feature("A11")
def test_members_are_paused_moved_removed_and_added(anas, ana):
    ben, cem, dee = add_colleagues(ana, 3)
    pool = pool_of(ana, [ben, cem])
    form = form_of(dee, ben)
    del form[f"active-{ben.pk}"]
    assert anas.post(reverse("pool", args=[pool.pk]), form).status_code == 302
    assert members_of(pool) == [(dee.pk, 5, True), (ben.pk, 5, False)]
    # Chosen to be added, and “Add” not pressed.
    anas.post(reverse("pool", args=[pool.pk]), form_of(dee, **{"add-member": cem.pk}))
    assert members_of(pool) == [(dee.pk, 5, True), (cem.pk, 5, True)]


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("A11")
def test_member_buttons_save_nothing(anas, ana):
    ben, cem, dee = add_colleagues(ana, 3)
    pool = pool_of(ana, [ben])

    def press(deed, **more):
        form = form_of((ben, "eleven"), (cem, 2), name="Typed", distribution=PRIORITY, deed=deed, **more)
        response = anas.post(reverse("pool", args=[pool.pk]), form)
        assert (response.status_code, members_of(pool)) == (200, [(ben.pk, 5, True)])
        assert (response.context["form"]["name"].value(), response.context["problems"]) == ("Typed", [])
        return [(one.label, one.priority) for one in response.context["members"].rows]

    first, second = ("Member 1", "eleven"), ("Member 2", "2")
    assert press(f"up-member-{cem.pk}") == [second, first]
    assert press(f"down-member-{ben.pk}") == [second, first]
    assert press(f"up-member-{ben.pk}") == [first, second]
    assert press(f"remove-member-{ben.pk}") == [second]
    assert press("add-member", **{"add-member": dee.pk}) == [first, second, ("Member 3", "5")]
    for nonsense in ("up-member", "add-page", "remove-member-x", "explode", "\x00", f"sorted-member-{cem.pk}"):
        assert press(nonsense) == [first, second]


@pytest.mark.feature("A11")
def test_form_shows_next_member_and_counts(anas, ana):
    call, (ben, cem, dee) = managed_event_type(ana), add_colleagues(ana, 3)
    pool = pool_of(ana, [ben, cem, dee])
    page, address = team_page(ana, call, pool), reverse("pool", args=[pool.pk])
    assert upcoming(anas, address) == {ben.pk: []}
    book(submission=submission(call.pk), page=page, now=NOW)
    response = anas.get(address)
    assert {one.page.pk for one in response.context["upcoming"]} == {cem.pk}
    assert [one.received for one in response.context["members"].rows] == [1, 0, 0]
    assert text_of(response).count("Next in line") == 1
    # Whoever cannot be booked is passed over.
    Page.objects.filter(pk=cem.pk).update(accepts_bookings=False)
    assert upcoming(anas, address) == {dee.pk: []}
    User.objects.filter(pk=dee.host_id).update(is_active=False)
    assert upcoming(anas, address) == {ben.pk: []}


def upcoming(client, address):
    """Who is next in line on the form of a pool, and for which event types if not for all."""
    return {one.page.pk: one.event_types for one in client.get(address).context["upcoming"]}


@pytest.mark.feature("A11")
def test_next_is_who_the_booking_would_take(anas, ana):
    """Whoever is said to be next gets the next meeting, by the rule of each distribution and for each event type."""
    call, demo, pages = managed_event_type(ana), managed_event_type(ana, "Demo"), add_colleagues(ana, 3)
    for distribution in (LONGEST_IDLE, PRIORITY):
        members = [Membership(page, priority) for page, priority in zip(pages, (5, 9, 9), strict=True)]
        pool = pool_of(ana, members, distribution, str(distribution))
        master, address = team_page(ana, call, pool, name=str(distribution)), reverse("pool", args=[pool.pk])
        for number in range(3):
            (following,) = upcoming(anas, address)
            assert f"Next: {Page.objects.get(pk=following)}" in text_of(anas.get(reverse("pools")))
            sent = submission(call.pk, START + timedelta(days=distribution == PRIORITY, minutes=30 * number))
            book(submission=sent, page=master, now=NOW + timedelta(hours=2 * (distribution == PRIORITY)))
            assert HostTime.objects.latest("pk").page_id == following
    # Another event type has its own waiting: nobody has had one.
    save_rules(actor=ana, page=master, rules=[Rule(call, pool), Rule(demo, pool)], now=NOW)
    assert upcoming(anas, address) == {pages[2].pk: [call.name], pages[1].pk: ["Demo"]}
    assert f"Next for Demo: {pages[1]}" in text_of(anas.get(reverse("pools")))


@pytest.mark.feature("A11")
def test_another_distribution_is_allowed_and_explained(anas, ana):
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    pool = pool_of(ana, [ben, cem])
    page, address = team_page(ana, call, pool), reverse("pool", args=[pool.pk])
    book(submission=submission(call.pk), page=page, now=NOW)
    shown = text_of(anas.get(address))
    for words in (
        "Strictly in turn. Only the next person’s times are offered.",
        "Whoever is free and has waited longest.",
        "With priority, a tie goes to whoever has waited longest.",
        "If you switch to round robin, the order starts over",
        "Used by",
    ):
        assert words in shown
    for distribution in (PRIORITY, ROUND_ROBIN):
        assert anas.post(address, form_of(ben, cem, distribution=distribution)).status_code == 302
    pool.refresh_from_db()
    assert pool.distribution == ROUND_ROBIN
    assert list(pool.members.values_list("level", "received")) == [(0, 1), (0, 0)]


@pytest.mark.parametrize("priority", ["0", "11", "", "high", "-1", "٣", "5.5", "9" * 30])
@pytest.mark.feature("A11")
def test_priority_counts_only_where_used(anas, ana, priority):
    (ben,) = add_colleagues(ana, 1)
    response = anas.post(reverse("new-pool"), form_of((ben, priority), distribution=PRIORITY))
    assert response.status_code == 422
    assert response.context["problems"] == [(f"priority-{ben.pk}", "Member 1", "Enter a number from 1 to 10.")]
    shown = text_of(response)
    assert f'id="priority-{ben.pk}-error"' in shown
    assert f'value="{priority}"' in shown
    # Elsewhere it is not even shown.
    assert anas.post(reverse("new-pool"), form_of((ben, priority))).status_code == 302
    assert members_of(Pool.objects.get()) == [(ben.pk, 5, True)]


@pytest.mark.parametrize("whose", ["archived", "zoe", "master"])
@pytest.mark.feature("A11")
def test_missing_choice_is_removed_and_named(anas, ana, zoe, whose):
    call, (ben, cem) = managed_event_type(ana), add_colleagues(ana, 2)
    pool = pool_of(ana, [ben])
    archive_page(actor=ana, page=cem, now=NOW)
    gone = {"archived": cem, "zoe": zoe.pages.get(), "master": team_page(ana, call, ben)}[whose]
    response = anas.post(reverse("pool", args=[pool.pk]), form_of(ben, gone))
    said = "Something you chose no longer exists, so it was removed. Check the list and save again."
    assert (response.status_code, response.context["problems"]) == (422, [("add-member", "Members", said)])
    assert members_of(pool) == [(ben.pk, 5, True)]


@pytest.mark.feature("A6")
def test_pools_are_for_own_admins_only(client, ana, ben, zoe):
    pool = pool_of(ana, [ben.pages.get()])
    for user, expected in ((ben, 403), (zoe, 404)):
        client.force_login(user)
        for name in ("pool", "archive-pool"):
            assert client.get(reverse(name, args=[pool.pk])).status_code == expected
            assert client.post(reverse(name, args=[pool.pk]), form_of(name="Taken over")).status_code == expected
    client.force_login(ben)
    assert [client.get(reverse(name)).status_code for name in ("pools", "new-pool")] == [403, 403]
    pool.refresh_from_db()
    assert (pool.name, pool.archived_at, pool.members.count()) == ("Sales", None, 1)


@pytest.mark.feature("A11")
def test_used_pool_is_kept_naming_pages(anas, ana):
    (ben,) = add_colleagues(ana, 1)
    pool = pool_of(ana, [ben])
    page = team_page(ana, managed_event_type(ana), pool, name="Talk to us")
    address = reverse("archive-pool", args=[pool.pk])
    for response, status in ((anas.get(address), 200), (anas.post(address), 422)):
        shown = text_of(response)
        assert (response.status_code, "1 master page or link assigns meetings to this pool." in shown) == (status, True)
        assert f'<a href="{reverse("master-assignment", args=[page.pk])}">Talk to us</a>' in shown
    archive_page(actor=ana, page=page, now=NOW)
    assert "No master page or link uses this pool." in text_of(anas.get(address))
    assert "“Sales” has been archived." in text_of(anas.post(address, follow=True))
    pool.refresh_from_db()
    assert pool.archived_at is not None


@pytest.mark.parametrize("number", [1, 3])
def test_form_costs_constant_number_of_queries(anas, ana, number, django_assert_num_queries):
    pool = pool_of(ana, add_colleagues(ana, number))
    anas.get(reverse("pool", args=[pool.pk]))
    with django_assert_num_queries(8):
        response = anas.get(reverse("pool", args=[pool.pk]))
    assert len(response.context["members"].rows) == number


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(texts=all_junk("name", "distribution"), sent=all_junk("member", "priority-1"), deed=None)
@given(
    texts=st.fixed_dictionaries({}, optional={"name": junk, "distribution": junk}),
    sent=st.dictionaries(
        st.sampled_from(["member", "add-member", "priority-1", "active-1"]), st.lists(junk, max_size=3)
    ),
    deed=st.one_of(st.none(), junk, st.sampled_from(["add-member", "up-member-1"])),
)
def test_junk_in_a_pool(client, ana, texts, sent, deed):
    client.force_login(ana)
    response = client.post(reverse("new-pool"), texts | sent | ({} if deed is None else {"deed": deed}))
    if deed is None:
        check_answer(response, {name: text for name, text in texts.items() if name == "name"})
    else:
        assert response.status_code == 200
