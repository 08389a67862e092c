"""The form of a pool, and the table of its members."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ids import read_number
from core.text import validate_one_line
from owner.pages.forms.explained import Explained, explained
from owner.pages.forms.ordered import ListedPage, OrderedList
from pages.actions import Membership
from pages.models import Distribution, Page, Pool
from pages.models.pools import HIGHEST_PRIORITY, LOWEST_PRIORITY, USUAL_PRIORITY
from pages.queries.assignments import Assignable

MEMBER = "member"
EXPLAINED = {
    Distribution.ROUND_ROBIN: gettext_lazy("Strictly in turn. Only the next person’s times are offered."),
    Distribution.LONGEST_IDLE: gettext_lazy("Whoever is free and has waited longest. Everyone’s times are offered."),
    Distribution.PRIORITY: gettext_lazy("Whoever is free and has the highest priority. Everyone’s times are offered."),
}


class PoolForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The name of a pool and its distribution."""

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

    def distributions(self) -> Explained:
        return explained(self["distribution"], EXPLAINED.values())


@dataclass(slots=True)
class Member(ListedPage):
    """A booking page that is or could be a member, with its priority as typed and whether it is active."""

    priority: str = str(USUAL_PRIORITY)
    active: bool = True
    received: int = 0


class MembersEditor(OrderedList[Member]):
    """The members as they are in the form, valid or not."""

    anchor = "priority-{row.key}"

    def __init__(self, pool: Pool, pages: Iterable[Assignable], data: QueryDict | None) -> None:
        """Use what was sent, or else the members of the pool. Other booking pages can be added."""
        stored = {} if pool.pk is None else {str(member.page_id): member for member in pool.members.all()}
        super().__init__(MEMBER, _("Members"), map(Member.of, pages), data, stored)
        # Priorities are validated only if the pool uses them.
        self.by_priority = data is not None and data.get("distribution") == Distribution.PRIORITY
        for member in self.rows:
            row = stored.get(member.key)
            member.received = 0 if row is None else row.received
            if data is not None:
                member.priority = data.get(f"priority-{member.key}", str(USUAL_PRIORITY))
                member.active = f"active-{member.key}" in data
            elif row is not None:
                member.priority, member.active = str(row.priority), row.active

    def validate_rows(self) -> None:
        super().validate_rows()
        if not self.by_priority:
            return
        limits = {"lowest": LOWEST_PRIORITY, "highest": HIGHEST_PRIORITY}
        for member in self.rows:
            if _priority(member.priority) is None:
                member.errors["priority"] = _("Enter a number from %(lowest)d to %(highest)d.") % limits

    def memberships(self) -> list[Membership]:
        """Return the valid members as they are saved."""
        return [
            Membership(page, _priority(member.priority) or USUAL_PRIORITY, member.active)
            for member in self.rows
            if isinstance(page := member.page.row, Page)
        ]


def _priority(text: str) -> int | None:
    """Return the priority that was typed; None if it is not valid."""
    number = read_number(text.strip(), HIGHEST_PRIORITY)
    return number if number is not None and number >= LOWEST_PRIORITY else None
