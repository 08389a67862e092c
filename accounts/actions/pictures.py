"""Writes of logos and photos. A picture that is replaced or removed is deleted."""

from hashlib import sha256

from django.db import transaction

from accounts.models import Organization, Picture, User
from accounts.pictures import ShrunkPicture


def change_logo(*, actor: User, logo: ShrunkPicture | None) -> None:
    """Replace the logo of the actor's organization; None removes it."""
    with transaction.atomic(durable=True):
        organization = Organization.objects.select_for_update(no_key=True).get(pk=actor.organization_id)
        _replace(organization, "logo", organization.pk, logo)


def change_photo(*, actor: User, photo: ShrunkPicture | None) -> None:
    """Replace the actor's photo; None removes it."""
    with transaction.atomic(durable=True):
        user = User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        _replace(user, "photo", user.organization_id, photo)


def drop_photo(*, user: User) -> None:
    """Delete the user's photo, inside the caller's transaction."""
    _replace(user, "photo", user.organization_id, None)


def _replace(owner: Organization | User, field: str, organization_id: int, shrunk: ShrunkPicture | None) -> None:
    former = getattr(owner, f"{field}_id")
    if shrunk is None:
        setattr(owner, field, None)
    else:
        name = sha256(f"{field} {owner.pk} {shrunk.digest}".encode()).hexdigest()
        picture, _made = Picture.objects.get_or_create(
            digest=name,
            defaults={
                "organization_id": organization_id,
                "content": shrunk.content,
                "width": shrunk.width,
                "height": shrunk.height,
            },
        )
        setattr(owner, field, picture)
    owner.save(update_fields=[field])
    if former != getattr(owner, f"{field}_id"):
        Picture.objects.filter(pk=former).delete()
