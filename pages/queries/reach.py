"""Reads of how far ahead people can be booked."""

from django.db import connection

# All event types that lead to a host: on their booking pages, or in rules with their pages or pools.
LONGEST_HORIZON = """
    SELECT coalesce(max(event_type.horizon_days), 0) FROM (
        SELECT offered.event_type_id FROM pages_page page
        JOIN pages_pageeventtype offered ON offered.page_id = page.id WHERE page.host_id = %(host)s
        UNION SELECT rule.event_type_id FROM pages_page page
        LEFT JOIN pages_poolmember member ON member.page_id = page.id
        JOIN pages_ruleseat seat ON seat.page_id = page.id OR seat.pool_id = member.pool_id
        JOIN pages_pageeventtype rule ON rule.id = seat.rule_id WHERE page.host_id = %(host)s
    ) reached JOIN pages_eventtype event_type ON event_type.id = reached.event_type_id
    WHERE event_type.archived_at IS NULL
"""


def longest_horizon(host: int) -> int:
    """Return how many days ahead the host can be booked through any page. One query."""
    with connection.cursor() as cursor:
        cursor.execute(LONGEST_HORIZON, {"host": host})
        days: int = cursor.fetchone()[0]
    return days
