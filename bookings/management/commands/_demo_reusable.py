"""The demo's reusable links: Ana's own, some in the library, managed ones, and single-use versions."""

from datetime import datetime, timedelta

from accounts.actions import change_delegates
from accounts.models import User
from core.zones import zone
from links.actions import Hosts, make_reusable, mint_version, save_managed
from links.models import Link, ManagedLinks
from links.queries import end_of_day
from pages.models import EventType, Page, Pool


def populate(ana: User, now: datetime) -> None:
    """Make the links. Call it after the team is made, since they use its event types, pages and pools."""
    _Links(ana, now).populate()


class _Links:
    def __init__(self, admin: User, now: datetime) -> None:
        self.admin, self.now = admin, now
        users = User.objects.filter(organization=admin.organization)
        self.people = {user.get_short_name(): user for user in users}
        types = EventType.objects.filter(organization=admin.organization, managed=True)
        self.types = {event_type.name: event_type for event_type in types}

    def populate(self) -> None:
        ana, ben, chiara, emma = (self.people[name] for name in ("Ana", "Ben", "Chiara", "Emma"))
        sales = Pool.objects.get(organization=self.admin.organization, name="Sales")
        soon = end_of_day((self.now + timedelta(days=60)).date(), zone(ana.time_zone))
        demo = self.link("Product demo, one to one", ana, [ana], "Product demo", "Consultation", in_library=True)
        self.versions(demo, ana, ana, chiara)
        panel = self.link("Kick-off with Emma", ana, [ana, emma], "Kick-off workshop", optional=[ben], until=soon)
        self.versions(panel, ana)
        self.link("Website: talk to sales", ben, [], "Product demo", pool=sales, in_library=True)
        self.link("Advice on your books", emma, [emma], "Consultation", "Coffee chat", in_library=True, until=soon)
        old = self.link("Autumn fair", ana, [ana], "Coffee chat", until=self.now + timedelta(days=1))
        over = end_of_day((self.now - timedelta(days=2)).date(), zone(ana.time_zone))
        Link.objects.filter(pk=old.pk).update(expires_at=over)
        given = save_managed(
            actor=ana,
            managed=ManagedLinks(name="Coffee with one of us", event_type=self.types["Coffee chat"]),
            users=self.people.values(),
            now=self.now,
        )
        self.versions(given.links.get(owner=ana), ana, ana)
        change_delegates(actor=chiara, delegates=[ben], now=self.now)

    def link(
        self,
        name: str,
        owner: User,
        hosts: list[User],
        *event_types: str,
        optional: tuple[User, ...] | list[User] = (),
        pool: Pool | None = None,
        in_library: bool = False,
        until: datetime | None = None,
    ) -> Link:
        needed, invited = (tuple(self.page(user) for user in users) for users in (hosts, optional))
        return make_reusable(
            actor=self.admin,
            owner=owner,
            hosts=Hosts(pages=needed, pool=pool, optional=invited),
            event_types=[self.types[name] for name in event_types],
            name=name,
            now=self.now,
            expires_at=until,
            in_library=in_library,
        )

    def page(self, user: User) -> Page:
        return Page.objects.bookable_in(user.organization_id).filter(host=user).order_by("pk")[0]

    def versions(self, link: Link, *makers: User) -> None:
        for user in makers:
            mint_version(actor=user, parent=link, now=self.now)
