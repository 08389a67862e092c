"""The forms of managed links: the event type to give, and the users who get it."""

import uuid
from collections.abc import Collection, Mapping
from typing import Any, NotRequired, Unpack

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.cldr import list_text
from links.forms.details import (
    NO_LONGER_AVAILABLE,
    ListOption,
    NamedForm,
    NamedOptions,
    OwnersForm,
    OwnersOptions,
    choice_name,
    chosen_keys,
)
from links.forms.fields import pick_from
from pages.models import EventType, Page


class ManagedOptions(NamedOptions):
    """The arguments of the forms of managed links, besides the data."""

    current: NotRequired[EventType | None]


class ManagedForm(NamedForm):
    """What each user gets: a link to this event type, with this name and expiry."""

    event_type = forms.TypedChoiceField(
        label=gettext_lazy("Event type"),
        empty_value=None,
        error_messages={"required": gettext_lazy("Choose one."), "invalid_choice": NO_LONGER_AVAILABLE},
    )
    field_order = ("event_type", "expires_on", "name")

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        current: EventType | None = None,
        **arguments: Unpack[NamedOptions],
    ) -> None:
        super().__init__(data, **arguments)
        usable = EventType.objects.usable_by(self.user).filter(
            Q(books_at_once=True) | Q(pk=getattr(current, "pk", None))
        )
        rows = {str(page.pk): page for page in usable.select_related("owner").order_by("name", "owner__name", "pk")}
        field = pick_from(self, "event_type", rows)
        names = [(key, f"{choice_name(page)} ({page.owner.name})") for key, page in rows.items()]
        if current is not None:
            self.initial.setdefault("event_type", current.pk)
        else:
            field.choices = [("", _("Choose an event type")), *names]


class UsersForm(OwnersForm):
    """The users who get a link. Each needs a booking page, or has such a link already."""

    everybody = forms.BooleanField(label=gettext_lazy("Everyone with a booking page"), required=False)
    users = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Users"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
    )

    # Makes a repeat harmless: the same form sent twice makes the links once.
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    # The ids of users who have such a link already.
    holders: Collection[int] = ()

    def __init__(self, data: Mapping[str, object] | None = None, **arguments: Unpack[OwnersOptions]) -> None:
        super().__init__(data, **arguments)
        own = Page.objects.bookable_in(self.user.organization_id).filter(host=OuterRef("pk"))
        users = User.objects.filter(organization_id=self.user.organization_id)
        rows = users.filter(Q(is_active=True) | Q(pk__in=self.holders)).annotate(bookable=Exists(own))
        self.choosable = {str(user.pk): user for user in rows.order_by("name", "pk")}
        pick_from(self, "users", self.choosable)
        self.initial.setdefault("users", [str(pk) for pk in self.holders])
        self.initial.setdefault("key", uuid.uuid4().hex)

    def can_have(self, user: Any) -> bool:
        """Return whether the user has a booking page to link to, or has such a link already."""
        return user.bookable or user.pk in self.holders

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if cleaned.get("everybody"):
            self.errors.pop("users", None)
            cleaned["users"] = [user for user in self.choosable.values() if self.can_have(user)]
        if "users" in self.errors:
            return cleaned
        without_page = [user.name for user in cleaned["users"] if not self.can_have(user)]
        if without_page:
            text = _("These people have no booking page to link to: %(names)s.")
            self.add_error("users", text % {"names": list_text(without_page)})
        elif not cleaned["users"]:
            self.add_error("users", _("Choose at least one."))
        return cleaned

    @property
    def picks(self) -> list[ListOption]:
        """The users as options, the chosen ones first."""
        chosen = chosen_keys(self["users"])
        options = []
        for key, user in self.choosable.items():
            remark = "" if self.can_have(user) else _("no booking page yet")
            options.append(ListOption(key, user.name, user.email, key in chosen, remark))
        return sorted(options, key=lambda option: not option.ticked)


class ManagedEditForm(ManagedForm, UsersForm):
    """Both forms on one page, to change managed links."""

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        holders: Collection[User],
        **arguments: Unpack[ManagedOptions],
    ) -> None:
        self.holders = {user.pk for user in holders}
        super().__init__(data, **arguments)
