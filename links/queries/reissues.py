"""Queries that follow links which were reissued from one another, with the texts about their recipients."""

from collections.abc import Callable, Collection

from links.models import Link, LinkQuerySet


def reissued_from(links: Collection[int]) -> list[Link]:
    """Return the links that were reissued from these, over any number of steps."""
    return _follow(links, lambda fresh: Link.objects.filter(reissue_of__in=fresh))


def related_reissues(links: Collection[int], names: Collection[str]) -> list[Link]:
    """Return links with one of the names and no address that were reissued from these, or these from them."""
    named = Link.objects.filter(recipient_email="", recipient_name__in=names)

    def near(fresh: Collection[int]) -> LinkQuerySet:
        # Two questions, each of which an index answers. As one, all links would be read.
        earlier = Link.objects.filter(pk__in=fresh).values("reissue_of")
        return named.filter(reissue_of__in=fresh).union(named.filter(pk__in=earlier))

    return _follow(links, near)


def _follow(links: Collection[int], step: Callable[[Collection[int]], LinkQuerySet]) -> list[Link]:
    found, fresh = dict[int, Link](), set(links)
    while fresh:
        near = {link.pk: link for link in step(fresh) if link.pk not in found and link.pk not in links}
        found, fresh = found | near, set(near)
    return [found[pk] for pk in sorted(found)]
