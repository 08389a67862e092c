"""Lists of many are dense: twelve rows at least in a window of 1280 by 860, and nothing is cut off beside them.

On phones each row is a card, which shows facts and not their labels where they need none.
"""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from accounts.actions import make_api_token
from accounts.models import Scope
from accounts.sessions import BEGAN, USED
from links.actions import Hosts, make_batch, make_reusable, save_managed
from links.actions.batches import Recipient
from links.models import ManagedLinks
from tests.browser.test_many_people import anas  # noqa: F401 (a fixture)
from tests.browser.test_owner import ana  # noqa: F401 (a fixture)
from tests.builders import NOW, managed_event_type, one_time_link, pool_of, team_page
from tests.owner.meetings.owners import make_meeting
from tests.owner.test_finding import people  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LISTS = [
    "/team/", "/booking-pages/", "/event-types/", "/schedules/", "/master-pages/", "/pools/", "/links/", "/links/bulk/",
    "/links/mine/", "/links/library/", "/links/all/", "/links/managed/", "/meetings/logs/", "/deliveries/",
    "/meetings/", "/settings/api-tokens/", "/accounts/sessions/",
]  # fmt: skip
LEAST = 12
# A name, what tells it from others, and two lines of facts.
HIGHEST = 125
# How many rows as high as the usual one have room below where the first begins; and whether the table ends in its box.
ROOM = """() => {
  const rows = [...document.querySelectorAll("main :is(table.rows tbody tr, .agenda-line)")]
    .map((row) => row.getBoundingClientRect());
  if (!rows.length) return [0, false];
  const heights = rows.map((row) => row.height).sort((one, other) => one - other);
  const box = document.querySelector("main :is(.rows-box, .agenda)").getBoundingClientRect();
  return [Math.floor((innerHeight - rows[0].top) / heights[heights.length >> 1]), rows[0].right <= box.right + 1];
}"""
# On phones: how high the usual card is, whose label is in sight though its fact needs none, and what is too much.
CARDS = """() => {
  const all = (what) => [...document.querySelectorAll(`main table.rows tbody ${what}`)];
  const heights = all("tr").map((row) => row.getBoundingClientRect().height).sort((one, other) => one - other);
  const labelled = all("td.bare").filter((fact) => {
    const label = getComputedStyle(fact, "::before");
    return label.position !== "absolute" || !label.content.includes(fact.dataset.label);
  });
  const shown = all(".not-on-phones").filter((one) => one.checkVisibility());
  return [heights[heights.length >> 1] || 0, labelled.length, shown.length];
}"""

SHARED = ["/booking-pages/", "/event-types/", "/master-pages/", "/links/mine/", "/links/library/"]
# For each row with both: whether Share stands left of Copy link, at one height.
BESIDE = """() => [...document.querySelectorAll("main table.rows tbody tr:has(.split)")].map((row) => {
  const [share, copy] = [row.querySelector(".rows-actions .button"), row.querySelector(".split")].map((one) =>
    one.getBoundingClientRect());
  return Math.abs(share.top - copy.top) <= 2 && share.right <= copy.left;
})"""
# The facts whose dot shows at the beginning of a line, and is not covered by the edge of the card.
DANGLING = """() => [...document.querySelectorAll("main table.rows tbody td")].filter((fact) => {
  if (fact.matches(".rows-actions, .tick") || !fact.checkVisibility()) return false;
  const row = fact.closest("tr"), edge = getComputedStyle(row, "::before");
  const from = fact.getClientRects()[0].left - row.getBoundingClientRect().left - parseFloat(edge.left);
  return from !== 0 && from < parseFloat(edge.width) * 2;
}).map((fact) => fact.textContent)"""


@pytest.fixture
def filled(ana, people):  # noqa: F811
    """At least one row in each list."""
    make_meeting(ana)
    page, call = ana.pages.get(), managed_event_type(ana, "Team call")
    pool = pool_of(ana, [page])
    team_page(ana, call, page, pool)
    one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya.shah.of.a.long.address@example.com")
    make_batch(actor=ana, page=page, recipients=[Recipient("Bo", "bo@example.com")], now=NOW)
    other = people[0]
    for owner, where in ((ana, page), (other, other.pages.get())):
        make_reusable(
            actor=ana,
            owner=owner,
            hosts=Hosts(pages=(where,)),
            event_types=[call],
            name="Talk",
            now=NOW,
            in_library=True,
        )
    make_api_token(actor=ana, name="CRM", scopes=list(Scope), life=None, now=NOW)
    save_managed(actor=ana, managed=ManagedLinks(name="Calls", event_type=call), users=[ana], now=NOW)


@pytest.mark.feature("O16", "O25")
def test_twelve_rows_are_in_view(anas, ana, filled, site, settings):  # noqa: F811
    cookies = {one["name"]: one["value"] for one in anas.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    session[BEGAN] = session[USED] = int(time.time())
    session.save()
    UserSession.objects.create(user=ana, ip="127.0.0.1", session_key=session.session_key)
    anas.set_viewport_size({"width": 1280, "height": 860})
    found = {}
    for address in LISTS:
        anas.goto(f"{site}{address}")
        found[address] = anas.evaluate(ROOM)
    assert {name: (count, whole) for name, (count, whole) in found.items() if count < LEAST or not whole} == {}


@pytest.mark.feature("O23")
def test_cards_say_facts_without_labels(anas, filled, site):  # noqa: F811
    anas.set_viewport_size({"width": 390, "height": 844})
    found = {}
    for address in LISTS:
        anas.goto(f"{site}{address}")
        found[address] = anas.evaluate(CARDS)
    assert {name: one for name, one in found.items() if one[0] > HIGHEST or one[1:] != [0, 0]} == {}


@pytest.mark.feature("O23", "C1")
def test_share_stands_beside_copy_on_phones(anas, filled, site):  # noqa: F811
    anas.set_viewport_size({"width": 390, "height": 844})
    for address in SHARED:
        anas.goto(f"{site}{address}")
        beside = anas.evaluate(BESIDE)
        assert beside, address
        assert all(beside), address
        assert anas.evaluate(DANGLING) == [], address
