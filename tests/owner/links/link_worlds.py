"""Random worlds of links in batches and singly, in every status, and what a filter of the list must find in them."""

import random
from datetime import datetime, timedelta

from accounts.models import User
from links.actions import make_batch, mint_version
from links.actions.batches import Recipient
from links.liveness import DeadReason
from links.models import Link, Opening
from links.status import OUTSTANDING, LinkStatus, link_status
from pages.models import EventType, Page
from tests.builders import NOW, managed_event_type, one_time_link

DAY = timedelta(days=1)
STATUSES = [
    "", "outstanding", "all", "not-opened", "opened", "booked", "expired", "revoked", "paused", "paused", "deleted",
]  # fmt: skip
KINDS = {
    "one-time": lambda link: link.max_uses == 1 and link.parent_id is None,
    "several": lambda link: link.max_uses > 1,
    "version": lambda link: link.parent_id is not None,
}


class World:
    """Links of these people: what they lead to, which event types they are limited to, what became of each."""

    def __init__(self, seed: int, admin: User, *others: User) -> None:
        self.random = random.Random(seed)
        self.people, self.batches, self.parents = [admin, *others], [], []
        self.admin, self.at = admin, NOW - 5 * DAY
        self.types = [managed_event_type(admin, f"Type {number}") for number in range(3)]
        for person in self.people:
            page = person.pages.get()
            page.event_types.add(*self.random.sample(self.types, self.random.randint(0, 3)))
            for _parent in range(self.random.randint(0, 2)):
                limits = self.some_types(page)
                self.parents.append(one_time_link(person, max_uses=None, label="Website", event_types=limits))
        for _step in range(self.random.randint(4, 9)):
            self.make_batch() if self.random.random() < 0.5 else self.make_singles()
        self.end_some()

    def some_types(self, page: Page) -> list[EventType]:
        offered = list(page.event_types.all())
        return self.random.sample(offered, self.random.randint(0, len(offered))) if self.random.random() < 0.4 else []

    def make_batch(self) -> None:
        owner, self.at = self.random.choice(self.people), self.at + timedelta(minutes=1)
        label, size = self.random.choice(["", "Spring fair"]), self.random.choice([1, 3, 4, 5, 6, 9, 10, 11, 21, 34])
        people = [Recipient(f"Person {place}", f"p{place}@{self.at:%d%H%M}.example") for place in range(size)]
        parents = [parent for parent in self.parents if parent.owner_id == owner.pk]
        source = {"page": owner.pages.get()}
        if parents and self.random.random() < 0.4:
            source = {"parent": self.random.choice(parents)}
        made = make_batch(actor=owner, recipients=people, label=label, now=self.at, form=str(self.at), **source)
        self.batches.append(made.pk)

    def make_singles(self) -> None:
        for _single in range(self.random.randint(1, 12)):
            owner, self.at = self.random.choice(self.people), self.at + timedelta(seconds=self.random.randint(0, 1))
            parents = [parent for parent in self.parents if parent.owner_id == owner.pk]
            if parents and self.random.random() < 0.3:
                mint_version(actor=owner, parent=self.random.choice(parents), now=self.at)
                continue
            page, label = owner.pages.get(), self.random.choice(["", "Spring fair"])
            uses = self.random.choice([1, 1, 3])
            one_time_link(owner, now=self.at, label=label, max_uses=uses, event_types=self.some_types(page))

    def end_some(self) -> None:
        """End some links lately or long ago, pause and archive some of what they lead to, open some."""
        for pk in Link.objects.values_list("pk", flat=True):
            self.end_one(Link.objects.filter(pk=pk))
        for event_type in self.types:
            event_type.accepts_bookings = self.random.random() < 0.5
            event_type.save()
        EventType.objects.filter(organization=self.admin.organization, managed=False).update(
            accepts_bookings=self.random.random() < 0.5
        )
        for person in self.people[1:]:
            if self.random.random() < 0.3:
                person.pages.update(accepts_bookings=False)
            elif self.random.random() < 0.2:
                person.pages.update(archived_at=NOW - self.random.choice([1, 50]) * DAY)

    def end_one(self, link) -> None:
        chance, ago = self.random.random(), NOW - self.random.choice([1, 50]) * DAY
        if chance < 0.12:
            link.update(revoked_at=ago)
        elif chance < 0.24:
            link.exclude(max_uses=None).update(uses=1, used_at=ago)
        elif chance < 0.6:
            link.update(expires_at=self.random.choice([NOW - DAY, NOW - 50 * DAY, NOW, NOW + DAY, NOW + 9 * DAY]))
        if self.random.random() < 0.3 and link.exclude(max_uses=None).exists():
            one = link.get()
            for by in self.random.sample(Opening.By.values, self.random.randint(1, 2)):
                Opening.objects.create(link=one, at=ago, by=by, organization=one.organization, owner=one.owner)

    def query(self) -> dict[str, str]:
        """Some filters, as they are in the address."""
        days = [f"{NOW - number * DAY:%Y-%m-%d}" for number in range(4, 7)]
        values = {
            "status": STATUSES,
            "q": ["spring", "person", "example", "fair"],
            "kind": list(KINDS),
            "page": [person.pages.get().pk for person in self.people],
            "owner": [person.pk for person in self.people],
            "event_type": [event_type.pk for event_type in self.types],
            "batch": self.batches or [1],
            "parent": [parent.pk for parent in self.parents] or [1],
            "made_from": days,
            "made_to": days,
            "old": ["on"],
        }
        often = {"status": 0.8, "old": 0.6, "batch": 0.1, "parent": 0.1, "q": 0.15, "made_to": 0.1, "made_from": 0.1}
        return {
            name: str(self.random.choice(chosen))
            for name, chosen in values.items()
            if self.random.random() < often.get(name, 0.2)
        }


def expected(user: User, form) -> list[Link]:
    """The links that the filters of the form must find with those that ended long ago, in the order of the list."""
    asked, opened = form.cleaned_data, opened_by()
    links = Link.objects.exclude(max_uses=None).select_related("page", "parent__page").order_by("-created_at", "-pk")
    links = links.filter(organization=user.organization) if user.is_admin else links.filter(owner=user)
    return [link for link in links if all(one(link) for one in conditions(asked, form, opened))]


def opened_by() -> dict[str, set[int]]:
    return {by: set(Opening.objects.filter(by=by).values_list("link", flat=True)) for by in Opening.By.values}


def conditions(asked, form, opened):
    yield lambda link: has_status(link, asked["status"], opened)
    if text := asked.get("q"):
        yield lambda link: any(
            word.startswith(text)
            for word in f"{link.recipient_name} {link.recipient_email} {link.label}".lower()
            .replace("@", " ")
            .replace(".", " ")
            .split()
        )
    if kind := asked.get("kind"):
        yield KINDS[kind]
    if page := asked.get("page"):
        yield lambda link: link.target.pk == page.pk
    if owner := asked.get("owner"):
        yield lambda link: link.owner_id == owner.pk
    if event_type := asked.get("event_type"):
        yield lambda link: event_type.pk in through(link)
    for name in ("batch", "parent"):
        if pk := asked.get(name):
            yield lambda link, name=name, pk=pk: getattr(link, f"{name}_id") == pk
    start: datetime | None = form.start_of(asked.get("made_from"))
    end: datetime | None = form.end_of(asked.get("made_to"))
    yield lambda link: (start is None or link.created_at >= start) and (end is None or link.created_at < end)


def through(link: Link) -> set[int]:
    """The event types of the page to which neither link nor parent say no."""
    types = set(link.target.event_types.values_list("pk", flat=True))
    for one in (link, link.parent):
        limits = set(one.event_types.values_list("pk", flat=True)) if one else set()
        types &= limits or types
    return types


def has_status(link: Link, word: str, opened: dict[str, set[int]]) -> bool:
    status = link_status(
        link.dead_reason(NOW), opened=link.pk in opened["browser"], scanned=link.pk in opened["scanner"]
    )
    if word in ("all", "outstanding"):
        return word == "all" or status in OUTSTANDING
    if word == "opened":
        return status in (LinkStatus.OPENED, LinkStatus.SCANNED)
    if word != "paused" or status not in OUTSTANDING:
        return status == word
    left = EventType.objects.filter(pk__in=through(link), archived_at=None).values_list("accepts_bookings", flat=True)
    return bool(left) and not any(left)


def is_open(link: Link) -> bool:
    """Whether the link is not used up, revoked or expired, though its page may be paused or archived."""
    return link.dead_reason(NOW) in (None, DeadReason.PAUSED, DeadReason.DELETED)
