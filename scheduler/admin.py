"""The admin site: open to superusers and to each organization's admins."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Site(admin.AdminSite):
    """Admits active superusers and admins; what they see there is scoped by accounts.admin.ScopedAdmin."""

    site_header = _("Admit One administration")
    site_title = _("Admit One")
    index_title = _("Everything in the organization")
