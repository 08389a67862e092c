"""The admin site, for superusers and each organization's admins."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import redirect_to_second_factors
from accounts.models import User
from accounts.queries import must_add_second_factor
from core.ids import read_id

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Site(admin.AdminSite):
    """An admin site with the project's sign-in. `accounts.scoped_admin` limits what its users see."""

    index_title = _("Everything in the organization")

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Name the site as the operator does."""
        name = settings.PRODUCT_NAME
        header = _("%(product)s administration") % {"product": name}
        return {**super().each_context(request), "site_header": header, "site_title": name}

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Wrap a view of the site. Users who must add a second factor are redirected to set it up.

        Input that PostgreSQL cannot store is answered with 400.
        """
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if has_malformed_input(request):
                raise BadRequest
            if isinstance(request.user, User) and must_add_second_factor(request.user):
                return redirect_to_second_factors(request)
            return guarded(request, *args, **kwargs)

        return cast(View, checked_view)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Redirect to the one sign-in, which has second factors and rate limits, and back afterwards."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            # Sending a signed-in member to the sign-in would lead to an endless redirect.
            raise PermissionDenied
        return redirect_to_login(
            request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"), reverse("account_login")
        )

    def password_change(  # type: ignore[override]  # a redirect, where Django returns a template response
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the one page where passwords are changed."""
        return redirect("account_change_password")


def has_malformed_input(request: HttpRequest) -> bool:
    """Return whether a filter or search has a NUL character, or a ticked row's id is no number."""
    texts_in_query = (text for texts in dict(request.GET.lists()).values() for text in texts)
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return any("\0" in str(text) for text in texts_in_query) or None in map(read_id, ticked)
