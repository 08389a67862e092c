from django.contrib.admin.apps import AdminConfig


class AdminSite(AdminConfig):
    """Django's admin, with its site object of ours."""

    default_site = "scheduler.admin.Site"
