"""The forms of links."""

from owner.links.forms.extend import ExtendForm
from owner.links.forms.filters import LinkFilter, Selection
from owner.links.forms.share import EMBED, ONE_TIME, SCHEDULING, ShareForm

__all__ = ["EMBED", "ONE_TIME", "SCHEDULING", "ExtendForm", "LinkFilter", "Selection", "ShareForm"]
