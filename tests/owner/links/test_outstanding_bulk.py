"""D1, O22: revoking, extending and restoring many links at once: those ticked, or all that the filters let through."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given

from accounts.models import HistoryEntry
from bookings.actions import book
from core.paging import ROWS
from links.actions import MoreTime, extend_all, mint_version, restore_all, revoke, revoke_all
from links.models import Link
from links.models.ends import LAST_END
from links.queries import Filters
from tests.builders import NOW, START, one_time_link, submission
from tests.junk import all_junk, forms, junk_settings
from tests.markup import markup

pytestmark = pytest.mark.django_db
LIST, REVOKE, EXTEND, RESTORE = "/links/", "/links/revoke/", "/links/extend/", "/links/restore/"
DAY = timedelta(days=1)


def history(link, *verbs):
    entries = HistoryEntry.objects.filter(subject="link", subject_id=link.pk, verb__in=verbs).order_by("pk")
    return [(entry.verb, entry.actor and entry.actor.name, entry.at) for entry in entries]


def revoked():
    return set(Link.objects.exclude(revoked_at=None).values_list("pk", flat=True))


def hidden_fields(html):
    """What the question carries on, as its form would send it."""
    form = html[html.index("<main") :].split("<form", 1)[1].split("</form>", 1)[0]
    fields = [part.split('name="')[1].split('"')[0] for part in form.split("<input")[1:] if 'type="hidden"' in part]
    values = [part.split('value="')[1].split('"')[0] for part in form.split("<input")[1:] if 'type="hidden"' in part]
    return urlencode(list(zip(fields, values, strict=True)))


def press(client, address):
    """Asks, and sends what the question holds."""
    html = markup(client.get(address))
    return client.post(
        address.split("?")[0], hidden_fields(html), content_type="application/x-www-form-urlencoded", follow=True
    )


@pytest.mark.feature("O22")
def test_ticked_links_are_counted_then_revoked(anas, ana, event_type):
    ticked = [one_time_link(ana, recipient_name=f"Person {number}") for number in range(3)]
    left = one_time_link(ana)
    book(submission=submission(event_type.pk), link=ticked[2], now=NOW)
    address = f"{REVOKE}?{urlencode([('pk', link.pk) for link in ticked])}&status=outstanding"
    html = markup(anas.get(address))
    assert revoked() == set()
    for expected in (
        "Revoke 2 links?",
        "1 selected link is already used, revoked or expired",
        "Existing meetings are not affected.",
    ):
        assert expected in html
    response = press(anas, address)
    assert revoked() == {ticked[0].pk, ticked[1].pk}
    mark = int(NOW.timestamp()) * 1_000_000
    assert response.redirect_chain == [(f"{LIST}?status=outstanding&undo={mark}", 302)]
    html = markup(response)
    assert "2 links are revoked. Their addresses no longer work." in html
    assert [line.link.pk for line in response.context["lines"]] == [left.pk]
    assert history(ticked[0], "revoked") == [("revoked", "Ana Ruiz", NOW)]
    assert history(ticked[2], "revoked") == []
    assert anas.get(f"/l/{ticked[0].token()}/").status_code == 410


@pytest.mark.feature("O22")
def test_undo_restores_only_that_press(anas, ana):
    links = [one_time_link(ana) for _ in range(3)]
    revoke(actor=ana, link=links[2], now=NOW - timedelta(minutes=1))
    response = press(anas, f"{REVOKE}?all=on&status=outstanding")
    html = markup(response)
    assert f'action="{RESTORE}"' in html
    mark = response.context["notice"].mark
    response = anas.post(RESTORE, {"undo": mark, "status": "revoked"}, follow=True)
    assert "Undone: 2 links work again." in markup(response)
    assert response.redirect_chain == [(f"{LIST}?status=revoked", 302)]
    assert revoked() == {links[2].pk}
    assert history(links[0], "revoked", "restored") == [("revoked", "Ana Ruiz", NOW), ("restored", "Ana Ruiz", NOW)]
    assert "It is too late to undo this." in markup(anas.post(RESTORE, {"undo": mark}, follow=True))


@pytest.mark.feature("O22")
def test_undo_is_offered_for_ten_minutes(anas, ana):
    link = one_time_link(ana)
    at = NOW - timedelta(minutes=10)
    revoke_all(actor=ana, filters=Filters(), shown_at=NOW, now=at)
    mark = int(at.timestamp()) * 1_000_000
    assert anas.get(f"{LIST}?undo={mark}").context["notice"] is None
    assert "It is too late to undo this." in markup(anas.post(RESTORE, {"undo": mark}, follow=True))
    assert revoked() == {link.pk}


@pytest.mark.feature("O22")
def test_all_matches_go_beyond_the_page(anas, ana):
    spring = {one_time_link(ana, label="Spring").pk for _ in range(ROWS + 3)}
    autumn = one_time_link(ana, label="Autumn")
    html = markup(anas.get(f"{LIST}?q=spring"))
    assert f"All {ROWS + 3} matching links, not only these rows" in html
    assert 'name="all"' not in markup(anas.get(f"{LIST}?q=autumn"))
    assert f"Revoke {ROWS + 3} links?" in markup(anas.get(f"{REVOKE}?q=spring&all=on"))
    press(anas, f"{REVOKE}?q=spring&all=on&pk={autumn.pk}")
    assert revoked() == spring


@pytest.mark.feature("O22")
def test_later_links_are_not_included(anas, ana):
    asked = one_time_link(ana)
    html = markup(anas.get(f"{REVOKE}?all=on"))
    one_time_link(ana, now=NOW + timedelta(seconds=1))
    anas.post(REVOKE, hidden_fields(html), content_type="application/x-www-form-urlencoded")
    assert revoked() == {asked.pk}


@pytest.mark.feature("O22")
@pytest.mark.parametrize(("address", "more"), [(REVOKE, {}), (EXTEND, {"more": "7"})])
def test_lost_filter_widens_no_press(client, ben, anas_page, address, more):
    """Between question and press a page may be given to somebody else. Its filter then says nothing any more."""
    link = one_time_link(ben, expires_at=NOW + DAY)
    client.force_login(ben)
    given = {"all": "on", "page": str(ben.pages.get().pk)}
    assert client.get(address, given).context["changed"] == 1
    ben.pages.update(owner=anas_page.owner)
    # The list may have been shown before, and the question be asked only now.
    presses = [client.get(one, given, follow=True) for one in (address, "/links/export.csv")]
    for press in (*presses, client.post(address, given | more, follow=True)):
        assert press.redirect_chain == [(LIST, 302)]
        assert "Something you chose has changed, or is not available to you." in markup(press)
    link.refresh_from_db()
    assert (link.revoked_at, link.expires_at) == (None, NOW + DAY)


@pytest.mark.feature("O22")
@pytest.mark.parametrize(("address", "more"), [(REVOKE, ""), (EXTEND, "&more=7")])
def test_filter_lets_no_others_in_meanwhile(anas, ana, ben, address, more):
    """Between question and press another page may be paused. Its links match from then on."""
    links = [one_time_link(user, expires_at=NOW + DAY).pk for user in (ana, ben)]
    ana.pages.update(accepts_bookings=False)
    asked = hidden_fields(markup(anas.get(f"{address}?status=paused&all=on"))) + more
    ben.pages.update(accepts_bookings=False)
    response = anas.post(address, asked, content_type="application/x-www-form-urlencoded", follow=True)
    assert "Something you chose has changed" in markup(response)
    assert set(Link.objects.values_list("revoked_at", "expires_at")) == {(None, NOW + DAY)}
    again = hidden_fields(markup(anas.get(f"{address}?status=paused&all=on"))) + more
    anas.post(address, again, content_type="application/x-www-form-urlencoded")
    assert (None, NOW + DAY) not in Link.objects.filter(pk__in=links).values_list("revoked_at", "expires_at")


@pytest.mark.feature("O22")
@pytest.mark.parametrize(("address", "more"), [(REVOKE, ""), (EXTEND, "&more=7")])
def test_as_many_other_links_are_refused(anas, ana, ben, address, more):
    """One page is resumed and another paused: as many links match as before, but other ones."""
    for user in (ana, ben):
        one_time_link(user, expires_at=NOW + DAY)
    ana.pages.update(accepts_bookings=False)
    asked = hidden_fields(markup(anas.get(f"{address}?status=paused&all=on"))) + more
    ana.pages.update(accepts_bookings=True)
    ben.pages.update(accepts_bookings=False)
    response = anas.post(address, asked, content_type="application/x-www-form-urlencoded", follow=True)
    assert "Something you chose has changed" in markup(response)
    assert set(Link.objects.values_list("revoked_at", "expires_at")) == {(None, NOW + DAY)}


@pytest.mark.feature("O22")
def test_nobody_elses_links_are_touched(client, ana, ben, zoe):
    mine, bens, zoes = (one_time_link(user, expires_at=NOW + DAY) for user in (ana, ben, zoe))
    everything = [("pk", link.pk) for link in (mine, bens, zoes)]
    client.force_login(ben)
    for address in (f"{REVOKE}?{urlencode(everything)}", f"{REVOKE}?all=on"):
        assert "Revoke 1 link?" in markup(client.get(address))
        press(client, address)
        assert revoked() == {bens.pk}
        Link.objects.update(revoked_at=None)
    client.post(EXTEND, {"pk": [link.pk for link in (mine, bens, zoes)], "more": "7"})
    assert set(Link.objects.filter(expires_at=NOW + DAY).values_list("pk", flat=True)) == {mine.pk, zoes.pk}
    client.force_login(zoe)
    client.post(EXTEND, {"all": "on", "more": "7"})
    assert restore_all(actor=zoe, revoked_at=NOW, now=NOW) == 0
    assert set(Link.objects.filter(expires_at=NOW + DAY).values_list("pk", flat=True)) == {mine.pk}
    client.force_login(ana)
    assert "Revoke 2 links?" in markup(client.get(f"{REVOKE}?{urlencode(everything)}"))


@pytest.mark.feature("O22")
def test_reusable_links_are_never_included(anas, ana):
    parent = one_time_link(ana, max_uses=None)
    version = mint_version(actor=ana, parent=parent, now=NOW)
    anas.post(REVOKE, {"pk": [parent.pk, version.pk]})
    assert revoked() == {version.pk}
    assert restore_all(actor=ana, revoked_at=NOW, now=NOW) == 1


@pytest.mark.feature("O22")
def test_nothing_ticked_is_said(anas, ana):
    one_time_link(ana)
    for address in (REVOKE, EXTEND):
        response = anas.get(f"{address}?status=outstanding", follow=True)
        assert response.redirect_chain == [(f"{LIST}?status=outstanding", 302)]
        assert "Tick the links first." in markup(response)


@pytest.mark.feature("O22")
def test_nothing_left_to_do_is_said(anas, ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    assert "Nothing to revoke" in markup(anas.get(f"{REVOKE}?pk={link.pk}"))
    assert "Nothing to extend" in markup(anas.get(f"{EXTEND}?pk={link.pk}"))
    html = markup(anas.post(REVOKE, {"pk": link.pk}, follow=True))
    assert "Nothing was revoked" in html
    html = markup(anas.post(EXTEND, {"pk": link.pk, "more": "7"}, follow=True))
    assert "Nothing was extended" in html


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (MoreTime(days=7), {"soon": NOW + 8 * DAY, "late": NOW + 37 * DAY, "over": NOW + 7 * DAY}),
        (MoreTime(until=NOW + 10 * DAY), {"soon": NOW + 10 * DAY, "late": NOW + 30 * DAY, "over": NOW + 10 * DAY}),
        (MoreTime(), {"soon": None, "late": None, "over": None}),
    ],
)
@pytest.mark.feature("O20", "O22")
def test_extending_counts_from_each_end(ana, event_type, more, expected):
    ends = {"soon": NOW + DAY, "late": NOW + 30 * DAY, "over": NOW - DAY}
    links = {name: one_time_link(ana, expires_at=end) for name, end in ends.items()}
    closed = [one_time_link(ana, expires_at=NOW + DAY) for _ in range(2)]
    endless = one_time_link(ana)
    revoke(actor=ana, link=closed[0], now=NOW)
    book(submission=submission(event_type.pk, START), link=closed[1], now=NOW)
    changed = {name for name in ends if expected[name] != ends[name]}
    assert extend_all(actor=ana, filters=Filters(), more=more, shown_at=NOW, now=NOW) == len(changed)
    for one in (*links.values(), *closed, endless):
        one.refresh_from_db()
    assert {name: link.expires_at for name, link in links.items()} == expected
    assert [link.expires_at for link in (*closed, endless)] == [NOW + DAY, NOW + DAY, None]
    for name in changed:
        entry = HistoryEntry.objects.get(subject="link", subject_id=links[name].pk, verb="extended")
        end = expected[name]
        assert (entry.actor, entry.details) == (ana, {"until": end and end.isoformat()})


@pytest.mark.feature("O20", "O22")
def test_extending_through_the_screens(anas, ana):
    links = [one_time_link(ana, expires_at=NOW + DAY) for _ in range(2)]
    address = f"{EXTEND}?{urlencode([('pk', link.pk) for link in links])}&q=x"
    html = markup(anas.get(address))
    assert "Extend 2 links" in html
    fields = hidden_fields(html)
    plain = {"content_type": "application/x-www-form-urlencoded"}
    refused = anas.post(EXTEND, f"{fields}&more=date", **plain)
    assert refused.status_code == 422
    assert "Choose the last day the link works." in markup(refused)
    response = anas.post(EXTEND, f"{fields}&more=date&until=2030-01-20", follow=True, **plain)
    assert response.redirect_chain == [(f"{LIST}?q=x", 302)]
    assert "2 links are extended." in markup(response)
    # The end of that day in Madrid.
    assert {link.expires_at for link in Link.objects.all()} == {NOW.replace(day=20, hour=23)}


@pytest.mark.feature("O20", "O22")
def test_no_end_is_after_all_years(anas, ana):
    """A program may choose a far end. Each press after it added days, up to a year that cannot be read."""
    far = datetime(9998, 12, 31, 23, 50, tzinfo=UTC)
    links = [one_time_link(ana, expires_at=end) for end in (far, far, datetime(9999, 12, 31, 12, tzinfo=UTC), NOW)]
    pks = [link.pk for link in links]
    assert anas.post(f"/links/{pks[0]}/extend/", {"more": "30"}).status_code == 302
    for _press in range(2):
        assert anas.post(EXTEND, {"pk": pks[:3], "more": "30"}).status_code == 302
    assert anas.post(f"/links/{pks[2]}/extend/", {"more": "30"}).status_code == 422
    ends = dict(Link.objects.values_list("pk", "expires_at"))
    assert [ends[pk] for pk in pks] == [LAST_END, LAST_END, links[2].expires_at, NOW]
    Link.objects.filter(pk__in=pks).update(created_at=NOW - 900 * DAY)
    anas.post(f"/links/{pks[0]}/reissue/")
    assert Link.objects.get(reissue_of=pks[0]).expires_at == LAST_END


@pytest.mark.feature("O20", "O22")
def test_form_sent_twice_adds_days_once(client, ben):
    """As a double click without JavaScript sends it. A form that is asked for anew adds them again."""
    pks = [one_time_link(ben, expires_at=NOW + days * DAY).pk for days in (1, 2)]
    ends = {EXTEND: (8, 9), f"{EXTEND}?again": (15, 16), f"/links/{pks[0]}/extend/": (22, 16)}
    client.force_login(ben)
    for number, (address, expected) in enumerate(ends.items()):
        with time_machine.travel(NOW + number * timedelta(minutes=1), tick=False) as clock:
            asked = client.get(address, {"all": "on"}).context["asked"]
            for _time in range(2):
                clock.shift(timedelta(seconds=1))
                assert client.post(address, {"all": "on", "asked": asked, "more": "7"}).status_code == 302
        assert tuple((end - NOW).days for end in links_ends(pks)) == expected


@pytest.mark.feature("O20", "O22")
def test_form_sent_twice_says_so(client, ben):
    link = one_time_link(ben, expires_at=NOW + DAY)
    client.force_login(ben)
    said = {
        EXTEND: ("were just extended", "1 link is extended."),
        f"/links/{link.pk}/extend/": ("Already extended: ", "It no longer expires."),
    }
    for address, (words, other) in said.items():
        with time_machine.travel(NOW, tick=False) as clock:
            asked = {"all": "on", "asked": client.get(address, {"all": "on"}).context["asked"]}
            clock.shift(timedelta(seconds=1))
            client.post(address, asked | {"more": "7"}, follow=True)
            assert words in markup(client.post(address, asked | {"more": "7"}, follow=True))
            # What gives the same end however often it is sent is not refused.
            assert other in markup(client.post(address, asked | {"more": "never"}, follow=True))
        link.refresh_from_db()
        assert link.expires_at is None
        Link.objects.update(expires_at=NOW + DAY)
        HistoryEntry.objects.all().delete()


@pytest.mark.feature("O22")
def test_refused_form_is_about_what_matches_now(anas, ana):
    links = [one_time_link(ana, expires_at=NOW + DAY)]
    asked = hidden_fields(markup(anas.get(f"{EXTEND}?all=on")))
    links.append(one_time_link(ana, expires_at=NOW + DAY, now=NOW + timedelta(seconds=30)))
    plain = {"content_type": "application/x-www-form-urlencoded"}
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        refused = anas.post(EXTEND, f"{asked}&more=date", **plain)
    # The new link came after the first question, but is there when it is asked again.
    assert (refused.status_code, refused.context["changed"]) == (422, 2)
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        anas.post(EXTEND, f"{hidden_fields(markup(refused))}&more=7", **plain)
    assert {(end - NOW).days for end in links_ends([link.pk for link in links])} == {8}


def links_ends(pks):
    return Link.objects.filter(pk__in=pks).order_by("pk").values_list("expires_at", flat=True)


@pytest.mark.feature("O22")
def test_rows_are_locked_in_ordered_pieces(ana, monkeypatch):
    monkeypatch.setattr("links.actions.bulk.CHUNK", 4)
    made = [one_time_link(ana, now=NOW - timedelta(hours=number)).pk for number in range(9)]
    one_time_link(ana, now=NOW + DAY)
    with CaptureQueriesContext(connection) as queries:
        assert revoke_all(actor=ana, filters=Filters(), shown_at=NOW, now=NOW) == 9
    locking = [query["sql"] for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert len(locking) == 3
    for sql in locking:
        assert 'ORDER BY "links_link"."id" ASC LIMIT 4' in sql
        assert 'FOR NO KEY UPDATE OF "links_link"' in sql
    assert revoked() == set(made)
    assert HistoryEntry.objects.filter(verb="revoked").count() == 9


@pytest.mark.feature("O22")
def test_one_press_has_an_end(ana, anas, monkeypatch):
    monkeypatch.setattr("links.actions.bulk.CHUNK", 2)
    monkeypatch.setattr("links.actions.bulk.MOST_AT_ONCE", 4)
    monkeypatch.setattr("owner.links.views.bulk_actions.MOST_AT_ONCE", 4)
    for _ in range(5):
        one_time_link(ana)
    html = markup(anas.get(f"{REVOKE}?all=on"))
    assert "Revoke 4 links?" in html
    assert "You can revoke up to 4 links at a time. Press again for the rest." in html
    press(anas, f"{REVOKE}?all=on")
    assert len(revoked()) == 4
    press(anas, f"{REVOKE}?all=on")
    assert len(revoked()) == 5


@pytest.mark.feature("O22")
def test_link_booked_while_waiting_stays_booked(ana, event_type, monkeypatch):
    """What a piece locked is judged again in a new statement."""
    booked, free = one_time_link(ana), one_time_link(ana)
    locked = Link.objects.filter

    def book_in_between(*conditions, **fields):
        if "pk__in" in fields and conditions:
            monkeypatch.undo()
            Link.objects.filter(pk=booked.pk).update(uses=1, used_at=NOW)
        return locked(*conditions, **fields)

    monkeypatch.setattr(Link.objects, "filter", book_in_between)
    assert revoke_all(actor=ana, filters=Filters(pks=(booked.pk, free.pk)), shown_at=NOW, now=NOW) == 1
    assert revoked() == {free.pk}


FIELDS = ["pk", "all", "more", "until", "asked", "undo", "status", "q", "page", "kind", "old"]


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(fields=all_junk(*FIELDS))
@given(fields=forms(*FIELDS, more="7", all="on", status="outstanding"))
@pytest.mark.feature("O22")
def test_junk_harms_nobody(anas, ana, zoe, fields):
    foreign = one_time_link(zoe, expires_at=NOW + DAY)
    one_time_link(ana, expires_at=NOW + DAY)
    for address in (REVOKE, EXTEND, RESTORE):
        assert anas.post(address, fields).status_code in {302, 422}
        assert anas.get(address, fields).status_code in {200, 302, 405}
    foreign.refresh_from_db()
    assert (foreign.expires_at, foreign.revoked_at) == (NOW + DAY, None)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", [REVOKE, EXTEND])
@pytest.mark.feature("O22")
def test_question_costs_constant_number_of_queries(anas, ana, count, address, django_assert_num_queries):
    for _ in range(count):
        one_time_link(ana, expires_at=NOW + DAY)
    # Session, user, three for the filters; a transaction of three, the parents of versions (once more for open ones),
    # two counts.
    with django_assert_num_queries(12 if address == REVOKE else 11):
        assert anas.get(f"{address}?all=on").context["changed"] == count
