"""The admin site: open to superusers and to each organization's admins."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Site(admin.AdminSite):
    """Admits active superusers and admins; what they see there is scoped by accounts.scoped_admin."""

    site_header = _("Admit One administration")
    site_title = _("Admit One")
    index_title = _("Everything in the organization")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
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
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Leads to the one place where passwords are changed."""
        return redirect("account_change_password")
