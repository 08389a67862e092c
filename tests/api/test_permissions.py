"""Who may do what through the API: every operation, asked by everybody, against one table. A new operation needs a row.

Who asks, each with all scopes: nobody (no token); Zoe, the admin of another organization; Cleo, a member of Ben's
organization who owns none of it; Ben, whose rows are asked for; Ana, its admin, whose token reaches the organization's;
and Ben once more with every scope but the one that is needed, and with that one alone.
"""

import itertools

import pytest
from django.utils import timezone

from accounts.actions import start_pairing
from accounts.models import ApiToken, Scope
from api.door import NounRouter
from api.mount import MODULES, api
from bookings.actions import book
from deliveries.models import Endpoint
from links.actions import Hosts, make_reusable
from tests.api.client import Program, token_of
from tests.builders import NOW, add_colleague, one_time_link, submission
from tests.databases import rolled_back
from tests.webhooks.receiver import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
ROLES = ("nobody", "stranger", "member", "owner", "admin")
#                      scope             nobo stra memb owne admi
TABLE = """
read_me                -                 401  200  200  200  200
drop_token             -                 401  204  204  204  204
ask_for_pairing        open              201  201  201  201  201
fetch_pairing          open              409  409  409  409  409
list_pages             links:read        401  200  200  200  200
list_event_types       links:read        401  200  200  200  200
list_links             links:read        401  200  200  200  200
read_link              links:read        401  404  404  200  200
make_link              links:write       401  422  409  201  201
make_links             links:write       401  422  409  201  201
make_single_use        links:write       401  404  409  201  201
change_link            links:write       401  404  404  200  200
revoke_link            links:write       401  404  404  200  200
restore_link           links:write       401  404  404  200  200
reissue_link           links:write       401  404  404  201  201
send_link              links:write       401  404  404  202  202
list_slots_of_link     slots:read        401  404  404  200  200
list_slots_of_page     slots:read        401  404  404  200  200
book_through_link      bookings:write    401  404  404  201  201
book_at_page           bookings:write    401  404  404  201  201
list_bookings          bookings:read     401  200  200  200  200
read_booking           bookings:read     401  404  404  200  200
cancel_booking         bookings:write    401  404  404  200  200
reschedule_booking     bookings:write    401  404  404  200  200
mark_no_show           bookings:write    401  404  404  409  409
approve_booking        bookings:write    401  404  404  409  409
decline_booking        bookings:write    401  404  404  409  409
read_stats             stats:read        401  200  200  200  200
list_webhooks          webhooks:manage   401  403  403  403  200
make_webhook           webhooks:manage   401  403  403  403  201
read_webhook           webhooks:manage   401  403  403  403  200
change_webhook         webhooks:manage   401  403  403  403  200
delete_webhook         webhooks:manage   401  403  403  403  204
ping_webhook           webhooks:manage   401  403  403  403  202
rotate_webhook         webhooks:manage   401  403  403  403  200
list_webhook_deliveries webhooks:manage  401  403  403  403  200
replay_delivery        webhooks:manage   401  403  403  403  202
"""


class World:
    """Everybody, and what each operation is asked about: Ben's rows."""

    def __init__(self, ana, ben, zoe):
        cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
        self.ben, page = ben, ben.pages.get()
        link = one_time_link(ben, recipient_email="priya@example.com")
        hosts = {"hosts": Hosts(pages=(page,)), "event_types": [page.event_types.get()]}
        reusable = make_reusable(actor=ben, owner=ben, **hosts, name="Reusable", now=NOW)
        whole = token_of(ana, reach=ApiToken.Reach.ORGANIZATION)
        tokens = {"nobody": None, "stranger": token_of(zoe), "member": token_of(cleo), "owner": token_of(ben)}
        self.programs = {role: Program(token) for role, token in (tokens | {"admin": whole}).items()}
        call = make_call(ana)
        hook = Endpoint.objects.called_by(call.delivery).get().pk
        of_hook = ("read_webhook", "change_webhook", "delete_webhook", "ping_webhook", "rotate_webhook")
        self.pks = {"make_single_use": reusable.pk, "replay_delivery": call.delivery_id}
        self.pks |= dict.fromkeys((*of_hook, "list_webhook_deliveries"), hook)
        self.link = link.pk
        recipients = [{"email": "tom@example.com"}]
        event_type = page.event_types.get()
        meeting = book(submission=submission(event_type.pk), link=one_time_link(ben), now=NOW).booking
        pairing = start_pairing(address=None, agent="", now=timezone.now())
        self.places = {"{device_code}": pairing.device_code()}
        self.places |= {"{int:link_id}": link.pk, "{int:page_id}": page.pk, "{uuidstr:uid}": meeting.uid}
        later = {"start": "2030-01-08T14:00:00Z"}
        whom = later | {"name": "Priya Shah", "email": "priya@example.com"}
        self.bodies = {
            "make_link": {"page": page.pk},
            "make_links": {"page": page.pk, "recipients": recipients},
            "book_through_link": whom,
            "book_at_page": whom,
            "reschedule_booking": later,
            "approve_booking": later,
            "make_webhook": {"url": "https://crm.example/hook"},
            "send_link": {"subject": "Pick a time", "text": "Please."},
        }

    def place(self, name):
        """The method and the address of an operation, on a row of Ben's."""
        method, path = operations()[name]
        address = path.replace("{int:pk}", str(self.pks.get(name, self.link)))
        for place, value in self.places.items():
            address = address.replace(place, str(value))
        return method, address

    def ask(self, program, name):
        """The status of one request, whose deeds are undone."""
        method, address = self.place(name)
        with rolled_back():
            response = program(method, address, None if method == "GET" else self.bodies.get(name, {}))
        return response.status_code


def operations():
    """Every operation by its name: its method and its path."""
    found = {}
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                found[operation.operation_id] = (operation.methods[0], path)
    return found


def scopes():
    """The scope that each operation asks for."""
    found = {}
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for operation in view.operations:
                found[operation.operation_id] = needed(operation.auth_callbacks)
    return found


def needed(callbacks):
    """The scope that an operation asks for; `-` is any token's, `open` is everybody's."""
    if not callbacks:
        return "open"
    (bearer,) = callbacks
    return "-" if bearer.scope is None else str(bearer.scope)


def table():
    rows = [line.split() for line in TABLE.splitlines() if line.strip() and not line.startswith("#")]
    return {name: (scope, [int(one) for one in answers]) for name, scope, *answers in rows}


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


def test_table_lists_exactly_the_operations():
    assert {name: scope for name, (scope, _answers) in table().items()} == scopes()
    assert all(isinstance(module.router, NounRouter) for module in MODULES)


def test_everybody_may_what_the_table_says(world):
    found, wanted = {}, {}
    for (name, (_scope, answers)), (column, role) in itertools.product(table().items(), enumerate(ROLES)):
        found[name, role], wanted[name, role] = world.ask(world.programs[role], name), answers[column]
    assert {asked: (got, wanted[asked]) for asked, got in found.items() if got != wanted[asked]} == {}


@pytest.mark.parametrize("scope", Scope)
def test_the_scope_is_needed_and_enough(world, scope):
    without = Program(token_of(world.ben, *(one for one in Scope if one != scope)))
    alone = Program(token_of(world.ben, scope))
    needing = {name: answers[3] for name, (wanted, answers) in table().items() if wanted == scope}
    assert {name: world.ask(without, name) for name in needing} == dict.fromkeys(needing, 403)
    assert {name: world.ask(alone, name) for name in needing} == needing
