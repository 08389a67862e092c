"""The admin site: open to superusers and to each organization's admins."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

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

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Site(admin.AdminSite):
    """Admits active superusers and admins; what they see there is scoped by accounts.scoped_admin."""

    site_header = _("Admit One administration")
    site_title = _("Admit One")
    index_title = _("Everything in the organization")

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        """Every view of the site; what PostgreSQL cannot even be asked is refused before it fails there."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if makes_no_sense(request):
                raise BadRequest
            return guarded(request, *args, **kwargs)

        return cast(View, answered)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """Leads to the one sign-in, with its second factors and rate limits, and back."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            # Signing in once more would lead a member round in a circle.
            raise PermissionDenied
        return redirect_to_login(
            request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"), reverse("account_login")
        )

    def password_change(  # type: ignore[override]  # a redirect, where Django answers with a page
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Leads to the one place where passwords are changed."""
        return redirect("account_change_password")


def makes_no_sense(request: HttpRequest) -> bool:
    """Whether a filter or a search holds NUL, or a row was ticked that has no number."""
    asked = (text for texts in dict(request.GET.lists()).values() for text in texts)
    ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
    return any("\0" in str(text) for text in asked) or not all(
        number.isascii() and number.isdecimal() for number in ticked
    )
