"""The backend that sessions are loaded by."""

from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class WithOrganization(BaseBackend):
    """Loads the signed-in user together with the organization, whose rules every request asks for.

    It signs nobody in: allauth's backend does. That one stays in the settings for sessions from before, too.
    """

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("organization").filter(pk=user_id, is_active=True).first()
