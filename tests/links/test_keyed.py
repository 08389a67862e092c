"""A program's key makes one link, however often it is sent: for a while, for its user, and for one body."""

from datetime import timedelta

import pytest

from accounts.errors import KeyReused
from accounts.idempotency import KEY_LIFE
from links.actions import make_link_by_key, mint
from links.models import Link
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def made(user, page, *, body="a", now=NOW, also=()):
    """The link of a key, and whether it was there. `also` are digests of the same body by other keys."""

    def make(handle, details):
        return mint(actor=user, page=page, now=now, handle=handle, details=details)

    return make_link_by_key(actor=user, key="order 4711", body=[body, *also], now=now, make=make)


def test_one_key_makes_one_link(ana, anas_page):
    link, again = made(ana, anas_page)
    assert not again
    assert made(ana, anas_page) == (link, True)
    # After the keyring has turned, the same body has another digest before the one that was kept.
    assert made(ana, anas_page, body="new", also=["a"]) == (link, True)
    assert Link.objects.count() == 1


def test_another_body_is_refused(ana, anas_page):
    made(ana, anas_page)
    with pytest.raises(KeyReused):
        made(ana, anas_page, body="b")
    assert Link.objects.count() == 1


def test_keys_are_each_users_own(ana, ben, anas_page):
    links = [made(ana, anas_page)[0], made(ben, ben.pages.get(), body="b")[0]]
    assert len({link.pk for link in links}) == 2


def test_a_key_ends_after_a_month(ana, anas_page):
    link, _again = made(ana, anas_page)
    assert made(ana, anas_page, now=NOW + KEY_LIFE - timedelta(seconds=1)) == (link, True)
    new, again = made(ana, anas_page, body="b", now=NOW + KEY_LIFE)
    assert (new.pk != link.pk, again) == (True, False)
    assert made(ana, anas_page, body="b", now=NOW + KEY_LIFE) == (new, True)
