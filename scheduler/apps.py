from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import register

from scheduler.checks import check_encryption, check_env_file, check_languages, check_sealing, check_zone_data


class AdminSite(AdminConfig):
    """Django's admin with our site class."""

    default_site = "scheduler.admin.Site"


class Project(AppConfig):
    """The project itself. It has no models, only checks of the installation."""

    name = "scheduler"

    def ready(self) -> None:
        register(check_zone_data, deploy=True)
        register(check_sealing, deploy=True)
        register(check_encryption, deploy=True)
        register(check_env_file, deploy=True)
        register(check_languages, deploy=True)
