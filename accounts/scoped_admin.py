"""The base of all Django admin screens: whose rows they show, who may change them, and what they lock.

Superusers see all organizations, and an organization's admins see their own. Django's permission tables are not used:
the methods here decide. Rows are never deleted here, except inline rows: they are archived or deactivated.
"""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, ManyToManyField, Model, Q, QuerySet
from django.forms import HiddenInput, ModelChoiceField, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts import locks
from accounts.admin_list import CappedPaginator, WindowedList
from accounts.errors import Refusal
from accounts.models import Organization, User
from core.database import fresh_plans

if TYPE_CHECKING:
    Base = BaseModelAdmin[Any]
    BaseAdmin = admin.ModelAdmin[Any]
    BaseInline = admin.TabularInline[Any, Any]
else:
    Base, BaseAdmin, BaseInline = BaseModelAdmin, admin.ModelAdmin, admin.TabularInline

Row = TypeVar("Row", bound=Model)


def request_user(request: HttpRequest) -> User:
    """Return the user of a request that the admin site has admitted."""
    return cast(User, request.user)


def limit_to_organization(request: HttpRequest, organization_id: int | None) -> None:
    """Limit the rest of the request to this organization, even for a superuser."""
    request.META["admin.organization_id"] = organization_id


def limited_organization(request: HttpRequest) -> int | None:
    """Return the id of the organization whose rows the request may see and choose from, or None for all."""
    user = request_user(request)
    if not user.is_superuser:
        return user.organization_id
    organization_id: int | None = request.META.get("admin.organization_id")
    return organization_id


class Scoped(Base):
    """A mixin for admin screens and inlines that limits their rows and choices to one organization."""

    # The lookup path from a row to its organization's id.
    organization_path = "organization_id"

    def organization_of(self, obj: Model) -> int:
        """Return the id of the organization that the row belongs to."""
        return cast(int, reduce(getattr, self.organization_path.split("__"), obj))

    def reaches(self, request: HttpRequest, obj: Model | None) -> bool:
        """Return whether the user may see the row."""
        user = request_user(request)
        return user.is_superuser or obj is None or self.organization_of(obj) == user.organization_id

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        rows: QuerySet[Model] = super().get_queryset(request)
        organization_id = limited_organization(request)
        return rows if organization_id is None else rows.filter(self.of_organization(organization_id))

    def of_organization(self, organization_id: int) -> Q:
        """Return the condition for rows of the organization.

        Rows of its users are found by the users' ids. With a join, PostgreSQL could not know whether they have most of
        the rows or hardly any, and might read all rows of the table.
        """
        name, _separator, rest = self.organization_path.partition("__")
        if rest != "organization_id" or self.model._meta.get_field(name).related_model is not User:
            return Q(**{self.organization_path: organization_id})
        users = User.objects.filter(organization_id=organization_id).values_list("pk", flat=True)
        return Q(**{f"{name}__in": list(users)})

    def _choices(self, model: type[Model], request: HttpRequest) -> QuerySet[Model]:
        """Return the rows of the model that a field may choose from."""
        # Fails on purpose for a model without an admin screen, because nothing limits its rows to an organization.
        return self.admin_site.get_model_admin(model).get_queryset(request)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Model, Model], request: HttpRequest, **kwargs: object
    ) -> ModelChoiceField[Model] | None:
        return super().formfield_for_foreignkey(
            db_field, request, **kwargs | {"queryset": self._choices(db_field.remote_field.model, request)}
        )

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Model, Model], request: HttpRequest, **kwargs: object
    ) -> ModelMultipleChoiceField[Model] | None:
        return super().formfield_for_manytomany(
            db_field, request, **kwargs | {"queryset": self._choices(db_field.remote_field.model, request)}
        )

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.reaches(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.reaches(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.reaches(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ScopedInline(Scoped, BaseInline):
    """Rows that belong to the row above them, and so may be deleted."""

    extra = 0

    def organization_of(self, obj: Model) -> int:
        # Django passes the row above the inline.
        return cast(int, cast(Any, obj).organization_id)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.reaches(request, obj)


class ScopedAdmin(Scoped, BaseAdmin):
    """A list with its forms. Forms that change what is offered hold the organization's lock."""

    changes_offers = False
    ordering = ("-pk",)
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        if request.method != "GET":
            return super().changelist_view(request, extra_context)
        # The best plan depends on how many rows an organization has, so the queries are planned for each one.
        with fresh_plans():
            response = super().changelist_view(request, extra_context)
            return response.render() if isinstance(response, TemplateResponse) else response

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[WindowedList]:
        return WindowedList

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        # Only the filters on the screen: others would let users guess hidden values, such as a password hash or a
        # handle.
        filters = cast("Iterable[str | tuple[str, object]]", self.list_filter or ())
        names = ["organization", *(item if isinstance(item, str) else item[0] for item in filters)]
        return lookup.split("__")[0] in names and super().lookup_allowed(lookup, value, request)

    def _names_organization(self, request: HttpRequest) -> bool:
        return request_user(request).is_superuser and self.organization_path == "organization_id"

    def get_list_display(self, request: HttpRequest) -> list[str | Callable[[Model], str | bool]]:
        columns = list(super().get_list_display(request))
        return [*columns, "organization"] if self._names_organization(request) else columns

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        joined = list(cast("Sequence[str]", super().get_list_select_related(request) or ()))
        return [*joined, "organization"] if self._names_organization(request) else joined

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        fields = list(super().get_search_fields(request))
        return [*fields, "organization__name"] if self._names_organization(request) else fields

    def get_form(
        self, request: HttpRequest, obj: Model | None = None, change: bool = False, **kwargs: object
    ) -> type[ModelForm[Model]]:
        form: type[ModelForm[Model]] = super().get_form(request, obj, change=change, **kwargs)
        field = form.base_fields.get("organization")
        if field is not None and (obj is not None or not request_user(request).is_superuser):
            # Django ignores what is sent for a disabled field, so no row can move to another organization.
            field.disabled = True
            field.initial = limited_organization(request)
            if not request_user(request).is_superuser:
                field.widget = HiddenInput()
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Model | None:
        """Return the row, locked if the request changes it: its form saves all columns, as they were read.

        What changes a row runs in a transaction; a history that is asked for by POST does not.
        """
        obj: Model | None = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return obj
        return cast(Model, self.model._base_manager.select_for_update(no_key=True).get(pk=obj.pk))

    def _requested_organization(self, request: HttpRequest, object_id: str | None) -> int | None:
        """Return the id of the organization of the row that a superuser edits, or chose for a new row."""
        if object_id is not None:
            obj = super().get_object(request, unquote(object_id))
            return None if obj is None else self.organization_of(obj)
        # Read it as the form will, which accepts more than digits as a number: otherwise a row could escape its limits.
        field = ModelChoiceField(Organization.objects.all(), required=False)
        try:
            chosen = field.clean(request.POST.get("organization", ""))
        except ValidationError:
            return None
        return None if chosen is None else chosen.pk

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        if request_user(request).is_superuser:
            # A row never changes its organization, so it may be read before the lock is taken.
            limit_to_organization(request, self._requested_organization(request, object_id))
        if request.method != "POST" or not self.changes_offers:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # Lock before anything else, so that all that is read afterwards stays true until the commit.
            organization_id = limited_organization(request)
            if organization_id is not None:
                locks.hold_organization(organization_id)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def do_each(self, request: HttpRequest, rows: Iterable[Row], apply: Callable[[Row], object]) -> None:
        """Call `apply` for each row, for an admin action, and show the user the outcome.

        It returns False if there was nothing to do. Refusals and rows of another organization are reported as
        errors.
        """
        done = idle = 0
        for row in rows:
            try:
                if apply(row) is False:
                    idle += 1
                else:
                    done += 1
            except Refusal as refusal:
                self.message_user(request, f"{capfirst(str(row))}: {refusal}", messages.ERROR)
            except ObjectDoesNotExist:
                text = _("%(row)s: you are not allowed to do this. Only administrators of its organization can.")
                self.message_user(request, text % {"row": capfirst(str(row))}, messages.ERROR)
        if done:
            self.message_user(request, _("Done: %(count)d.") % {"count": done}, messages.SUCCESS)
        if idle:
            self.message_user(request, _("Nothing to do: %(count)d.") % {"count": idle}, messages.WARNING)


class ReadOnlyAdmin(ScopedAdmin):
    """Records that are shown and searched. Only admin actions change them."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return list(cast("Sequence[str]", self.fields or ()))


class InstallationAdmin(ReadOnlyAdmin):
    """Records of the whole installation, which belong to no organization. Superusers see them."""

    organization_path = ""

    def reaches(self, request: HttpRequest, obj: Model | None) -> bool:
        return request_user(request).is_superuser

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = admin.ModelAdmin.get_queryset(self, request)
        return rows if request_user(request).is_superuser else rows.none()

    def _requested_organization(self, request: HttpRequest, object_id: str | None) -> int | None:
        return None
