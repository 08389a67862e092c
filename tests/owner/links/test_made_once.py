"""A form confirmed by several presses at the same moment: with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import HistoryEntry
from deliveries.models import Delivery
from links.actions import Hosts, make_reusable_once, save_managed, send
from links.models import Link, ManagedLinks
from pages.models import Page
from tests.builders import NOW, managed_event_type, one_time_link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
AT_ONCE = 6


def at_once(press):
    """What each of several presses at the same moment made."""
    together = Barrier(AT_ONCE)

    def one(_number):
        together.wait()
        try:
            return press().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as callers:
        return set(callers.map(one, range(AT_ONCE)))


@pytest.mark.feature("C3")
def test_same_form_at_once_makes_one_link(ana, anas_page):
    demo, form = managed_event_type(ana), "key=1&name=Talk"
    choices = {"owner": ana, "hosts": Hosts(pages=(anas_page,)), "event_types": [demo], "name": "Talk", "now": NOW}
    made = at_once(lambda: make_reusable_once(actor=ana, form=form, **choices))
    assert made == {Link.objects.get().pk}
    assert Page.objects.filter(by_wizard=True).count() == 1
    # Another key is another link.
    assert make_reusable_once(actor=ana, form="key=2&name=Talk", **choices).pk not in made


@pytest.mark.feature("C4")
def test_same_form_at_once_serves_each_user(ana, ben):
    demo, form = managed_event_type(ana), "key=1&name=Demos"

    def press():
        managed = ManagedLinks(name="Demos", event_type=demo)
        return save_managed(actor=ana, managed=managed, users=[ana, ben], now=NOW, form=form)

    assert at_once(press) == {ManagedLinks.objects.get().pk}
    assert set(Link.objects.values_list("owner", flat=True)) == {ana.pk, ben.pk}
    assert Link.objects.count() == 2


@pytest.mark.feature("O11")
def test_same_mail_at_once_is_owed_once(ana):
    link = one_time_link(ana, recipient_name="Priya", recipient_email="priya@example.com")
    words = {"subject": "Our talk", "text": "Hello", "now": NOW}
    assert at_once(lambda: send(actor=ana, link=link, key="1", **words)) == {Delivery.objects.get().pk}
    # Another key is another mail; without one, each is.
    made = [send(actor=ana, link=link, key=key, **words).pk for key in ("2", "", "")]
    assert len(set(made)) == 3
    assert HistoryEntry.objects.filter(verb="sent").count() == 4
