"""The demo's team: eight people in four zones, their pools, and a master page of each kind."""

from datetime import datetime

from django.db import transaction

from accounts.actions import add_member
from accounts.models import User
from pages.actions import (
    Membership,
    Rule,
    make_first_page,
    save_choices,
    save_event_type,
    save_master,
    save_page,
    save_pool,
    save_rules,
    save_schedule,
)
from pages.models import Distribution, EventType, LocationKind, Page, Pool
from pages.recurrence import Rhythm

# Ana and Ben exist already.
COLLEAGUES = [
    ("Chiara Conti", "chiara@example.com", "Europe/Madrid"),
    ("David Levy", "david@example.com", "America/New_York"),
    ("Emma Novak", "emma@example.com", "Europe/Madrid"),
    ("Farah Khan", "farah@example.com", "Asia/Kolkata"),
    ("George Hill", "george@example.com", "America/New_York"),
    ("Hiro Sato", "hiro@example.com", "Asia/Kolkata"),
]
SCENARIOS = Page.Scenario
QUESTIONS = [
    {
        "name": "topic",
        "label": "What is it about?",
        "kind": "choice",
        "required": True,
        "hidden": False,
        "choices": ["Getting started", "An invoice", "Something that does not work"],
    },
    {
        "name": "products",
        "label": "Which of our products do you use?",
        "kind": "checkboxes",
        "required": False,
        "hidden": False,
        "choices": ["Planner", "Ledger", "Archive"],
    },
]


def populate(ana: User, ben: User, password: str, now: datetime) -> list[Page]:
    """Add the team to Ana's organization, and return the master pages."""
    team = [ana, ben]
    for name, email, time_zone in COLLEAGUES:
        with transaction.atomic():
            user = add_member(
                organization=ana.organization,
                email=email,
                name=name,
                role=User.Role.MEMBER,
                time_zone=time_zone,
                password=password,
            )
            make_first_page(user)
        team.append(user)
    return _Team(ana, now, [user.pages.order_by("pk")[0] for user in team]).populate()


class _Team:
    """The team's data. The admin makes all of it, through the actions that her screens call."""

    def __init__(self, admin: User, now: datetime, pages: list[Page]) -> None:
        self.admin, self.now, self.pages = admin, now, pages

    def populate(self) -> list[Page]:
        demo = self.event_type("Product demo", 45, "See it at work, with your own questions.", interval=30)
        support = self.event_type(
            "Support call",
            30,
            "We look at it together.",
            ask_phone="optional",
            ask_guests="optional",
            questions=QUESTIONS,
        )
        workshop = self.event_type("Kick-off workshop", 90, "Your project, with everybody who builds it.", notice=1440)
        chat = self.event_type("Coffee chat", 15, "Get to know one of us.")
        advice = self.event_type("Consultation", 60, "An hour of advice on your own books.", buffer_after=15)
        for page in self.pages[2:]:
            self.offer(page, [chat, advice])
        ana, ben, chiara, david, emma, farah, george, hiro = self.pages
        sales = self.pool("Sales", Distribution.ROUND_ROBIN, [Membership(page) for page in (ben, chiara, david, emma)])
        helpers = self.pool("Support", Distribution.LONGEST_IDLE, [Membership(page) for page in (farah, george, hiro)])
        experts = self.pool("Experts", Distribution.PRIORITY, [Membership(emma, 9), Membership(ana, 5)])
        either = [chat, advice]
        self.recur(self.pages[0])
        return [
            self.team_page("Talk to our team", [Rule(demo, sales), Rule(support, helpers), Rule(workshop, experts)]),
            self.team_page("Project kick-off", [Rule(workshop, ana, (chiara, sales)), Rule(demo, ana, (experts,))]),
            self.choices_page(
                "What can we do for you?", SCENARIOS.EVENT_TYPES_FIRST, [emma, chiara, david], [chat, advice]
            ),
            self.choices_page("Meet us", SCENARIOS.PAGES_FIRST, [chiara, farah, george, hiro], either),
        ]

    def recur(self, page: Page) -> None:
        """Give Ana hours on every second Saturday, and keep the first Monday of each month free."""
        schedule, since = page.schedule, self.now.date()
        assert schedule is not None
        weekly = [(row.weekday, row.opens, row.closes) for row in schedule.weekly.all()]
        saturday = Rhythm(weekday=6, since=since, every=2, opens=10 * 60, closes=13 * 60)
        monday = Rhythm(weekday=1, since=since, nth=1)
        save_schedule(
            actor=self.admin,
            schedule=schedule,
            weekly=weekly,
            dates=[],
            recurrences=[saturday, monday],
            today=since,
            now=self.now,
        )

    def event_type(self, name: str, duration: int, description: str, **settings: object) -> EventType:
        event_type = EventType(
            name=name, duration=duration, description=description, managed=True, locked=False, **settings
        )
        return save_event_type(actor=self.admin, event_type=event_type, now=self.now)

    def offer(self, page: Page, event_types: list[EventType]) -> None:
        page.location_kind, page.location = LocationKind.VIDEO, f"https://video.example.com/{page.slug}"
        save_page(actor=self.admin, page=page, event_types=event_types, now=self.now)

    def pool(self, name: str, distribution: str, members: list[Membership]) -> Pool:
        pool = Pool(name=name, distribution=distribution)
        return save_pool(actor=self.admin, pool=pool, members=members, now=self.now)

    def master(self, name: str, scenario: str) -> Page:
        page = Page(
            kind=Page.Kind.MASTER,
            scenario=scenario,
            name=name,
            welcome="We answer in English, Spanish and Italian.",
            contact="hello@example.com",
        )
        return save_master(actor=self.admin, page=page, now=self.now)

    def team_page(self, name: str, rules: list[Rule]) -> Page:
        page = self.master(name, SCENARIOS.TEAM)
        save_rules(actor=self.admin, page=page, rules=rules, now=self.now)
        return page

    def choices_page(self, name: str, scenario: str, pages: list[Page], event_types: list[EventType]) -> Page:
        page = self.master(name, scenario)
        save_choices(actor=self.admin, page=page, included=pages, event_types=event_types, now=self.now)
        return page
