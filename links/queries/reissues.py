"""Reads along the links that were made anew from one another, with what was written about their recipients."""

from collections.abc import Callable, Collection

from django.db.models import Q

from links.models import Link, LinkQuerySet


def made_from(links: Collection[int]) -> list[Link]:
    """Return the links that were made anew from these, over however many steps."""
    return _reached(links, lambda fresh: Link.objects.filter(reissue_of__in=fresh))


def alike(links: Collection[int], names: Collection[str]) -> list[Link]:
    """Return links with one of the names and no address, made anew from these or these from them."""
    named = Link.objects.filter(recipient_email="", recipient_name__in=names)
    return _reached(links, lambda fresh: named.filter(Q(reissue_of__in=fresh) | Q(reissues__in=fresh)).distinct())


def _reached(links: Collection[int], step: Callable[[Collection[int]], LinkQuerySet]) -> list[Link]:
    found, fresh = dict[int, Link](), set(links)
    while fresh:
        near = {link.pk: link for link in step(fresh) if link.pk not in found and link.pk not in links}
        found, fresh = found | near, set(near)
    return [found[pk] for pk in sorted(found)]
