"""A page of links costs what it shows, however many were made and opened before: pages are counted."""

from datetime import timedelta

import pytest
from django.db import connection

from links.models import Link, Opening
from links.queries import Filters, listed, newest_links
from tests.bookings.reading import pages_read
from tests.builders import NOW, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
# Links of the years before, each of which was opened once by each.
GROW = """
    WITH made AS (
        INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name, recipient_email,
            locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id, created_by_id,
            created_at)
        SELECT organization_id, page_id, 'a', decode(lpad(to_hex(n), 32, '0'), 'hex'), 0, 1, '', '', false, '{}', '',
            '', '', false, '{}', owner_id, created_by_id, created_at - n * interval '1 hour'
        FROM links_link, generate_series(%(first)s::int, %(last)s::int) n WHERE id = %(like)s
        RETURNING id, created_at
    )
    INSERT INTO links_opening (link_id, at, by)
    SELECT id, created_at, by FROM made, unnest(ARRAY['browser', 'scanner']) by
"""


def grow(like, first, last):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(GROW, {"like": like.pk, "first": first, "last": last})
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE links_link")
        cursor.execute("ANALYZE links_opening")


def read(user, generic):
    pks, _after = newest_links(user=user, now=NOW, filters=Filters(), most=50)
    links = Link.objects.filter(pk__in=pks).select_related("page", "parent__page", "organization")
    return pages_read(lambda: listed(links, NOW), generic)


def test_a_page_of_links_costs_the_same(ana):
    newest = [one_time_link(ana) for _ in range(50)]
    Opening.objects.bulk_create(Opening(link=one, at=NOW + timedelta(minutes=1), by="browser") for one in newest)
    grow(newest[0], 1, 1_000)
    before = [read(ana, generic) for generic in (False, True)]
    grow(newest[0], 1_001, 6_000)
    after = [read(ana, generic) for generic in (False, True)]
    # One search for the openings of all, not two for each of fifty.
    assert max(before) < 100
    assert [pages <= few + 20 for pages, few in zip(after, before, strict=True)] == [True, True]
