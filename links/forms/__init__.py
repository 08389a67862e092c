"""The forms of links."""

from links.forms.extend import ExtendForm
from links.forms.filters import LinkFilter, Selection
from links.forms.share import EMBED, ON_A_DATE, ONE_TIME, SCHEDULING, ShareForm

__all__ = ["EMBED", "ONE_TIME", "ON_A_DATE", "SCHEDULING", "ExtendForm", "LinkFilter", "Selection", "ShareForm"]
