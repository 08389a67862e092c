"""The token of a customer's form: it stands in for the CSRF cookie, which customers' pages neither set nor need.

It is bound to what the form is for, to the link or page it was shown for, and to the submission key, under which the
form counts once. It is made when the form is shown, so a form that nobody was shown cannot be sent.
"""

from uuid import UUID

from django.core import signing

SALT = "customer.form_token"


def make(purpose: str, entry: str, key: UUID) -> str:
    """The signed token for one showing of a form."""
    return signing.Signer(salt=SALT).sign_object([purpose, entry, key.hex])


def read(token: str, purpose: str, entry: str) -> UUID | None:
    """The submission key of a genuine token for this very purpose and entry, else None."""
    try:
        found = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    if not isinstance(found, list) or found[:2] != [purpose, entry]:
        return None
    return UUID(hex=found[2])
