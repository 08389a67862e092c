"""Django admin of organizations and their users."""

from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, cast

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import change_member, end_access, withdraw_invitation
from accounts.admin_search import IndexedSearchAdmin, user_condition
from accounts.errors import LastAdmin
from accounts.models import ApiToken, HistoryEntry, Invitation, Organization, Pairing, Picture, SignIn, User, ZoneRecord
from accounts.queries import has_other_admin
from accounts.scoped_admin import InstallationAdmin, ReadOnlyAdmin, ScopedAdmin, request_user
from accounts.verbs import Verb
from core.ids import read_id

# Django's own permissions are not used here, so groups have no meaning.
admin.site.unregister(Group)
# allauth's screens do not separate organizations, and would show secrets of second factors and keys of sessions.
admin.site.unregister(EmailAddress)
admin.site.unregister(Authenticator)
admin.site.unregister(UserSession)


@admin.register(Organization)
class OrganizationAdmin(ScopedAdmin):
    """Organizations, which cannot be added here: signing up creates them."""

    organization_path = "pk"
    changes_offers = True
    list_display = ["name", "slug", "link_life", "created_at"]
    search_fields = ["name", "slug"]
    fields = [
        "name",
        "slug",
        "link_life",
        "first_day",
        "requires_second_factor",
        "brand_colour",
        "logo",
        "hide_product",
        "websites",
        "created_at",
    ]
    # The settings of the organization ask whoever turns it on for a second factor of their own, and check a colour.
    readonly_fields = ["requires_second_factor", "brand_colour", "logo", "websites", "created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class UserAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form that keeps at least one active admin in the organization."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        stays_admin = cleaned.get("is_active") and cleaned.get("role") == User.Role.ADMIN
        # The admin view holds the organization's lock by now: if two admins leave at once, the second is refused.
        if not stays_admin and not has_other_admin(self.instance):
            raise forms.ValidationError(str(LastAdmin()))
        return cleaned


@admin.register(User)
class UserAdmin(ScopedAdmin):
    """Users. They join by invitation and set their own email and password. They are deactivated, never deleted."""

    changes_offers = True
    form = UserAdminForm
    list_display = ["name", "email", "role", "is_active", "date_joined"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    fields = [
        "organization",
        "name",
        "email",
        "role",
        "time_zone",
        "clock",
        "language",
        "photo",
        "is_active",
        "is_superuser",
        "date_joined",
        "last_login",
    ]
    readonly_fields = ["email", "photo", "date_joined", "last_login"]
    actions = ["switch_off"]

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        names = list(super().get_fields(request, obj))
        if not request_user(request).is_superuser:
            names.remove("is_superuser")
        return names

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        # An organization's admin may not change a superuser who happens to be a member of it.
        if isinstance(obj, User) and obj.is_superuser and not request_user(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data and not obj.is_active:
            end_access(user=obj)

    @admin.action(description=_("Deactivate selected users"), permissions=["change"])
    def switch_off(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Deactivate the selected users: they cannot sign in and are not offered. Their meetings keep their host."""

        def apply(user: User) -> bool:
            if not user.is_active:
                return False
            if not self.has_change_permission(request, user):
                raise User.DoesNotExist
            change_member(actor=request_user(request), member=user, role=user.role, is_active=False)
            return True

        self.do_each(request, queryset, apply)


@admin.register(Picture)
class PictureAdmin(ReadOnlyAdmin):
    """Logos and photos, read-only: the settings accept uploads, and check them."""

    list_display = ["digest", "width", "height"]
    search_fields = ["digest"]
    fields = ["digest", "width", "height"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).defer("content")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    """Invitations, read-only. The team's screen sends them, together with their mail."""

    list_display = ["email", "role", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role"]
    list_select_related = ["invited_by"]
    search_fields = ["email"]
    fields = ["email", "role", "invited_by", "created_at", "expires_at", "accepted_at"]
    actions = ["withdraw"]

    @admin.action(description=_("Withdraw selected invitations"), permissions=["view"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Delete the selected invitations. The addresses in their mails are dead at once."""

        def apply(invitation: Invitation) -> bool:
            if invitation.accepted_at is not None:
                return False
            if invitation.organization_id != request_user(request).organization_id:
                raise Invitation.DoesNotExist
            withdraw_invitation(actor=request_user(request), invitation_id=invitation.pk)
            return True

        self.do_each(request, queryset, apply)


@admin.register(HistoryEntry)
class HistoryEntryAdmin(IndexedSearchAdmin):
    """The append-only record of who did what."""

    list_display = ["at", "subject", "subject_id", "verb", "actor"]
    list_select_related = ["actor"]
    search_fields = ["subject", "subject_id", "verb", "actor"]
    search_help_text = _("Search by event (such as “revoked link”), number or user.")
    fields = ["at", "subject", "subject_id", "verb", "actor", "details"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        number, word = read_id(text), text.lower()
        subjects = {model._meta.model_name for model in apps.get_models()}
        yield from user_condition("actor", text, organization_id)
        if number is not None:
            # The index begins with the subject.
            yield Q(subject__in=sorted(subjects), subject_id=number)
        if word in subjects:
            yield Q(subject=word)
        if word in set(Verb):
            yield Q(verb=word)


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    """The email addresses of users, and whether they are verified. Only their owners change them."""

    organization_path = "user__organization_id"
    list_display = ["email", "user", "primary", "verified"]
    list_filter = ["primary", "verified"]
    list_select_related = ["user"]
    search_fields = ["email", "user__name"]
    fields = ["email", "user", "primary", "verified"]


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors, without their secrets."""

    organization_path = "user__organization_id"
    list_display = ["user", "kind", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "kind", "created_at", "last_used_at"]

    @admin.display(description=_("kind"), ordering="type")
    def kind(self, authenticator: Authenticator) -> str:
        """The kind in words. (The library's text of a row would show the name that its owner gave to a key.)"""
        return cast(str, authenticator.get_type_display())


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """Where users are signed in, without the keys of their sessions."""

    organization_path = "user__organization_id"
    list_display = ["user", "created_at", "last_seen_at", "ip"]
    list_select_related = ["user"]
    search_fields = ["user__name", "user__email"]
    fields = ["user", "created_at", "last_seen_at", "ip", "user_agent"]


@admin.register(SignIn)
class SignInAdmin(IndexedSearchAdmin):
    """The log of sign-ins."""

    organization_path = "user__organization_id"
    list_display = ["at", "user", "how", "second_step", "address"]
    list_filter = ["how"]
    list_select_related = ["user"]
    search_fields = ["user", "address"]
    fields = ["at", "user", "how", "second_step", "address", "agent"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from user_condition("user", text, organization_id)
        with suppress(ValueError):
            # Without an index: sign-ins are kept for a limited time.
            yield Q(address=str(ip_address(text)))


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """API tokens, which nothing here could show. Their screen revokes them."""

    organization_path = "user__organization_id"
    list_display = ["name", "user", "made_for", "reach", "created_at", "expires_at", "revoked_at", "last_used_at"]
    list_filter = ["made_for", "reach"]
    list_select_related = ["user"]
    search_fields = ["name", "user__name", "user__email"]
    fields = ["name", "user", "made_for", "scopes", "reach", "created_at", "expires_at", "revoked_at"]


@admin.register(Pairing)
class PairingAdmin(InstallationAdmin):
    """Browsers that asked to be connected, for a day. They belong to no organization yet."""

    list_display = ["created_at", "address", "agent", "approved_by", "denied_by", "fetched_at"]
    list_select_related = ["approved_by", "denied_by"]
    fields = ["created_at", "expires_at", "address", "agent", "name", "approved_by", "denied_by", "fetched_at"]


@admin.register(ZoneRecord)
class ZoneRecordAdmin(InstallationAdmin):
    """Which time zone data was in use, and since when."""

    list_display = ["version", "seen_at", "until"]
    fields = ["version", "seen_at", "until"]
