"""One form, pressed by several at once, is one link: with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import HistoryEntry
from links.actions import mint_once
from links.errors import NothingToShare
from links.models import Link
from tests.builders import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
AT_ONCE = 6


@pytest.mark.feature("A1")
def test_same_form_at_once_makes_one_link(ana, ben, anas_page):
    together = Barrier(AT_ONCE)

    def press(_number):
        together.wait()
        try:
            return mint_once(actor=ana, page=anas_page, now=NOW, form="key=1&page=1", label="Spring").pk
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as callers:
        made = set(callers.map(press, range(AT_ONCE)))
    link = Link.objects.get()
    assert (made, link.label) == ({link.pk}, "Spring")
    assert HistoryEntry.objects.filter(subject="link", verb="made").count() == 1
    # Somebody else's form of the same content is somebody else's link.
    assert mint_once(actor=ben, page=ben.pages.get(), now=NOW, form="key=1&page=1").pk != link.pk


@pytest.mark.feature("A6")
def test_same_form_on_foreign_page_is_refused(ben, anas_page):
    with pytest.raises(NothingToShare):
        mint_once(actor=ben, page=anas_page, now=NOW, form="key=1&page=1")
    assert not Link.objects.exists()
