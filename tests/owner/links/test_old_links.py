"""O24: what ended long ago is left out of the list, until it is asked for."""

from datetime import timedelta

import pytest

from bookings.actions import book
from links.actions import mint_version, revoke
from links.models import Link
from links.queries import LISTED_AFTER_END, Filters, outstanding_links
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup

pytestmark = pytest.mark.django_db
JUST_KEPT, JUST_OLD = NOW - LISTED_AFTER_END + timedelta(seconds=1), NOW - LISTED_AFTER_END
LONG_AGO = NOW - timedelta(days=400)


def shown(user, **filters):
    return {row.link.pk for row in outstanding_links(user=user, now=NOW, filters=Filters(**filters)).rows}


def ended(link, **fields):
    Link.objects.filter(pk=link.pk).update(created_at=LONG_AGO, **fields)
    return link.pk


@pytest.mark.parametrize(
    "fields",
    [
        lambda at: {"expires_at": at},
        lambda at: {"revoked_at": at},
        lambda at: {"uses": 1, "used_at": at},
        lambda at: {"uses": 1, "used_at": at, "revoked_at": LONG_AGO, "expires_at": LONG_AGO},
    ],
    ids=["expired", "revoked", "used", "used first"],
)
@pytest.mark.feature("O24")
def test_ended_link_hides_after_thirty_days(ana, fields):
    kept, old = (ended(one_time_link(ana), **fields(at)) for at in (JUST_KEPT, JUST_OLD))
    assert shown(ana, old=False) == {kept}
    assert shown(ana, old=True) == {kept, old}


@pytest.mark.feature("O24")
def test_open_link_stays_however_old(ana):
    links = {ended(one_time_link(ana)), ended(one_time_link(ana, max_uses=3), uses=2)}
    assert shown(ana, old=False) == links


@pytest.mark.feature("O24")
def test_link_used_today_stays_however_old(ana, event_type):
    link = one_time_link(ana, now=LONG_AGO)
    book(submission=submission(event_type.pk, START), link=link, now=NOW)
    link.refresh_from_db()
    assert link.used_at == NOW
    assert shown(ana, old=False) == {link.pk}


@pytest.mark.parametrize("end", ["revoked_at", "expires_at"])
@pytest.mark.feature("O24")
def test_a_version_goes_with_its_parent(ana, end):
    parents = [one_time_link(ana, max_uses=None) for _ in range(2)]
    kept, old = (mint_version(actor=ana, parent=parent, now=NOW) for parent in parents)
    ended(parents[0], **{end: JUST_KEPT})
    ended(parents[1], **{end: JUST_OLD})
    assert shown(ana, old=False) == {kept.pk}
    assert shown(ana, old=True) == {kept.pk, old.pk}


@pytest.mark.feature("O24")
def test_links_go_with_their_page(ana, ben):
    mine, bens = one_time_link(ana), one_time_link(ben)
    version = mint_version(actor=ben, parent=one_time_link(ben, max_uses=None), now=NOW)
    ben.pages.update(archived_at=JUST_KEPT)
    assert shown(ana, old=False) == {mine.pk, bens.pk, version.pk}
    ben.pages.update(archived_at=JUST_OLD)
    assert shown(ana, old=False) == {mine.pk}
    assert shown(ana, old=True) == {mine.pk, bens.pk, version.pk}


@pytest.mark.feature("O24")
def test_toggle_is_shown_and_in_address(anas, ana):
    old = ended(one_time_link(ana), expires_at=JUST_OLD)
    link = one_time_link(ana)
    response = anas.get("/links/")
    assert "Also those that ended more than 30 days ago" in markup(response)
    assert [line.link.pk for line in response.context["lines"]] == [link.pk]
    assert [line.link.pk for line in anas.get("/links/?old=on").context["lines"]] == [link.pk, old]


@pytest.mark.feature("O24")
def test_the_database_keeps_when_a_link_ends(ana):
    parent = one_time_link(ana, max_uses=None, expires_at=NOW)
    link, version = one_time_link(ana), mint_version(actor=ana, parent=parent, now=NOW)
    revoke(actor=ana, link=version, now=NOW)
    for one in (parent, link, version):
        one.refresh_from_db()
    assert [(one.over_at and one.over_at.year, one.version_over_at) for one in (parent, link, version)] == [
        (2030, None),
        (9999, None),
        (None, NOW),
    ]
