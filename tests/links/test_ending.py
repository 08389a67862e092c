"""How a link ends, and ends later: who may, what is refused, and what pressing twice does."""

from datetime import timedelta

import pytest

from accounts.models import HistoryEntry
from links.actions import amend, extend, make_batch, mint, restore, revoke
from links.actions.batches import Recipient
from links.errors import MayNotActForOwner, NothingToShare, TooLateToExtend
from links.models import Link, LinkBatch
from tests.builders import NOW, one_time_link

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(link):
    """What its history says, in order."""
    return list(HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk").values_list("verb"))


def test_revoking_and_restoring_twice_is_once(ana):
    link = one_time_link(ana)
    revoke(actor=ana, link=link, now=NOW)
    assert revoke(actor=ana, link=link, now=NOW + DAY).revoked_at == NOW
    for _press in range(2):
        assert restore(actor=ana, link=link, now=NOW).revoked_at is None
    assert told(link) == [("made",), ("revoked",), ("restored",)]


def test_colleagues_and_strangers_end_nothing(ana, ben, zoe):
    link = one_time_link(ana, expires_at=NOW + DAY)
    for actor in (ben, zoe):
        for deed in (revoke, restore):
            with pytest.raises(Link.DoesNotExist):
                deed(actor=actor, link=link, now=NOW)
        with pytest.raises(Link.DoesNotExist):
            extend(actor=actor, link=link, expires_at=None, now=NOW)
    assert told(link) == [("made",)]


@pytest.mark.parametrize(
    ("before", "until"),
    [
        ({"expires_at": NOW + DAY}, NOW + DAY),
        ({"expires_at": NOW + DAY}, NOW),
        ({"expires_at": None}, NOW + DAY),
        ({"expires_at": None}, None),
        ({"expires_at": NOW + DAY, "revoked_at": NOW}, None),
        ({"expires_at": NOW + DAY, "uses": 1}, None),
        ({"expires_at": NOW + DAY, "max_uses": None}, None),
    ],
    ids=["same end", "sooner", "has none", "has none already", "revoked", "used", "reusable"],
)
def test_only_a_later_end_is_taken(ana, before, until):
    link = one_time_link(ana)
    Link.objects.filter(pk=link.pk).update(**before)
    with pytest.raises(TooLateToExtend):
        extend(actor=ana, link=link, expires_at=until, now=NOW)
    assert told(link) == [("made",)]


def test_expired_link_works_again_once_extended(ana):
    link = one_time_link(ana, expires_at=NOW - DAY)
    assert extend(actor=ana, link=link, expires_at=NOW + DAY, now=NOW).expires_at == NOW + DAY
    assert extend(actor=ana, link=link, expires_at=None, now=NOW).expires_at is None
    assert told(link) == [("made",), ("extended",), ("extended",)]


def test_amending_is_all_or_nothing(ana):
    link = one_time_link(ana, expires_at=NOW + DAY)
    amend(actor=ana, link=link, now=NOW, expires_at=NOW + DAY)
    assert told(link) == [("made",)]
    with pytest.raises(TooLateToExtend):
        amend(actor=ana, link=link, now=NOW, expires_at=NOW, label="Sooner")
    amend(actor=ana, link=link, now=NOW, expires_at=NOW + 2 * DAY, label="Later", recipient_name="Priya")
    link.refresh_from_db()
    assert (link.expires_at, link.label, link.recipient_name) == (NOW + 2 * DAY, "Later", "Priya")
    assert told(link) == [("made",), ("extended",), ("changed",)]


def test_nobody_makes_links_for_others(ana, ben, zoe):
    page = ben.pages.get()
    for actor, owner in ((ben, ana), (zoe, ben), (ana, zoe)):
        with pytest.raises(MayNotActForOwner):
            mint(actor=actor, owner=owner, page=page, now=NOW)
        with pytest.raises(MayNotActForOwner):
            make_batch(actor=actor, owner=owner, page=page, recipients=[Recipient("", "Priya")], now=NOW)
    assert (Link.objects.count(), LinkBatch.objects.count()) == (0, 0)
    ben.delegates.add(ana)
    assert mint(actor=ana, owner=ben, page=page, now=NOW).owner == ben


def test_link_comes_from_one_source(ana):
    page, parent = ana.pages.get(), one_time_link(ana)
    for source in ({}, {"page": page, "parent": parent}, {"parent": parent}):
        with pytest.raises(NothingToShare):
            mint(actor=ana, now=NOW, **source)
    assert Link.objects.count() == 1
