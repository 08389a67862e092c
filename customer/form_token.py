"""The token of a customer's form. It replaces Django's CSRF cookie, because customers' pages set no cookies.

It is bound to the purpose of the form, to the link or page where it was shown, and to the submission key, with which
the form counts only once. It is made when the form is shown, so nobody can send a form that was not shown.
"""

from uuid import UUID

from django.core import signing

SALT = "customer.form_token"


def make(purpose: str, entrance: str, key: UUID) -> str:
    """Return the signed token for one display of a form."""
    return signing.Signer(salt=SALT).sign_object([purpose, entrance, key.hex])


def read(token: str, purpose: str, entrance: str) -> UUID | None:
    """Return the submission key if the token is genuine and made for this purpose and entrance, else None."""
    try:
        values = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    if not isinstance(values, list) or values[:2] != [purpose, entrance]:
        return None
    return UUID(hex=values[2])
