"""Links through the API: found, made once under each key, changed, ended, sent."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import change_delegates
from accounts.models import ApiToken, HistoryEntry, Scope
from bookings.actions import book
from deliveries.models import Delivery
from links.actions import Hosts, make_reusable, mint
from links.models import Link
from tests.api.client import Program, code_of, token_of
from tests.builders import NOW, START, managed_event_type, one_time_link, submission

pytestmark = [pytest.mark.django_db, pytest.mark.page]
READ, WRITE = Scope.LINKS_READ, Scope.LINKS_WRITE


@pytest.fixture
def bens(ben):
    return Program(token_of(ben))


@pytest.fixture
def whole(ana):
    """A program that reaches what is the organization's."""
    return Program(token_of(ana, reach=ApiToken.Reach.ORGANIZATION))


def key():
    return {"Idempotency-Key": uuid.uuid4().hex}


def page_of(user):
    return user.pages.get().pk


def list_ids(program, query=""):
    response = program("GET", f"/links{query}")
    assert response.status_code == 200, response.json()
    return [one["id"] for one in response.json()["data"]]


def test_link_is_made_with_all_its_choices(bens, ben):
    page = ben.pages.get()
    sent = {
        "page": page.pk, "recipient_name": "Priya Shah", "recipient_email": "priya@example.com", "locked": True,
        "event_types": [page.event_types.get().pk], "first_day": "2030-01-08", "last_day": "2030-02-08",
        "expires_at": "2030-01-20T12:00:00+01:00", "answers": {"topic": "Prices"}, "message": "Hello", "note": "Hot",
        "label": "Fair", "metadata": {"crm": "4711"}, "max_uses": 2,
    }  # fmt: skip
    response = bens("POST", "/links", sent)
    said = response.json()
    assert response.status_code == 201, said
    link = Link.objects.get()
    assert said == {
        "id": link.pk, "url": link.address(), "page": {"id": page.pk, "name": page.name}, "parent": None,
        "kind": "several", "status": "not-opened", "max_uses": 2, "uses": 0, "expires_at": "2030-01-20T11:00:00Z",
        "closes_at": "2030-01-20T11:00:00Z",
        "recipient": {"name": "Priya Shah", "email": "priya@example.com", "locked": True},
        "event_types": [page.event_types.get().pk], "label": "Fair", "note": "Hot", "message": "Hello",
        "answers": {"topic": "Prices"}, "metadata": {"crm": "4711"}, "owner": {"id": ben.pk, "name": "Ben Ode"},
        "created_by": {"id": ben.pk, "name": "Ben Ode"}, "created_at": "2030-01-07T08:00:00Z", "opened_at": None,
        "used_at": None, "revoked_at": None, "batch": None, "bookings": [],
    }  # fmt: skip
    assert (str(link.first_day), str(link.last_day)) == ("2030-01-08", "2030-02-08")
    entry = HistoryEntry.objects.get(subject="link")
    assert (entry.verb, entry.actor, entry.details) == (
        "made", ben, {"via": "api", "token": ApiToken.objects.get().pk, "request": response["Request-Id"]}
    )  # fmt: skip


def test_usual_expiry_is_the_organizations(bens, ben):
    page = page_of(ben)
    ends = [
        bens("POST", "/links", {"page": page, **choice}).json()["expires_at"]
        for choice in ({}, {"expires_at": None}, {"expires_in": "P1DT2H"}, {"expires_in": "P2W"})
    ]
    assert ends == ["2030-01-14T08:00:00Z", None, "2030-01-08T10:00:00Z", "2030-01-21T08:00:00Z"]


@pytest.mark.parametrize(
    ("choice", "pointer"),
    [
        ({"page": None}, "/page"),
        ({"parent": 1}, "/page"),
        ({"page": 2**62}, "/page"),
        ({"page": 2**63}, "/page"),
        ({"page": True}, "/page"),
        ({"page": "1"}, "/page"),
        ({"colour": "red"}, "/colour"),
        ({"max_uses": 0}, "/max_uses"),
        ({"max_uses": 1001}, "/max_uses"),
        ({"recipient_name": "a\nb"}, "/recipient_name"),
        ({"recipient_name": "a\0b"}, "/recipient_name"),
        ({"recipient_name": "\ud800"}, "/recipient_name"),
        ({"recipient_name": "x" * 101}, "/recipient_name"),
        ({"recipient_email": "nobody"}, "/recipient_email"),
        ({"locked": True}, "/recipient_email"),
        ({"locked": "yes"}, "/locked"),
        ({"event_types": [2**40]}, "/event_types/0"),
        ({"first_day": "2030-02-01", "last_day": "2030-01-01"}, "/last_day"),
        ({"first_day": "2030-02-30"}, "/first_day"),
        ({"first_day": 0}, "/first_day"),
        ({"expires_at": "2030-01-20"}, "/expires_at"),
        ({"expires_at": "2030-01-20T12:00:00"}, "/expires_at"),
        ({"expires_at": 1_900_000_000}, "/expires_at"),
        ({"expires_at": "2029-01-20T12:00:00Z"}, "/expires_at"),
        ({"expires_at": "9999-12-31T23:59:59-23:59"}, "/expires_at"),
        ({"expires_in": "P"}, "/expires_in"),
        ({"expires_in": "P0D"}, "/expires_in"),
        ({"expires_in": "P9999D"}, "/expires_in"),
        ({"expires_in": "P7D", "expires_at": "2030-01-20T12:00:00Z"}, "/expires_in"),
        ({"metadata": {"a b": "c"}}, "/metadata/a b/[key]"),
        ({"metadata": {"a": 1}}, "/metadata/a"),
        ({"metadata": {"a": "x" * 501}}, "/metadata/a"),
        ({"metadata": {str(n): "x" for n in range(51)}}, "/metadata"),
        ({"note": "x" * 2_001}, "/note"),
        ({"owner": 2**40}, "/owner"),
    ],
)
def test_values_that_cannot_be_taken_are_named(bens, ben, choice, pointer):
    response = bens("POST", "/links", {"page": page_of(ben), **choice})
    assert code_of(response) == (422, "invalid")
    assert [one.get("pointer") for one in response.json()["errors"]] == [pointer]
    assert all(one["detail"] for one in response.json()["errors"])
    assert not Link.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"page": NaN}', b'"x"', b"[" * 100_000, b'{"a": 1e999}'])
def test_bodies_that_are_no_object_are_malformed(bens, body):
    status, code = code_of(bens("POST", "/links", body))
    assert (status, code) in {(400, "malformed"), (422, "invalid")}


def test_strangers_pages_and_links_are_not_there(bens, ana, ben, zoe):
    assert code_of(bens("POST", "/links", {"page": page_of(zoe)})) == (422, "invalid")
    assert code_of(bens("POST", "/links", {"page": page_of(ana)})) == (409, "nothing-to-share")
    other = one_time_link(zoe)
    for method, path in [("GET", ""), ("PATCH", ""), ("POST", "/revoke"), ("POST", "/restore"), ("POST", "/reissue")]:
        assert code_of(bens(method, f"/links/{other.pk}{path}", {})) == (404, "not-found")
    assert code_of(bens("GET", "/links/99999999999999999999999")) == (404, "not-found")


def test_same_key_makes_one_link(bens, ben, ana):
    page, once = page_of(ben), key()
    first, again = (bens("POST", "/links", {"page": page, "label": "Fair"}, **once) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (201, 200, "true")
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first
    # A change of the link since then matters as little as how the body is written.
    Link.objects.update(label="Other")
    assert bens("POST", "/links", f' {{"label":"Fair",  "page":{page}}}'.encode(), **once).status_code == 200
    assert code_of(bens("POST", "/links", {"page": page}, **once)) == (409, "idempotency-key-reused")
    # Another user's key is another one.
    assert Program(token_of(ana))("POST", "/links", {"page": page_of(ana)}, **once).status_code == 201
    assert Link.objects.count() == 2


def test_keys_are_kept_thirty_days(bens, ben, time_machine, settings):
    page, once = page_of(ben), key()
    first = bens("POST", "/links", {"page": page}, **once).json()["id"]
    settings.LINK_KEYS = {"00b": b"a newer key" * 3, **settings.LINK_KEYS}
    assert bens("POST", "/links", {"page": page}, **once).json()["id"] == first
    # After that it is a new key, which makes one as well; and so each time.
    for _ in range(2):
        Link.objects.update(created_at=NOW - timedelta(days=31))
        made, again = (bens("POST", "/links", {"page": page}, **once) for _ in range(2))
        assert (made.status_code, again.status_code, again.json()["id"]) == (201, 200, made.json()["id"])
    assert Link.objects.count() == 3


@pytest.mark.parametrize("odd", ["short", "x" * 256, "with blank", "é" * 8])
def test_odd_keys_are_refused(bens, ben, odd):
    response = bens("POST", "/links", {"page": page_of(ben)}, **{"Idempotency-Key": odd})
    assert (code_of(response), response.json()["errors"][0]["header"]) == ((422, "invalid"), "Idempotency-Key")


def test_owner_is_chosen_by_admins_and_delegates(bens, whole, ana, ben, zoe):
    page = page_of(ben)
    assert code_of(bens("POST", "/links", {"page": page, "owner": ana.pk})) == (403, "not-for-them")
    assert code_of(whole("POST", "/links", {"page": page, "owner": zoe.pk})) == (422, "invalid")
    made = whole("POST", "/links", {"page": page, "owner": ben.pk}).json()
    assert (made["owner"]["id"], made["created_by"]["id"]) == (ben.pk, ana.pk)
    change_delegates(actor=ana, delegates=[ben], now=NOW)
    made = bens("POST", "/links", {"page": page_of(ana), "owner": ana.pk}).json()
    assert (made["owner"]["id"], made["page"]["id"]) == (ana.pk, page_of(ana))


def test_single_use_links_inherit(bens, ben):
    page = ben.pages.get()
    parent = make_reusable(
        actor=ben, owner=ben, hosts=Hosts(pages=(page,)), event_types=[page.event_types.get()], name="Intro", now=NOW
    )
    made = bens("POST", f"/links/{parent.pk}/single-use", {"label": "For Priya"})
    said = made.json()
    assert (made.status_code, said["parent"], said["kind"], said["max_uses"], said["expires_at"]) == (
        201, parent.pk, "version", 1, None
    )  # fmt: skip
    assert list_ids(bens, "?kind=reusable") == [parent.pk]
    assert list_ids(bens, f"?parent={parent.pk}") == [said["id"]]
    # What reusable links cannot have is refused: without that, all of them would be found.
    for query in ("metadata[deal]=1", "batch=1", f"parent={parent.pk}", "made_from=2020-01-01T00:00:00Z", "nosuch=1"):
        assert code_of(bens("GET", f"/links?kind=reusable&{query}")) == (422, "invalid"), query
    assert code_of(bens("POST", f"/links/{said['id']}/single-use", {})) == (409, "nothing-to-share")


def test_links_with_common_metadata_come_in_parts(bens, ben, monkeypatch):
    """A page may have none, though others follow. Of metadata that few have, all come at once."""
    for limit, most in {"lists.WINDOW": 2, "planner.SAMPLE": 2, "planner.FEW": 1}.items():
        monkeypatch.setattr(f"links.queries.{limit}", most)
    stages = "won", "lost", "lost", "lost", "won"
    links = [one_time_link(ben, metadata={"stage": one}, now=NOW + timedelta(n)) for n, one in enumerate(stages)]
    pages, cursor = [], ""
    while cursor is not None:
        said = bens("GET", f"/links?metadata[stage]=won&cursor={cursor}").json()
        pages.append([one["id"] for one in said["data"]])
        cursor = said["next_cursor"]
    assert pages == [[links[4].pk], [], [links[0].pk]]
    links[0].delete()
    assert list_ids(bens, "?metadata[stage]=won") == [links[4].pk]


def test_reusable_link_tells_its_newest_meetings(bens, ben, monkeypatch):
    monkeypatch.setattr("api.link_shape.MOST_BOOKINGS", 2)
    link, kind = mint(actor=ben, page=ben.pages.get(), max_uses=None, now=NOW), ben.event_types.get()
    made = [book(submission=submission(kind.pk, START + timedelta(day)), link=link, now=NOW) for day in range(3)]
    newest = [str(one.booking.uid) for one in made[1:]]
    assert bens("GET", f"/links/{link.pk}").json()["bookings"] == newest
    assert bens("GET", "/links?kind=reusable").json()["data"][0]["bookings"] == newest


def test_list_is_filtered_and_paged(bens, whole, ana, ben):
    links = [one_time_link(ben, label=f"No {n}", metadata={"crm": str(n)}, now=NOW + timedelta(n)) for n in range(5)]
    other = one_time_link(ana, label="Ana’s")
    pks = [one.pk for one in reversed(links)]
    assert list_ids(bens) == pks
    assert sorted(list_ids(whole)) == sorted([*pks, other.pk])
    response = bens("GET", "/links?limit=2")
    assert [one["id"] for one in response.json()["data"]] == pks[:2]
    found, seen = response, []
    while cursor := found.json()["next_cursor"]:
        assert f"cursor={cursor}" in found["Link"]
        assert found["Link"].endswith('; rel="next"')
        found = bens("GET", f"/links?limit=2&cursor={cursor}")
        seen += [one["id"] for one in found.json()["data"]]
    assert (seen, "Link" in found) == (pks[2:], False)
    assert list_ids(bens, "?metadata[crm]=3") == [links[3].pk]
    assert list_ids(bens, "?metadata[crm]=33") == []
    assert list_ids(bens, "?text=No") == pks
    assert list_ids(bens, "?made_from=2030-01-10T00:00:00Z&made_before=2030-01-11T00:00:00%2B00:00") == [links[3].pk]
    assert list_ids(bens, f"?page={page_of(ben)}&kind=one-time&owner={ben.pk}") == pks
    assert list_ids(bens, "?status=revoked&status=booked") == []


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("status=odd", "0"),
        ("kind=odd", "kind"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=odd", "cursor"),
        ("cursor=%C3%A9", "cursor"),
        ("page=0", "page"),
        ("page=1x", "page"),
        ("owner=99999999", "owner"),
        ("made_from=2030", "made_from"),
        ("text=%00", "text"),
        ("colour=red", "colour"),
        ("metadata[a]=%00", "metadata[a]"),
    ],
)
def test_odd_parameters_are_named(bens, query, parameter):
    response = bens("GET", f"/links?{query}")
    assert (code_of(response), response.json()["errors"][0]["parameter"]) == ((422, "invalid"), parameter)


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_as_many_queries(bens, ben, number, django_assert_num_queries):
    for _ in range(number):
        one_time_link(ben, event_types=ben.pages.get().event_types.all())
    list_ids(bens)
    # The token; how the list is planned, and its ids, in a savepoint; links, their event types, their bookings.
    with django_assert_num_queries(9):
        assert len(list_ids(bens)) == number


def test_booked_link_names_its_booking(bens, ben):
    link = one_time_link(ben)
    admission = book(submission=submission(ben.pages.get().event_types.get().pk), link=link, now=NOW)
    said = bens("GET", f"/links/{link.pk}").json()
    assert (said["status"], said["uses"], said["bookings"]) == (
        "booked", 1, [str(one.uid) for one in admission.bookings.all()]
    )  # fmt: skip
    later = {"expires_at": "2030-05-01T00:00:00Z"}
    assert code_of(bens("PATCH", f"/links/{link.pk}", later)) == (409, "too-late-to-extend")


def test_changes_are_all_or_nothing(bens, ben):
    link = one_time_link(ben, expires_at=NOW + timedelta(days=1), label="Old", metadata={"a": "b"})
    path = f"/links/{link.pk}"
    response = bens("PATCH", path, {"label": "New", "expires_at": "2030-01-07T09:00:00Z"})
    assert code_of(response) == (409, "too-late-to-extend")
    assert bens("GET", path).json()["label"] == "Old"
    said = bens("PATCH", path, {"label": "New", "note": None, "metadata": None, "expires_at": None}).json()
    assert (said["label"], said["note"], said["metadata"], said["expires_at"]) == ("New", "", {}, None)
    assert bens("PATCH", path, {}).json() == said


def test_links_are_revoked_restored_reissued(bens, ben):
    link = one_time_link(ben, metadata={"crm": "1"})
    path = f"/links/{link.pk}"
    assert bens("POST", f"{path}/revoke").json()["status"] == "revoked"
    assert bens("POST", f"{path}/restore", {}).json()["status"] == "not-opened"
    once = key()
    made, again = (bens("POST", f"{path}/reissue", {"expires_in": "P1D"}, **once) for _ in range(2))
    assert (made.status_code, again.status_code, made.json()["id"]) == (201, 200, again.json()["id"])
    assert made.json()["metadata"] == {"crm": "1"}
    assert made.json()["url"] != link.address()


def test_link_is_sent_once_under_a_key(bens, ben):
    link = one_time_link(ben, recipient_email="priya@example.com")
    mail, once = {"subject": "Pick a time", "text": "Hello,\n\nplease do."}, key()
    for _ in range(2):
        response = bens("POST", f"/links/{link.pk}/send", mail, **once)
        assert (response.status_code, response.json()["to"]) == (202, "priya@example.com")
    assert (Delivery.objects.count(), response["Idempotent-Replayed"]) == (1, "true")
    bens("POST", f"/links/{link.pk}/revoke")
    # What was sent is answered again, also where it could not be sent any more.
    assert bens("POST", f"/links/{link.pk}/send", mail, **once).status_code == 202
    assert code_of(bens("POST", f"/links/{link.pk}/send", mail)) == (410, "link-revoked")
    nobody = one_time_link(ben)
    assert code_of(bens("POST", f"/links/{nobody.pk}/send", mail)) == (409, "nothing-to-share")


def test_a_key_sends_no_other_mail(bens, ana, ben):
    link, other = (one_time_link(ben, recipient_email="priya@example.com") for _ in range(2))
    mail, once = {"subject": "Pick a time", "text": "Hello"}, key()
    assert bens("POST", f"/links/{link.pk}/send", mail, **once).status_code == 202
    for path, words in (
        (f"/links/{link.pk}/send", mail | {"text": "Hello again"}),
        (f"/links/{link.pk}/send", mail | {"subject": "Please pick a time"}),
        (f"/links/{other.pk}/send", mail),
    ):
        assert code_of(bens("POST", path, words, **once)) == (409, "idempotency-key-reused")
    assert Delivery.objects.count() == 1
    # Another key, and the same key after its time, are another mail.
    assert bens("POST", f"/links/{link.pk}/send", mail, **key()).status_code == 202
    Delivery.objects.update(created_at=NOW.replace(year=2020))
    for _ in range(2):
        assert bens("POST", f"/links/{other.pk}/send", mail, **once).status_code == 202
    assert Delivery.objects.count() == 3


def test_library_links_hide_what_is_their_owners(bens, ana, ben):
    event_type = managed_event_type(ana)
    page = ana.pages.get()
    whose = {"actor": ana, "owner": ana, "hosts": Hosts(pages=(page,)), "event_types": [event_type]}
    link = make_reusable(**whose, name="Team", in_library=True, now=NOW)
    Link.objects.filter(pk=link.pk).update(note="secret", metadata={"crm": "1"})
    assert list_ids(bens, "?kind=reusable&library=true") == [link.pk]
    assert list_ids(bens, "?kind=reusable") == []
    said = bens("GET", f"/links/{link.pk}").json()
    assert (said["note"], said["metadata"], said["url"]) == ("", {}, link.address())
    assert code_of(bens("PATCH", f"/links/{link.pk}", {"label": "Mine"})) == (404, "not-found")


def test_reach_limits_what_admins_tokens_see(ana, ben, whole):
    link = one_time_link(ben)
    own = Program(token_of(ana))
    assert (list_ids(own), list_ids(whole)) == ([], [link.pk])
    assert code_of(own("GET", f"/links/{link.pk}")) == (404, "not-found")
    assert code_of(own("POST", "/links", {"page": page_of(ben)})) == (409, "nothing-to-share")


def test_pages_and_types_can_be_shared(bens, whole, ana, ben):
    page = ben.pages.get()
    said = bens("GET", "/pages").json()["data"]
    assert [(one["id"], one["kind"], one["accepts_bookings"]) for one in said] == [(page.pk, "booking", True)]
    event_type = page.event_types.get()
    assert said[0]["event_types"] == [{"id": event_type.pk, "name": event_type.name}]
    assert said[0]["address"].endswith(f"/p/acme/{page.slug}/")
    assert {one["owner"]["id"] for one in whole("GET", "/pages").json()["data"]} == {ana.pk, ben.pk}
    types = bens("GET", "/event-types").json()["data"]
    assert (event_type.pk, 30, 1, False) in {
        (one["id"], one["duration"], one["sessions"], one["approval"]) for one in types
    }
    assert timezone.now() == NOW
