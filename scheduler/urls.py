"""The URLconf of the project."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from api.assistants.views import mcp
from api.reference import reference
from scheduler import not_found, outage, status_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("customer.urls")),
    path("", include("owner.meetings.urls")),
    path("", include("owner.links.urls")),
    path("", include("owner.pages.urls")),
    path("", include("owner.calendars.urls")),
    path("", include("owner.team.urls")),
    path("", include("owner.settings.urls")),
    path("", include("owner.deliveries.urls")),
    path("", include("owner.webhooks.urls")),
    path("", include("owner.entrance.urls")),
    path("api/v1/", include("api.urls")),
    path("docs/api/", reference, name="api-reference"),
    path("mcp", mcp, name="mcp"),
    path("settings/status/", status_page.installation, name="status"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("", include("scheduler.redirects")),
]

handler400, handler404, handler500 = outage.bad_request, not_found.page_not_found, outage.server_error
