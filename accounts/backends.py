"""The authentication backend that loads the user of a session."""

from functools import cache

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.models import User


class WithOrganization(BaseBackend):
    """Loads the signed-in user together with the organization, whose rules every request needs.

    The same query computes the flags of other apps (`USER_FLAGS` in the settings). This backend signs nobody in:
    allauth's does, and stays in the settings for older sessions, too.
    """

    def get_user(self, user_id: int) -> User | None:
        return _users().filter(pk=user_id, is_active=True).first()


@cache
def _users() -> QuerySet[User]:
    flags = {name: import_string(condition) for name, condition in settings.USER_FLAGS.items()}
    return User.objects.select_related("organization").annotate(**flags)
