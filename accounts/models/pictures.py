"""Pictures of organizations and people, stored as what `accounts.pictures.shrink` makes of an upload."""

from django.db import models

from accounts.models.organizations import Organization


class Picture(models.Model):
    """An organization's logo or a user's photo.

    It is kept in the database, so that one backup holds everything and every web process can serve it. `digest` is of
    its content and its owner: another picture has another digest, and no two owners share one.
    """

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    content = models.BinaryField(editable=False)
    width = models.PositiveSmallIntegerField(editable=False)
    height = models.PositiveSmallIntegerField(editable=False)

    def __str__(self) -> str:
        return self.digest
