"""Each read that is compiled once gives what the ORM gives, for one choice of values and for another."""

import sys
from importlib import import_module

import pytest
from django.db.models import Model

from bookings.actions import book
from core.statements import CompiledOnce
from deliveries.webhooks.actions import make_endpoint
from tests.builders import NOW, one_time_link, submission
from tests.scheduler.test_layers import DOORS, FLOORS

pytestmark = pytest.mark.django_db
APPS = {*FLOORS, *DOORS}

# Two choices of values for each, made of two links, their owners and what was booked through them.
CHOICES = {
    "accounts.locks._locked_people": lambda one, owner, form: ({owner.pk},),
    "bookings.steps.judge._locked_hosts": lambda one, owner, form: ([owner.pk, 0],),
    "bookings.steps.judge._locked_link": lambda one, owner, form: (one.pk,),
    "bookings.steps.judge._admissions_with_key": lambda one, owner, form: (form.key,),
    "customer.details._event_type": lambda one, owner, form: (form.event_type_id, owner.organization_id),
    "deliveries.webhooks.announcing._endpoints_of": lambda one, owner, form: (owner.organization_id,),
    "links.queries.tokens._by_id": lambda one, owner, form: (one.pk,),
    "links.queries.tokens._by_token": lambda one, owner, form: (bytes(one.handle), one.kid),
    "pages.queries.offers._event_types_of": lambda one, owner, form: (one.page_id,),
}


def compiled() -> dict[str, CompiledOnce]:
    import_module("scheduler.urls")
    modules = {name: module for name, module in sys.modules.items() if name.split(".")[0] in APPS}
    found = {
        id(one): one for module in modules.values() for one in vars(module).values() if isinstance(one, CompiledOnce)
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
    assert compiled().keys() == CHOICES.keys()


@pytest.mark.parametrize("name", CHOICES)
def test_each_gives_what_the_orm_gives(ana, zoe, name):
    choices = []
    for owner in (ana, zoe):
        link, form = one_time_link(owner), submission(owner.event_types.get().pk)
        fields = {"url": f"https://{owner.organization_id}.example/hook", "about": "", "events": ()}
        make_endpoint(actor=owner, fields=fields, now=NOW)
        book(submission=form, link=link, now=NOW)
        choices.append(CHOICES[name](link, owner, form))
    query, found = compiled()[name], []
    for values in (*choices, choices[0]):
        found.append([whole(one) for one in query(*values)])
        assert found[-1] == [whole(one) for one in query.query(*values)] != []
    assert found[0] == found[2] != found[1]
