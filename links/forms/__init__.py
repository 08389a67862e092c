"""The forms of links."""

from links.forms.extend import ExtendForm
from links.forms.filters import LinkFilter, Selection
from links.forms.share import EMBED, ONE_TIME, SCHEDULING, ShareForm

__all__ = ["EMBED", "ONE_TIME", "SCHEDULING", "ExtendForm", "LinkFilter", "Selection", "ShareForm"]
