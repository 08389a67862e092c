"""Each read that is worded once gives what the ORM gives, for one choice of values and for another."""

import sys

import pytest
from django.db.models import Model

from bookings.actions import book
from core.statements import WordedOnce
from tests.builders import NOW, one_time_link, submission

pytestmark = pytest.mark.django_db
APPS = ("accounts", "api", "bookings", "calendars", "customer", "deliveries", "links", "owner", "pages", "scheduler")

# Two choices of values for each, made of two links, their owners and what was booked through them.
CHOICES = {
    "accounts.locks._locked_people": lambda one, owner, form: ({owner.pk},),
    "bookings.steps.judge._locked_hosts": lambda one, owner, form: ([owner.pk, 0],),
    "bookings.steps.judge._locked_link": lambda one, owner, form: (one.pk,),
    "bookings.steps.judge._sent_as": lambda one, owner, form: (form.key,),
    "links.queries.tokens._by_id": lambda one, owner, form: (one.pk,),
    "links.queries.tokens._by_token": lambda one, owner, form: (bytes(one.handle), one.kid),
}


def worded() -> dict[str, WordedOnce]:
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in APPS}
    found = {
        id(one): one for module in modules.values() for one in vars(module).values() if isinstance(one, WordedOnce)
    }
    return {f"{one.query.__module__}.{one.query.__name__}": one for one in found.values()}


def whole(row: object) -> object:
    """All that a row holds, with what was fetched along with it."""
    if not isinstance(row, Model):
        return row
    held = {name: value for name, value in vars(row).items() if name != "_state"}
    state = row._state
    fetched = {name: whole(one) for name, one in state.fields_cache.items()}
    return type(row), held, state.db, state.adding, sorted(row.get_deferred_fields()), fetched


def test_each_has_its_row_here():
    assert worded().keys() == CHOICES.keys()


@pytest.mark.parametrize("name", CHOICES)
def test_each_gives_what_the_orm_gives(ana, ben, event_type, name):
    link, other = one_time_link(ana), one_time_link(ben)
    forms = [submission(event_type.pk), submission(event_type.pk)]
    book(submission=forms[0], link=link, now=NOW)
    query = worded()[name]
    first, second = CHOICES[name](link, ana, forms[0]), CHOICES[name](other, ben, forms[1])
    for values in (first, second, first):
        assert [whole(one) for one in query(*values)] == [whole(one) for one in query.query(*values)]
    assert query(*first) != []
    assert query(*first) != query(*second)
