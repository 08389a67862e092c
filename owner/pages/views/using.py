"""The pages that use something, by the names that the reader knows: a page of a reusable link has the link's name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.cldr import list_html
from links.models import Link
from pages.models import Page, RuleSeat

# How many uses a sentence names.
MOST = 20


@dataclass(frozen=True, slots=True)
class Use:
    """A page or reusable link by name; the address is empty if the reader cannot open it."""

    name: str
    address: str

    def __str__(self) -> SafeString:
        if not self.address:
            return format_html("{}", self.name)
        return format_html('<a href="{}">{}</a>', self.address, self.name)

    # Templates call `__str__`, format_html calls `__html__`.
    __html__ = __str__


def named_uses(pages: Iterable[Page], user: User, *, master: str = "master-page") -> dict[int, Use]:
    """Return the pages as the user knows them, by their ids, in the given order.

    `master` is the name of the view to which master pages lead. One query if a page was made with a link, else none.
    """
    pages = list(pages)
    made = [page.pk for page in pages if page.by_wizard]
    links = {link.page_id: link for link in Link.objects.reusable().filter(page__in=made)} if made else {}

    def use(page: Page) -> Use:
        link = links.get(page.pk)
        return Use(_name(page), _address(page, user, master)) if link is None else _link(link, page, user)

    return {page.pk: use(page) for page in pages}


def links_made_with(page: Page, user: User) -> list[Use]:
    """Return the reusable links, unless withdrawn, that were made with the booking page or with a pool of it."""
    seats = RuleSeat.objects.filter(Q(page=page) | Q(pool__members__page=page))
    made = Page.objects.current().filter(by_wizard=True, offered__in=seats.values("rule"))
    working = made.filter(pk__in=Link.objects.reusable().filter(revoked_at=None).values("page"))
    return list(named_uses(working.select_related("owner").order_by("name", "pk"), user).values())


def listed(uses: Iterable[Use]) -> SafeString:
    """Return the first uses in words, each leading to where it can be changed, and how many more there are."""
    uses = list(uses)
    more = len(uses) - MOST
    names: list[object] = [*uses[:MOST]]
    if more > 0:
        names.append(ngettext("%(count)d more", "%(count)d more", more) % {"count": more})
    return list_html(names)


def _link(link: Link, page: Page, user: User) -> Use:
    """Return the link's name, which is internal; for a user who may not see the link, only its owner."""
    if link.owner_id != user.pk and not user.is_admin:
        return Use(_("a reusable link of %(owner)s") % {"owner": page.owner.name}, "")
    name = link.label or page.name
    text = _("%(name)s (withdrawn link)") if link.revoked_at else _("%(name)s (reusable link)")
    return Use(text % {"name": name}, reverse("link-page", args=[link.pk]))


def _name(page: Page) -> str:
    return str(page) if page.archived_at is None else _("%(name)s (archived)") % {"name": page}


def _address(page: Page, user: User, master: str) -> str:
    if page.archived_at is not None:
        return ""
    if page.kind == Page.Kind.MASTER:
        return reverse(master, args=[page.pk]) if user.is_admin else ""
    return reverse("booking-page", args=[page.pk]) if user.is_admin or page.owner_id == user.pk else ""
