"""The models of links."""

from links.models.ends import ENDS
from links.models.groups import LinkBatch, ManagedLinks
from links.models.links import MOST_USES, Link, LinkQuerySet
from links.models.openings import LinkRequest, Opening

__all__ = ["ENDS", "MOST_USES", "Link", "LinkBatch", "LinkQuerySet", "LinkRequest", "ManagedLinks", "Opening"]
