"""The form of a pool, and the table of its members."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ids import read_number
from core.text import validate_one_line
from owner.pages.forms.choices import listed_page
from owner.pages.forms.rows import Listed, OrderedList, Problem, pressed
from pages.actions import Membership
from pages.models import Distribution, Pool, PoolMember
from pages.models.pools import HIGHEST_PRIORITY, LOWEST_PRIORITY, USUAL_PRIORITY
from pages.queries.assignments import Assignable

MEMBER = "member"
EXPLAINED = {
    Distribution.ROUND_ROBIN: gettext_lazy(
        "Strictly in turn: only the times of whoever is next are offered, so everybody gets equally many meetings."
    ),
    Distribution.LONGEST_IDLE: gettext_lazy(
        "Everybody’s free times are offered. Of those free, whoever has waited longest for a booking gets it."
    ),
    Distribution.PRIORITY: gettext_lazy(
        "Everybody’s free times are offered. Of those free, the highest priority gets it; ties go to the longest idle."
    ),
}


class PoolForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """A pool's name, and how it shares out its meetings."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        validators=[validate_one_line],
        help_text=gettext_lazy("Such as “Sales”. Only your organization sees it."),
    )
    distribution = forms.ChoiceField(
        label=gettext_lazy("Who gets the next meeting"), choices=Distribution.choices, widget=forms.RadioSelect
    )

    class Meta:
        model = Pool
        fields = ["name", "distribution"]

    def distributions(self) -> list[tuple[Any, Any]]:
        """Each way to share, as a radio button and the line that explains it."""
        return list(zip(self["distribution"], EXPLAINED.values(), strict=True))


@dataclass(slots=True)
class Member:
    """What is said of a member: its priority as typed, and whether it takes part."""

    priority: str = str(USUAL_PRIORITY)
    active: bool = True
    error: str = ""
    # Of a member that is one already.
    received: int = 0


@dataclass(slots=True)
class MembersEditor:
    """The members as they stand in the form, whether they make sense yet or not."""

    pages: OrderedList
    said: dict[str, Member] = field(default_factory=dict)

    @classmethod
    def of(cls, pool: Pool, pages: list[Assignable], data: QueryDict | None) -> "MembersEditor":
        """What was sent, or else what the pool has; the other booking pages can be added."""
        there = {one.key: one for one in map(listed_page, pages)}
        members = {} if pool.pk is None else {str(one.page_id): one for one in pool.members.all()}
        if data is None:
            kept = [key for key in members if key in there]
            return cls(OrderedList(MEMBER, there, kept), {key: _kept(members[key]) for key in kept})
        pages_typed = OrderedList.typed(MEMBER, there, data)
        said = {key: _typed(key, data, members.get(key)) for key in pages_typed.keys}
        return cls(pages_typed, said)

    def apply(self, data: QueryDict) -> bool:
        """Does what one of the members' buttons says, when one was pressed; says whether one was."""
        deed, whose, key = pressed(data)
        self.pages.apply(deed, whose, key)
        return "deed" in data

    def check(self, distribution: str) -> bool:
        """Reads every row; a priority counts where the pool goes by it."""
        sound = self.pages.check()
        for key in self.pages.keys:
            member = self._said(key)
            member.error = ""
            if distribution == Distribution.PRIORITY and _priority(member.priority) is None:
                member.error = _("A number from %(lowest)d to %(highest)d.") % {
                    "lowest": LOWEST_PRIORITY,
                    "highest": HIGHEST_PRIORITY,
                }
                sound = False
        return sound

    def _said(self, key: str) -> Member:
        return self.said.setdefault(key, Member())

    def memberships(self) -> list[Membership]:
        """The checked members, as they are saved."""
        return [
            Membership(one.row.row, _priority(member.priority) or USUAL_PRIORITY, member.active)
            for one, member in self.rows()
        ]

    def rows(self) -> list[tuple[Listed, Member]]:
        """The members as the page shows them."""
        return [(one, self._said(one.key)) for one in self.pages.listed]

    def errors(self) -> list[Problem]:
        """Where it is wrong, whose row, and what, for the summary."""
        found = [(f"priority-{one.key}", one.label, member.error) for one, member in self.rows() if member.error]
        return [*found, *([(f"add-{MEMBER}", _("Members"), self.pages.error)] if self.pages.error else [])]


def _kept(member: PoolMember) -> Member:
    return Member(str(member.priority), member.active, received=member.received)


def _typed(key: str, data: QueryDict, member: PoolMember | None) -> Member:
    return Member(
        data.get(f"priority-{key}", str(USUAL_PRIORITY)),
        f"active-{key}" in data,
        received=0 if member is None else member.received,
    )


def _priority(text: str) -> int | None:
    """The priority that was typed, where it is one."""
    number = read_number(text.strip(), HIGHEST_PRIORITY)
    return number if number is not None and number >= LOWEST_PRIORITY else None
