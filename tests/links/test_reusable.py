"""Reusable links, their single-use versions, managed links, batches and requests: what they offer and refuse."""

from datetime import timedelta

import pytest

from accounts.models import HistoryEntry, User
from bookings.actions import book
from bookings.emails import message
from deliveries.models import Delivery
from links.actions import (
    Hosts,
    answer_request,
    archive_managed,
    change_reusable,
    dismiss_request,
    extend,
    make_batch,
    make_reusable,
    mint_version,
    reissue,
    request_link,
    revoke,
    save_managed,
    send,
)
from links.actions.batches import BatchMail, Recipient
from links.errors import (
    DeadLink,
    MayNotActForOwner,
    NoHostsChosen,
    NoPageYet,
    NothingToShare,
    TooLateToExtend,
    TooManyLinkRequests,
)
from links.models import Link, LinkBatch, LinkRequest, ManagedLinks
from links.queries import find_link, offers_through
from pages.errors import TeamNeedsAutomaticBooking
from pages.models import EventType, HostTime, Page
from tests.builders import NOW, START, add_colleagues, managed_event_type, one_time_link, pool_of, submission

PARTS = ("text/plain", "text/calendar")

pytestmark = pytest.mark.django_db


def reusable(owner: User, *pages: Page, event_types: list[EventType] | None = None, **more: object) -> Link:
    return make_reusable(
        actor=more.pop("actor", owner),  # type: ignore[arg-type]
        owner=owner,
        hosts=more.pop("hosts", None) or Hosts(pages=pages or (owner.pages.filter(kind="booking")[0],)),  # type: ignore[arg-type]
        event_types=event_types or [managed_event_type(User.objects.get(email="ana@acme.example"))],
        name="My link",
        now=NOW,
        **more,  # type: ignore[arg-type]
    )


def verbs(link: Link) -> list[str]:
    return list(
        HistoryEntry.objects.filter(subject="link", subject_id=link.pk).order_by("pk").values_list("verb", flat=True)
    )


@pytest.mark.feature("C3")
def test_reusable_link_leads_to_its_own_hosts(ana: User) -> None:
    ben, cem = add_colleagues(ana, 2)
    link = reusable(ana, ben, cem)
    page = link.target
    assert (page.by_wizard, page.listed, page.name) == (True, False, "Member 1 and Member 2")
    (offer,) = offers_through(Link.objects.with_parent(pk=link.pk))
    assert [[place.page for place in seat.candidates] for seat in offer.seats] == [[ben.pk], [cem.pk]]
    assert not Page.objects.shareable_by(ana).filter(pk=page.pk).exists()
    for _ in range(2):
        admission = book(submission=submission(offer.event_type.pk, START + timedelta(hours=_)), link=link, now=NOW)
        assert HostTime.objects.filter(meeting=admission.booking.uid).count() == 2
    link.refresh_from_db()
    assert (link.uses, link.max_uses) == (2, None)


@pytest.mark.feature("C3")
def test_optional_attendees_are_neither_needed_nor_blocked(ana: User) -> None:
    ben, cem = add_colleagues(ana, 2)
    link = reusable(ana, hosts=Hosts(pages=(ben,), optional=(cem,)))
    (offer,) = offers_through(Link.objects.with_parent(pk=link.pk))
    assert offer.persons == [ben.host_id]
    assert offer.optional == (cem.host_id,)
    booking = book(submission=submission(offer.event_type.pk), link=link, now=NOW).booking
    assert list(HostTime.objects.values_list("host", flat=True)) == [ben.host_id]
    mails = {mail.recipient: mail for mail in Delivery.objects.filter(thread=booking.uid)}
    assert set(mails) == {"priya@example.com", "member1@acme.example", "member2@acme.example"}
    sent = message(mails["member2@acme.example"]).message()
    text, entry = (next(part for part in sent.walk() if part.get_content_type() == kind) for kind in PARTS)
    assert "Your attendance is optional." in " ".join(text.get_content().split())
    unfolded = entry.get_content().replace("\r\n", "\n").replace("\n ", "")
    invited = [line for line in unfolded.splitlines() if "OPT-PARTICIPANT" in line]
    assert len(invited) == 1
    assert "member2@acme.example" in invited[0]


@pytest.mark.feature("C3")
def test_making_for_others_needs_admin_or_leave(ana: User, ben: User) -> None:
    ada = ana
    colleague = add_colleagues(ada, 1)[0].host
    assert colleague is not None
    assert reusable(ben, actor=ada).owner == ben
    with pytest.raises(MayNotActForOwner):
        reusable(ben, actor=colleague)
    ben.delegates.add(colleague)
    link = reusable(ben, actor=colleague)
    assert (link.owner, link.created_by) == (ben, colleague)


@pytest.mark.parametrize("hosts", ["nobody", "both", "twice", "stranger"])
@pytest.mark.feature("C3")
def test_hosts_that_cannot_be(ana: User, zoe: User, hosts: str) -> None:
    (ben,) = add_colleagues(ana, 1)
    chosen = {
        "nobody": Hosts(),
        "both": Hosts(pages=(ben,), pool=pool_of(ana, [ben])),
        "twice": Hosts(pages=(ben,), optional=(ben,)),
        "stranger": Hosts(pages=(zoe.pages.get(),)),
    }[hosts]
    with pytest.raises(NoHostsChosen):
        reusable(ana, hosts=chosen)
    assert not Link.objects.exists()
    assert not Page.objects.filter(by_wizard=True).exists()


@pytest.mark.feature("C3")
def test_event_types_that_cannot_be(ana: User, zoe: User) -> None:
    with pytest.raises(NothingToShare):
        reusable(ana, event_types=[zoe.event_types.get()])
    with pytest.raises(TeamNeedsAutomaticBooking):
        reusable(ana, event_types=[managed_event_type(ana, "Slow", needs_approval=True)])


@pytest.mark.feature("C5")
def test_version_follows_parents_event_type_and_expiry(ana: User) -> None:
    long, short = managed_event_type(ana, "Long", duration=60), managed_event_type(ana, "Short", duration=15)
    link = reusable(ana, event_types=[long])
    child = mint_version(actor=ana, parent=link, now=NOW)
    assert [offer.event_type for offer in offers_through(Link.objects.with_parent(pk=child.pk))] == [long]
    change_reusable(
        actor=ana,
        link=link,
        event_types=[short],
        name="Changed",
        expires_at=NOW + timedelta(days=1),
        in_library=True,
        now=NOW,
    )
    child = Link.objects.with_parent(pk=child.pk)
    assert [offer.event_type for offer in offers_through(child)] == [short]
    assert child.dead_reason(NOW) is None
    assert child.dead_reason(NOW + timedelta(days=1)) == "expired"
    # And what is given to a version only narrows.
    own = mint_version(actor=ana, parent=link, now=NOW, expires_at=NOW + timedelta(days=9))
    assert Link.objects.with_parent(pk=own.pk).dead_reason(NOW + timedelta(days=2)) == "expired"


@pytest.mark.feature("C1")
def test_version_admits_once_uncounted_on_parent(ana: User) -> None:
    link = reusable(ana)
    child = mint_version(actor=ana, parent=link, now=NOW)
    (offer,) = offers_through(Link.objects.with_parent(pk=child.pk))
    book(submission=submission(offer.event_type.pk), link=child, now=NOW)
    with pytest.raises(DeadLink):
        book(submission=submission(offer.event_type.pk, START + timedelta(hours=1)), link=child, now=NOW)
    link.refresh_from_db()
    assert link.uses == 0


@pytest.mark.feature("C3")
def test_link_without_hosts_cannot_be_changed(ana: User) -> None:
    link, call = reusable(ana), managed_event_type(ana, "Another call")
    assert link.page is not None
    # Somebody took its rules off in the admin.
    link.page.offered.all().delete()
    with pytest.raises(NothingToShare):
        change_reusable(
            actor=ana, link=link, event_types=[call], name="Changed", expires_at=None, in_library=False, now=NOW
        )
    link.refresh_from_db()
    assert (link.label, link.page.offered.exists()) == ("My link", False)


@pytest.mark.feature("C2")
def test_versions_need_own_or_shared_link(ana: User, ben: User, zoe: User) -> None:
    mine, shared = reusable(ana), reusable(ana, in_library=True)
    assert list(Link.objects.library_for(ben)) == [shared]
    assert mint_version(actor=ben, parent=shared, now=NOW).owner == ben
    for actor, parent in ((ben, mine), (zoe, shared), (ana, one_time_link(ana))):
        with pytest.raises(NothingToShare):
            mint_version(actor=actor, parent=parent, now=NOW)
    locked = EventType.objects.create(organization=ana.organization, owner=ana, name="Board", locked=True)
    barred = reusable(ana, event_types=[locked], in_library=True)
    assert list(Link.objects.library_for(ben)) == [shared]
    with pytest.raises(NothingToShare):
        mint_version(actor=ben, parent=barred, now=NOW)
    revoke(actor=ana, link=shared, now=NOW)
    with pytest.raises(NothingToShare):
        mint_version(actor=ben, parent=shared, now=NOW)


@pytest.mark.feature("C4")
def test_managed_links_change_together(ana: User, ben: User) -> None:
    first, second = managed_event_type(ana, "First"), managed_event_type(ana, "Second")
    cem = add_colleagues(ana, 1)[0].host
    assert cem is not None
    managed = save_managed(actor=ana, managed=ManagedLinks(name="Demo", event_type=first), users=[ben, cem], now=NOW)
    assert {link.owner for link in managed.links.all()} == {ben, cem}
    bens = managed.links.get(owner=ben)
    child = mint_version(actor=ben, parent=bens, now=NOW)
    managed.event_type, managed.expires_at = second, NOW + timedelta(days=3)
    save_managed(actor=ana, managed=managed, users=[ben, ana], now=NOW)
    assert {link.owner for link in managed.links.filter(revoked_at=None)} == {ben, ana}
    child = Link.objects.with_parent(pk=child.pk)
    assert [offer.event_type for offer in offers_through(child)] == [second]
    assert child.dead_reason(NOW + timedelta(days=3)) == "expired"
    archive_managed(actor=ana, managed=managed, now=NOW)
    assert not managed.links.filter(revoked_at=None).exists()
    with pytest.raises(NothingToShare):
        save_managed(actor=ben, managed=ManagedLinks(name="Mine", event_type=first), users=[ben], now=NOW)


@pytest.mark.feature("C4")
def test_whoever_has_no_page_is_named(ana: User, ben: User) -> None:
    ben.pages.update(archived_at=NOW)
    with pytest.raises(NoPageYet):
        save_managed(
            actor=ana, managed=ManagedLinks(name="Demo", event_type=managed_event_type(ana)), users=[ana, ben], now=NOW
        )
    assert not ManagedLinks.objects.exists()


@pytest.mark.feature("D1")
def test_extend_takes_a_later_end_only(ana: User) -> None:
    link = one_time_link(ana, expires_at=NOW + timedelta(days=1))
    assert extend(actor=ana, link=link, expires_at=NOW + timedelta(days=8), now=NOW).expires_at == NOW + timedelta(
        days=8
    )
    for earlier in (NOW + timedelta(days=8), NOW + timedelta(days=2)):
        with pytest.raises(TooLateToExtend):
            extend(actor=ana, link=link, expires_at=earlier, now=NOW)
    assert extend(actor=ana, link=link, expires_at=None, now=NOW).expires_at is None
    revoke(actor=ana, link=link, now=NOW)
    with pytest.raises(TooLateToExtend):
        extend(actor=ana, link=link, expires_at=None, now=NOW)
    assert verbs(link) == ["made", "extended", "extended", "revoked"]


@pytest.mark.feature("D1")
def test_reissue_makes_a_link_like_it(ana: User, event_type: EventType) -> None:
    old = one_time_link(
        ana, recipient_name="Priya", recipient_email="p@example.com", label="Q3", event_types=[event_type]
    )
    book(submission=submission(event_type.pk), link=old, now=NOW)
    new = reissue(actor=ana, link=old, expires_at=None, now=NOW)
    assert (new.recipient_name, new.recipient_email, new.label, new.max_uses, new.uses) == (
        "Priya",
        "p@example.com",
        "Q3",
        1,
        0,
    )
    assert list(new.event_types.all()) == [event_type]
    assert new.reissue_of == old
    assert new.address() != old.address()
    old.refresh_from_db()
    assert old.uses == 1
    assert verbs(old) == ["made", "used", "reissued"]


@pytest.mark.feature("D4")
def test_a_batch_makes_all_links_at_once(ana: User, anas_page: Page, ben: User) -> None:
    people = [Recipient(f"Person {n}", f"p{n}@example.com") for n in range(40)]
    week = NOW + timedelta(days=7)
    batch = make_batch(actor=ana, recipients=people, page=anas_page, expires_at=week, life="7", label="Fair", now=NOW)
    links = list(batch.links.order_by("pk"))
    assert [(link.recipient_name, link.recipient_email) for link in links] == [
        (recipient.name, recipient.email) for recipient in people
    ]
    assert {(link.max_uses, link.uses, link.label, link.expires_at, link.owner) for link in links} == {
        (1, 0, "Fair", week, ana)
    }
    assert len({link.address() for link in links}) == 40
    assert verbs(links[7]) == ["made"]
    assert not Delivery.objects.exists()
    (offer, *_rest) = offers_through(Link.objects.with_parent(pk=links[3].pk))
    book(submission=submission(offer.event_type.pk), link=links[3], now=NOW)


@pytest.mark.feature("D4")
def test_the_same_list_again_makes_nothing(ana: User, anas_page: Page) -> None:
    people = [Recipient("Priya", "p@example.com"), Recipient("Tom", "t@example.com")]
    mail = BatchMail("Your link", "Hello")
    first = make_batch(actor=ana, recipients=people, page=anas_page, mail=mail, now=NOW)
    again = make_batch(actor=ana, recipients=people, page=anas_page, mail=mail, now=NOW + timedelta(minutes=5))
    assert again == first
    assert Link.objects.count() == 2
    assert set(Delivery.objects.values_list("kind", "recipient")) == {
        ("link_sent", "p@example.com"),
        ("link_sent", "t@example.com"),
    }
    make_batch(actor=ana, recipients=people[:1], page=anas_page, mail=mail, now=NOW)
    assert LinkBatch.objects.count() == 2


@pytest.mark.feature("D4")
def test_a_page_of_somebody_else_makes_nothing(ana: User, zoe: User) -> None:
    with pytest.raises(NothingToShare):
        make_batch(actor=ana, recipients=[Recipient("P", "p@example.com")], page=zoe.pages.get(), now=NOW)
    assert not LinkBatch.objects.exists()


@pytest.mark.feature("B6")
def test_repeated_asking_is_one_request(ana: User) -> None:
    link = one_time_link(ana, expires_at=NOW)
    request = request_link(link=link, name="Priya", email="p@example.com", message="Please", now=NOW)
    assert request_link(link=link, name="Priya", email="P@example.com", message="Again", now=NOW) == request
    assert list(Delivery.objects.values_list("kind", "recipient")) == [("link_asked", ana.email)]
    for number in range(2):
        request_link(link=link, name="Other", email=f"other{number}@example.com", message="", now=NOW)
    with pytest.raises(TooManyLinkRequests):
        request_link(link=link, name="Other", email="more@example.com", message="", now=NOW)
    assert LinkRequest.objects.open_for(ana).count() == 3


@pytest.mark.feature("B6")
def test_answer_sends_one_new_link(ana: User, ben: User, event_type: EventType) -> None:
    link = one_time_link(ana, label="Q3", expires_at=NOW)
    request = request_link(link=link, name="Priya", email="p@example.com", message="Please", now=NOW)
    with pytest.raises(NothingToShare):
        answer_request(actor=ben, request=request, expires_at=None, subject="S", text="T", now=NOW)
    new = answer_request(
        actor=ana, request=request, expires_at=NOW + timedelta(days=7), subject="Here", text="T", now=NOW
    )
    assert (new.recipient_email, new.label, new.reissue_of) == ("p@example.com", "Q3", link)
    assert answer_request(actor=ana, request=request, expires_at=None, subject="S", text="T", now=NOW) == new
    assert Delivery.objects.filter(kind="link_sent").count() == 1
    assert not LinkRequest.objects.open_for(ana).exists()


@pytest.mark.feature("B6")
def test_setting_aside_closes_a_request(ana: User) -> None:
    request = request_link(
        link=one_time_link(ana, expires_at=NOW), name="P", email="p@example.com", message="", now=NOW
    )
    dismiss_request(actor=ana, request=request, now=NOW)
    assert not LinkRequest.objects.open_for(ana).exists()
    with pytest.raises(NothingToShare):
        answer_request(actor=ana, request=request, expires_at=None, subject="S", text="T", now=NOW)


@pytest.mark.feature("O11")
def test_sending_a_link_owes_one_mail(ana: User, ben: User) -> None:
    link = one_time_link(ana, recipient_name="Priya", recipient_email="p@example.com")
    delivery = send(actor=ana, link=link, subject="Your link", text="Hello", now=NOW)
    assert (delivery.recipient, delivery.facts["subject"], delivery.facts["link"]["personal"]) == (
        "p@example.com",
        "Your link",
        True,
    )
    assert str(link.token()) not in str(delivery.facts)
    assert verbs(link) == ["made", "sent"]
    with pytest.raises(NothingToShare):
        send(actor=ben, link=link, subject="S", text="T", now=NOW)
    revoke(actor=ana, link=link, now=NOW)
    with pytest.raises(DeadLink):
        send(actor=ana, link=link, subject="S", text="T", now=NOW)


@pytest.mark.feature("P3")
def test_event_types_come_along_with_link(ana: User, event_type: EventType, django_assert_num_queries) -> None:
    parent = reusable(ana)
    parent.event_types.set([event_type])
    version = mint_version(actor=ana, parent=parent, now=NOW)
    with django_assert_num_queries(2):
        found = find_link(version.token())
        assert (found.narrowed_to, found.parent.narrowed_to) == ([], [event_type.pk])
    assert Link.objects.get(pk=parent.pk).narrowed_to == [event_type.pk]
