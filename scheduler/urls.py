"""The site map."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from scheduler import outage

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bookings.urls")),
    path("", include("links.urls")),
    path("", include("pages.urls")),
    path("", include("accounts.urls")),
    path("", include("deliveries.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400, handler500 = outage.bad_request, outage.server_error
