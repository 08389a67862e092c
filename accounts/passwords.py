"""A validator that refuses passwords made of context-specific words, such as names (NIST SP 800-63B)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Organization, User

PRODUCT = "admitone"
SHORTEST_WORD = 4
# At least so many characters must be left without the known words.
FEWEST_OWN = 8


class ContextValidator:
    """Refuses a password that is mostly the product's, the organization's or the user's own name or email address."""

    def validate(self, password: str, user: User | None = None) -> None:
        remaining = plain = _plain(password)
        for word in sorted(known_words(user), key=len, reverse=True):
            remaining = remaining.replace(word, "")
        if remaining != plain and len(remaining) < FEWEST_OWN:
            raise ValidationError(
                _("This is mostly a name or an email address that others know. Add words of your own."),
                code="password_known_words",
            )

    def get_help_text(self) -> str:
        return _("Not the names of yourself, your organization or this product.")


def known_words(user: User | None) -> set[str]:
    """Return what others know of the account, in lower case: whole names and addresses, and their longer words."""
    if user is None:
        return {PRODUCT}
    try:
        organization = user.organization.name
    except Organization.DoesNotExist:
        organization = ""
    texts = [user.name, organization, user.email, *user.email.split("@")]
    for text in list(texts):
        texts += re.split(r"[\W_]+", text)
    words = {_plain(text) for text in texts}
    return {PRODUCT, *(word for word in words if len(word) >= SHORTEST_WORD)}


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
