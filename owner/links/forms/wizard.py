"""The steps of the links wizard. Their fields are carried in the address, so every later step validates them again."""

from collections.abc import Mapping
from typing import Any, Unpack

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.unique_labels import label_choices
from core.cldr import list_text
from links.actions import Hosts
from links.forms.details import (
    NO_LONGER_AVAILABLE,
    ListOption,
    OwnersForm,
    OwnersOptions,
    ReusableLinkForm,
    chosen_keys,
)
from links.forms.fields import pick_from
from pages.models import Page, Pool

INDIVIDUAL, GROUP, POOL = "individual", "group", "pool"


class HostsForm(OwnersForm):
    """Hosts, optional attendees and owner of the link. Fields that the chosen kind hides are ignored."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Hosts"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one."), "invalid_choice": NO_LONGER_AVAILABLE},
    )
    page = forms.TypedChoiceField(
        label=gettext_lazy("Host"),
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )
    pages = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Group members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )
    pool = forms.TypedChoiceField(
        label=gettext_lazy("Pool"),
        required=False,
        empty_value=None,
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )
    optional = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Optional attendees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are invited, but do not have to be free. Their time is not blocked."),
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )
    owner = forms.TypedChoiceField(
        label=gettext_lazy("On behalf of"),
        required=False,
        empty_value=None,
        help_text=gettext_lazy("The link appears in their list, and customers are told to contact them."),
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )

    def __init__(self, data: Mapping[str, object] | None = None, **arguments: Unpack[OwnersOptions]) -> None:
        super().__init__(data, **arguments)
        self._set_up_hosts()
        self._set_up_owners()

    def _set_up_hosts(self) -> None:
        user = self.user
        pages = Page.objects.bookable_in(user.organization_id).filter(host__is_active=True).select_related("host")
        # The user's own pages come first, because the first host of a group leads and decides where the meeting takes
        # place.
        rows = sorted(pages.order_by("host__name", "name", "pk"), key=lambda page: page.host_id != user.pk)
        self.bookable = {str(page.pk): page for page in rows}
        for name in ("pages", "optional"):
            pick_from(self, name, self.bookable)
        pick_from(self, "page", self.bookable).choices = [
            (key, _host_text(page)) for key, page in self.bookable.items()
        ]
        active = Count("members", filter=Q(members__active=True))
        pools = Pool.objects.current().filter(organization_id=user.organization_id).annotate(active=active)
        self.pools = {str(pool.pk): pool for pool in pools.order_by("name", "pk")}
        pick_from(self, "pool", self.pools).choices = [(key, _pool_text(pool)) for key, pool in self.pools.items()]
        kinds = [(INDIVIDUAL, _("Individual")), (GROUP, _("Group"))]
        if self.pools:
            kinds.append((POOL, _("Pool")))
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = kinds
        self.initial.setdefault("kind", INDIVIDUAL)

    def _set_up_owners(self) -> None:
        user = self.user
        others = User.objects.filter(organization_id=user.organization_id, is_active=True).exclude(pk=user.pk)
        if not user.is_admin:
            others = others.filter(delegates=user)
        self.owners = {"": user} | {str(other.pk): other for other in others.order_by("name", "pk")}
        names = label_choices(self.owners) | {"": _("Yourself")}
        pick_from(self, "owner", self.owners).choices = list(names.items())

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        field = {INDIVIDUAL: "page", GROUP: "pages", POOL: "pool"}.get(cleaned.get("kind", ""), "")
        for name in {"page", "pages", "pool"} - {field}:
            self.errors.pop(name, None)
            cleaned[name] = None
        if field and field not in self.errors:
            if not cleaned[field]:
                self.add_error(field, _("Choose a host."))
            elif field == "pages" and len(set(cleaned["pages"])) == 1:
                self.add_error("pages", _("A group needs at least two people. For one person, choose “Individual”."))
        if not self.errors:
            self._check_duplicates()
        return cleaned

    def _check_duplicates(self) -> None:
        """Report hosts who were chosen twice, also through different pages: nobody can take two seats of one
        meeting.
        """
        text = _("%(names)s: already chosen. Choose each person once.")
        for name, chosen_before in (("pages", []), ("optional", self._required_pages())):
            hosts = {page.host for page in chosen_before}
            duplicates = []
            for page in dict.fromkeys(self.cleaned_data[name] or []):
                if page.host in hosts:
                    duplicates.append(str(page.host))
                hosts.add(page.host)
            if duplicates:
                self.add_error(name, text % {"names": list_text(duplicates)})

    def _required_pages(self) -> list[Page]:
        page = self.cleaned_data["page"]
        return list(dict.fromkeys(self.cleaned_data["pages"] or ([page] if page else [])))

    @property
    def hosts(self) -> Hosts:
        """The hosts in a valid form."""
        optional = tuple(dict.fromkeys(self.cleaned_data["optional"]))
        return Hosts(pages=tuple(self._required_pages()), pool=self.cleaned_data["pool"], optional=optional)

    @property
    def link_owner(self) -> User:
        """The owner of the link in a valid form."""
        return self.cleaned_data.get("owner") or self.user

    @property
    def group_picks(self) -> list[ListOption]:
        """The booking pages as options for the group."""
        return self._picks("pages")

    @property
    def optional_picks(self) -> list[ListOption]:
        """The booking pages as options for optional attendees."""
        return self._picks("optional")

    def _picks(self, name: str) -> list[ListOption]:
        chosen = chosen_keys(self[name])
        return [
            ListOption(key, str(page.host), "" if page.name == str(page.host) else page.name, key in chosen)
            for key, page in self.bookable.items()
        ]


def _host_text(page: Page) -> str:
    return str(page.host) if page.name == str(page.host) else f"{page.host} · {page.name}"


def _pool_text(pool: Any) -> str:
    people = ngettext("%(count)d person", "%(count)d people", pool.active) % {"count": pool.active}
    return f"{pool.name} ({people}, {pool.get_distribution_display()})"


class NameForm(ReusableLinkForm):
    """The last step. Its key makes a repeat harmless: the same form sent twice makes one link."""

    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
