"""The list of outstanding links: what it shows to whom, copy again, revoke and undo."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import HistoryEntry
from bookings.actions import book
from bookings.models import Booking
from core.paging import ROWS
from links.actions import mint, revoke
from links.models import Link, Opening
from links.status import LinkStatus
from tests.builders import NOW, one_time_link, submission
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]
JSON = {"headers": {"accept": "application/json"}}
LIST = "/links/"
# Session, user, three for the choices of the filters; for the list a transaction of three, the parents of versions, the
# newest links, which of them are shown, and those; who asks
# for a link; of outstanding ones, whether something is paused.
QUERIES = 15


def shown(client, address=LIST):
    return [(line.link.pk, line.status) for line in client.get(address).context["lines"]]


@pytest.mark.feature("O16")
def test_row_tells_everything_about_the_link(anas, ana, ben):
    link = one_time_link(
        ana, recipient_name="Priya Shah", recipient_email="priya@example.com", label="Spring", expires_at=NOW
    )
    Link.objects.filter(pk=link.pk).update(expires_at=NOW + timedelta(days=7))
    Opening.objects.create(link=link, at=NOW, by="browser")
    html = markup(anas.get(LIST))
    for expected in (
        "Priya Shah", "priya@example.com", "Spring", "Opened", "7 January, 09:00", "One-time", "Owner", "Ana Ruiz",
        "14 January", reverse("copy-link", args=[link.pk]), reverse("revoke-link", args=[link.pk]),
    ):  # fmt: skip
        assert expected in html


@pytest.mark.feature("O18")
def test_the_token_is_not_in_the_list(anas, ana):
    assert one_time_link(ana).token() not in markup(anas.get(LIST))


@pytest.mark.feature("O16")
def test_newest_come_first_fifty_a_page(anas, ana):
    made = [one_time_link(ana).pk for _ in range(ROWS + 2)]
    first = anas.get(LIST)
    assert [line.link.pk for line in first.context["lines"]] == made[::-1][:ROWS]
    assert f"?before={made[2]}" in markup(first)
    second = anas.get(f"{LIST}?before={made[2]}")
    assert [line.link.pk for line in second.context["lines"]] == made[1::-1]
    assert (second.context["older"], second.context["newer"]) == ("", f"after={made[1]}")
    # What leads up to the first page is the whole first page.
    back = anas.get(f"{LIST}?{second.context['newer']}")
    assert [line.link.pk for line in back.context["lines"]] == made[::-1][:ROWS]
    assert (back.context["older"], back.context["newer"]) == (f"before={made[2]}", "")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O16")
def test_list_costs_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    for _ in range(count):
        Opening.objects.create(link=one_time_link(ana), at=NOW, by="browser")
    with django_assert_num_queries(QUERIES):
        assert len(anas.get(LIST).context["lines"]) == count


@pytest.mark.feature("O21")
def test_filters_live_in_the_address(anas, ana, ben):
    mine, bens = one_time_link(ana), one_time_link(ben)
    revoke(actor=ana, link=bens, now=NOW)
    assert shown(anas) == [(mine.pk, LinkStatus.NOT_OPENED)]
    assert shown(anas, f"{LIST}?status=all") == [(bens.pk, LinkStatus.REVOKED), (mine.pk, LinkStatus.NOT_OPENED)]
    assert shown(anas, f"{LIST}?page={bens.page_id}") == [(bens.pk, LinkStatus.REVOKED)]
    assert shown(anas, f"{LIST}?status=outstanding") == [(mine.pk, LinkStatus.NOT_OPENED)]
    assert shown(anas, f"{LIST}?status=revoked") == [(bens.pk, LinkStatus.REVOKED)]


@pytest.mark.feature("O17")
def test_opened_filter_includes_scanners(anas, ana):
    link = one_time_link(ana)
    Opening.objects.create(link=link, at=NOW, by="scanner")
    response = anas.get(f"{LIST}?status=opened")
    assert [line.status for line in response.context["lines"]] == [LinkStatus.SCANNED]
    assert "Opened (may be a scanner)" in markup(response)


@pytest.mark.parametrize("query", ["page=x", "page=999999999999999999999", "status=x", "before=-1", "before=9e9"])
@pytest.mark.feature("O21")
def test_filters_that_make_no_sense_are_ignored(anas, ana, query):
    link = one_time_link(ana)
    assert shown(anas, f"{LIST}?{query}&revoked=%00&{query}") == [(link.pk, LinkStatus.NOT_OPENED)]


@pytest.mark.feature("O33")
def test_empty_lists_say_why(anas, ana):
    assert "No links yet" in markup(anas.get(LIST))
    link = one_time_link(ana, expires_at=NOW + timedelta(days=1))
    assert "No link matches" in markup(anas.get(f"{LIST}?status=booked"))
    Link.objects.filter(pk=link.pk).update(expires_at=NOW - timedelta(days=31))
    html = markup(anas.get(LIST))
    assert "Nothing outstanding" in html
    assert f'href="{LIST}?status=all&amp;old=on"' in html


@pytest.mark.usefixtures("first_pages")
@pytest.mark.feature("A6")
def test_members_see_own_admins_see_all(client, ana, ben, zoe):
    links = {user: one_time_link(user) for user in (ana, ben, zoe)}

    def seen(user):
        client.force_login(user)
        return {pk for pk, _ in shown(client)}

    assert seen(ana) == {links[ana].pk, links[ben].pk}
    assert seen(ben) == {links[ben].pk}
    assert seen(zoe) == {links[zoe].pk}
    client.force_login(ben)
    for stranger in (links[ana], links[zoe]):
        for name in ("copy-link", "revoke-link", "restore-link", "extend-link", "reissue-link"):
            assert client.post(reverse(name, args=[stranger.pk])).status_code == 404
        for name in ("link-qr-svg", "link-qr-png", "revoke-link", "extend-link", "link-page"):
            assert client.get(reverse(name, args=[stranger.pk])).status_code == 404
        assert client.get(f"/share/?link={stranger.pk}").status_code == 404
    assert not Link.objects.exclude(revoked_at=None).exists()


@pytest.mark.feature("O18")
def test_copying_again_gives_the_same_address(anas, ana):
    link = one_time_link(ana, expires_at=NOW + timedelta(days=3))
    answer = anas.post(reverse("copy-link", args=[link.pk]), **JSON)
    assert (answer.status_code, answer.json()) == (
        200,
        {
            "address": link.address(),
            "message": "Works once, until Thursday 10 January 2030, 09:00, Madrid time.",
            "page": f"/share/?link={link.pk}",
        },
    )
    without_script = anas.post(reverse("copy-link", args=[link.pk]), follow=True)
    assert f'value="{link.address()}"' in markup(without_script)


@pytest.mark.feature("O18")
def test_a_dead_link_is_not_copied(anas, ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    answer = anas.post(reverse("copy-link", args=[link.pk]), **JSON)
    assert (answer.status_code, answer.json()) == (409, {"message": "This link has been revoked. Make a new one."})
    page = markup(anas.get(f"/share/?link={link.pk}"))
    assert "This link has been revoked. Make a new one." in page
    assert link.token() not in page


@pytest.mark.feature("O19")
def test_revoking_asks_first_and_reading_changes_nothing(anas, ana):
    link = one_time_link(ana, recipient_name="Priya Shah")
    html = markup(anas.get(reverse("revoke-link", args=[link.pk])))
    link.refresh_from_db()
    assert link.revoked_at is None
    for expected in (
        "Revoke this link?",
        "Priya Shah",
        "No meeting has been booked with this link yet.",
        "stays booked",
    ):
        assert expected in html


@pytest.mark.feature("O19")
def test_revoking_says_booked_meetings_stay(anas, ana, event_type):
    link = one_time_link(ana, max_uses=3)
    book(submission=submission(event_type.pk), link=link, now=NOW)
    html = markup(anas.get(reverse("revoke-link", args=[link.pk])))
    assert "1 meeting has been booked with this link. It stays booked." in html


@pytest.mark.feature("O19")
def test_revoking_counts_at_once_and_is_undone(anas, ana):
    link = one_time_link(ana)
    response = anas.post(reverse("revoke-link", args=[link.pk]), follow=True)
    assert response.redirect_chain == [(f"{LIST}?revoked={link.pk}", 302)]
    assert reverse("restore-link", args=[link.pk]) in markup(response)
    assert anas.get(f"/l/{link.token()}/").status_code == 410
    response = anas.post(reverse("restore-link", args=[link.pk]), follow=True)
    assert "Undone: the same link works again." in markup(response)
    assert anas.get(f"/l/{link.token()}/").status_code == 200
    verbs = HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["made", "revoked", "restored"]


@pytest.mark.feature("O19")
def test_undo_is_offered_for_ten_minutes(anas, ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW - timedelta(minutes=10))
    assert reverse("restore-link", args=[link.pk]) not in markup(anas.get(f"{LIST}?revoked={link.pk}"))
    response = anas.post(reverse("restore-link", args=[link.pk]), follow=True)
    link.refresh_from_db()
    assert link.revoked_at is not None
    assert "It is too late to undo this." in markup(response)


@pytest.mark.feature("O19")
def test_revoking_used_link_keeps_its_booking(anas, ana, event_type):
    link = one_time_link(ana)
    book(submission=submission(event_type.pk), link=link, now=NOW)
    assert "This link has been used." in markup(anas.get(reverse("revoke-link", args=[link.pk])))
    response = anas.post(reverse("revoke-link", args=[link.pk]), follow=True)
    assert "The meeting booked with it is not affected." in markup(response)
    assert shown(anas, f"{LIST}?status=all") == [(link.pk, LinkStatus.BOOKED)]
    assert list(Booking.objects.values_list("status", flat=True)) == ["scheduled"]


@pytest.mark.feature("O24")
def test_reusable_link_refuses_one_time_deeds(anas, ana):
    link = mint(actor=ana, page=ana.pages.get(), max_uses=None, now=NOW)
    for name in ("copy-link", "revoke-link", "restore-link", "extend-link", "reissue-link"):
        assert anas.post(reverse(name, args=[link.pk])).status_code == 404
    link.refresh_from_db()
    assert link.revoked_at is None
