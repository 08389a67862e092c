"""The backend that sessions are loaded by."""

from functools import cache

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from accounts.models import User


class WithOrganization(BaseBackend):
    """Loads the signed-in user together with the organization, whose rules every request asks for.

    What other apps want to know of whoever is signed in comes along in the same query (`USER_FLAGS` in the settings).
    It signs nobody in: allauth's backend does. That one stays in the settings for sessions from before, too.
    """

    def get_user(self, user_id: int) -> User | None:
        return _users().filter(pk=user_id, is_active=True).first()


@cache
def _users() -> QuerySet[User]:
    flags = {name: import_string(condition) for name, condition in settings.USER_FLAGS.items()}
    return User.objects.select_related("organization").annotate(**flags)
