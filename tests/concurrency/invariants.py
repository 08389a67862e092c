"""What must hold of every state of the database, whatever was done to it. Ids are those of the list of invariants."""

from django.db import connection

# A seat, and the time of whoever took it, by what they have in common.
OF_SEAT = "coalesce('pool ' || s.pool_id, 'page ' || s.page_id)"
OF_HOST = "coalesce('pool ' || h.pool_id, 'page ' || h.page_id)"
# What raises a meeting's sequence, as its history says it.
CHANGES = "('rescheduled', 'reassigned', 'approved', 'declined', 'cancelled')"
# Each finds the rows that break a promise, so that a failure shows them.
BROKEN = {
    "I1: more admissions than the link allows": """
        SELECT l.id, l.max_uses, count(*) FROM links_link l JOIN bookings_admission a ON a.link_id = l.id
        GROUP BY l.id HAVING count(*) > l.max_uses""",
    "I2: the link counts other than its admissions": """
        SELECT l.id, l.uses, count(a.id) FROM links_link l LEFT JOIN bookings_admission a ON a.link_id = l.id
        GROUP BY l.id HAVING count(a.id) <> l.uses""",
    "I3: two meetings of one person overlap": """
        SELECT x.id, y.id FROM pages_hosttime x JOIN pages_hosttime y ON x.host_id = y.host_id AND x.id < y.id
        AND x.active AND y.active AND x.starts_at < y.ends_at AND y.starts_at < x.ends_at""",
    "an admission without its booking": """
        SELECT a.id FROM bookings_admission a
        WHERE NOT EXISTS (SELECT FROM bookings_booking b WHERE b.admission_id = a.id)""",
    "a booking that takes nobody's time": """
        SELECT b.id FROM bookings_booking b WHERE b.status = 'scheduled'
        AND NOT EXISTS (SELECT FROM pages_hosttime h WHERE h.meeting = b.uid AND h.active)""",
    "time taken by no booking": """
        SELECT h.id FROM pages_hosttime h WHERE NOT EXISTS (SELECT FROM bookings_booking b WHERE b.uid = h.meeting)
        AND NOT EXISTS (SELECT FROM bookings_suggestedtime s JOIN bookings_booking b ON b.id = s.booking_id
                        WHERE s.uid = h.meeting AND s.starts_at = h.starts_at AND h.active
                        AND b.status = 'requested')""",
    "a meeting whose hosts' time is not its own": """
        SELECT b.id, h.id FROM bookings_booking b JOIN bookings_admission a ON a.id = b.admission_id
        JOIN pages_hosttime h ON h.meeting = b.uid
        WHERE (h.starts_at, h.ends_at, h.event_type_id) <> (b.starts_at, b.ends_at, a.event_type_id)
           OR (b.status IN ('scheduled', 'no_show'), b.status = 'scheduled') <> (h.active, h.counts)""",
    "a request that lapses at another time than its last": """
        SELECT b.id FROM bookings_booking b WHERE b.lapses_at IS DISTINCT FROM (
            SELECT max(s.starts_at) FROM bookings_suggestedtime s WHERE s.booking_id = b.id)""",
    "host time that waits for another answer than its meeting": """
        SELECT h.id FROM pages_hosttime h LEFT JOIN bookings_suggestedtime s ON s.uid = h.meeting
        JOIN bookings_booking b ON b.uid = h.meeting OR b.id = s.booking_id
        WHERE h.waits_until IS DISTINCT FROM CASE WHEN b.status = 'requested' THEN b.lapses_at END""",
    "another onlooker than the owner of a link to somebody else": """
        SELECT b.id FROM bookings_booking b JOIN bookings_admission a ON a.id = b.admission_id
        LEFT JOIN links_link l ON l.id = a.link_id
        WHERE b.onlooker_id IS DISTINCT FROM CASE WHEN NOT EXISTS (
            SELECT FROM pages_hosttime h WHERE h.meeting = b.uid AND h.host_id = l.owner_id) THEN l.owner_id END""",
    # A rule that was saved anew says nothing of the bookings before it. An admission is never written again.
    "half a panel, or another than the rule's": f"""
        SELECT * FROM (
            SELECT b.id,
                   ARRAY(SELECT {OF_SEAT} FROM pages_ruleseat s WHERE s.rule_id = rule.id ORDER BY 1) AS seats,
                   ARRAY(SELECT {OF_HOST} FROM pages_hosttime h WHERE h.meeting = b.uid AND h.active ORDER BY 1) AS held
            FROM bookings_booking b JOIN bookings_admission a ON a.id = b.admission_id
            JOIN pages_pageeventtype rule
              ON rule.page_id = a.page_id AND rule.event_type_id = a.event_type_id AND rule.at_once
            WHERE b.status = 'scheduled'
              AND (SELECT max(s.xmin::text::bigint) FROM pages_ruleseat s WHERE s.rule_id = rule.id)
                  < a.xmin::text::bigint) panel
        WHERE seats <> held""",
    "a pool that counts other meetings than its members have": """
        SELECT m.id, m.received, count(h.id) FROM pages_poolmember m
        LEFT JOIN pages_hosttime h ON h.pool_id = m.pool_id AND h.page_id = m.page_id AND h.counts
        GROUP BY m.id HAVING m.received <> count(h.id)""",
    "I6: a confirmation that nobody owes": """
        SELECT b.id, e.kind, e.recipient FROM bookings_booking b JOIN bookings_admission a ON a.id = b.admission_id,
        LATERAL (SELECT CASE WHEN EXISTS (
                     SELECT FROM accounts_historyentry y
                     WHERE y.subject = 'booking' AND y.subject_id = b.id AND y.verb = 'requested')
                 THEN 'request' ELSE 'confirmation' END AS what) first,
        LATERAL (SELECT 'customer_' || what AS kind, a.customer_email AS recipient
                 UNION ALL SELECT 'host_' || what, u.email FROM pages_hosttime h
                 JOIN accounts_user u ON u.id = h.host_id WHERE h.meeting = b.uid
                 AND NOT EXISTS (SELECT FROM accounts_historyentry y WHERE y.subject = 'booking'
                                 AND y.subject_id = b.id AND y.verb = 'reassigned')) e
        WHERE NOT EXISTS (SELECT FROM deliveries_delivery d WHERE d.thread = b.uid AND d.kind = e.kind
                          AND d.recipient = e.recipient AND d.sequence = 0 AND d.copy = 0)""",
    "I6: more deliveries than are owed": """
        SELECT b.id FROM bookings_booking b
        WHERE (SELECT count(*) FROM deliveries_delivery d WHERE d.thread = b.uid AND d.copy = 0 AND d.sequence = 0
               AND d.medium = 'email' AND d.kind NOT LIKE 'reminder%%'
               AND d.kind NOT IN ('follow_up', 'new_time_asked'))
           <> 1 + (SELECT count(*) FROM pages_hosttime h WHERE h.meeting = b.uid)""",
    "I9: a delivery without its booking": """
        SELECT d.id FROM deliveries_delivery d
        WHERE d.kind NOT LIKE 'calendar%%' AND NOT EXISTS (SELECT FROM bookings_booking b WHERE b.uid = d.thread)
        AND NOT EXISTS (SELECT FROM links_linkbatch b WHERE b.thread = d.thread)
        AND NOT EXISTS (SELECT FROM accounts_historyentry e
            WHERE e.subject = 'link' AND e.verb = 'sent' AND e.details ->> 'delivery' = d.id::text)""",
    "a batch of which a part is missing": """
        SELECT b.id, n.links, n.made, n.mails FROM links_linkbatch b, LATERAL (SELECT
            (SELECT count(*) FROM links_link l WHERE l.batch_id = b.id) AS links,
            (SELECT count(*) FROM accounts_historyentry e JOIN links_link l ON l.id = e.subject_id
             WHERE l.batch_id = b.id AND e.subject = 'link' AND e.verb = 'made') AS made,
            (SELECT count(*) FROM deliveries_delivery d WHERE d.thread = b.thread AND d.copy = 0) AS mails) n
        WHERE n.links <> b.count OR n.made <> b.count OR n.mails <> CASE WHEN b.emailed THEN b.count ELSE 0 END""",
    "a booking without its history": """
        SELECT b.id FROM bookings_booking b WHERE 1 <> (SELECT count(*) FROM accounts_historyentry e
        WHERE e.subject = 'booking' AND e.subject_id = b.id AND e.verb IN ('booked', 'requested'))""",
    "I10: a sequence that is not the number of changes": f"""
        SELECT b.id, b.sequence, n.changes, n.sequences, n.newest FROM bookings_booking b
        JOIN bookings_admission a ON a.id = b.admission_id, LATERAL (SELECT
            (SELECT count(*) FROM accounts_historyentry e WHERE e.subject = 'booking' AND e.subject_id = b.id
             AND e.verb IN {CHANGES})
            -- A room that was made late is told, and no operation of anybody.
            + (SELECT count(DISTINCT d.sequence) FROM deliveries_delivery d
               WHERE d.thread = b.uid AND d.facts ->> 'event' = 'room_made') AS changes,
            (SELECT count(DISTINCT d.sequence) FROM deliveries_delivery d
             WHERE d.thread = b.uid AND d.recipient = a.customer_email) AS sequences,
            (SELECT max(d.sequence) FROM deliveries_delivery d WHERE d.thread = b.uid) AS newest) n
        WHERE (n.changes, n.sequences - 1, n.newest) <> (b.sequence, b.sequence, b.sequence)""",
    "I10: a cancellation that is not the last word": """
        SELECT b.id, d.id FROM bookings_booking b JOIN deliveries_delivery d ON d.thread = b.uid
        WHERE d.kind = 'customer_cancellation'
              AND (b.status NOT IN ('cancelled', 'withdrawn') OR d.sequence <> b.sequence)
           OR b.status IN ('cancelled', 'withdrawn')
              AND d.sequence = b.sequence AND d.facts ->> 'method' NOT IN ('CANCEL', '')""",
    "I6: a host who is not told of the last change": """
        SELECT b.id, u.id FROM bookings_booking b JOIN pages_hosttime h ON h.meeting = b.uid
        JOIN accounts_user u ON u.id = h.host_id
        WHERE b.status IN ('scheduled', 'cancelled', 'withdrawn') AND NOT EXISTS (SELECT FROM deliveries_delivery d
            WHERE d.thread = b.uid AND d.sequence = b.sequence AND d.recipient = u.email AND d.kind LIKE 'host%%')""",
    "I16: a meeting in time that is busy elsewhere, and its host was not told": """
        SELECT h.id, w.id FROM pages_hosttime h JOIN bookings_booking b ON b.uid = h.meeting AND b.status = 'scheduled'
        JOIN calendars_busyweek w ON w.host_id = h.host_id, unnest(w.starts, w.ends) AS busy (starts, ends)
        WHERE h.active AND h.starts_at > now()
          AND to_timestamp(busy.starts) < h.ends_at AND to_timestamp(busy.ends) > h.starts_at
          AND NOT EXISTS (SELECT FROM calendars_alert a WHERE a.kind = 'conflict' AND a.closed_at IS NULL
                          AND a.meeting = h.meeting AND a.host_id = h.host_id)""",
    "I17: a conflict without its mail": """
        SELECT a.id FROM calendars_alert a JOIN accounts_user u ON u.id = a.host_id
        JOIN bookings_booking b ON b.uid = a.meeting WHERE a.kind = 'conflict'
        AND NOT EXISTS (SELECT FROM deliveries_delivery d WHERE d.kind = 'calendar_conflict' AND d.recipient = u.email
            AND d.facts -> 'meetings' @> jsonb_build_array(jsonb_build_object('page', '/meetings/' || b.id || '/')))""",
    "I17: a meeting that is not added to its host's calendar": """
        SELECT b.id, h.host_id FROM bookings_booking b JOIN pages_hosttime h ON h.meeting = b.uid AND h.active
        JOIN calendars_target t ON t.host_id = h.host_id AND t.since < b.created_at WHERE b.status = 'scheduled'
        AND NOT EXISTS (SELECT FROM calendars_hostentry e WHERE e.meeting = b.uid AND e.host_id = h.host_id)""",
    "I18: an event of no meeting": """
        SELECT d.id FROM deliveries_delivery d WHERE d.medium = 'webhook' AND d.kind LIKE 'booking.%%'
        AND NOT EXISTS (SELECT FROM bookings_booking b WHERE b.uid = d.thread)""",
    "I18: a meeting that a webhook is not told of": """
        SELECT b.id, e.id FROM bookings_booking b JOIN deliveries_endpoint e ON e.organization_id = b.organization_id
            AND e.created_at < b.created_at AND e.removed_at IS NULL AND e.disabled_at IS NULL AND e.events = '{}'
        WHERE NOT EXISTS (SELECT FROM deliveries_delivery d WHERE d.thread = b.uid AND d.recipient = 'hook:' || e.id
                          AND d.kind IN ('booking.created', 'booking.requested'))""",
    "I17: an entry that nobody is to write any more, other than its meeting": """
        SELECT e.id, e.state FROM calendars_hostentry e LEFT JOIN pages_hosttime h
        ON h.meeting = e.meeting AND h.host_id = e.host_id AND h.active
        WHERE NOT EXISTS (SELECT FROM deliveries_delivery d WHERE d.thread = e.meeting AND d.medium = 'calendar'
                          AND d.recipient = 'host:' || e.host_id AND d.sent_at IS NULL AND d.superseded_at IS NULL)
        AND CASE WHEN h.id IS NULL THEN e.state = 'written'
                 ELSE (e.state, e.starts_at, e.ends_at) <> ('written', h.starts_at, h.ends_at) END""",
    "I17: busy time of a calendar that is not checked": """
        SELECT w.id FROM calendars_busyweek w JOIN calendars_calendar c ON c.id = w.calendar_id
        WHERE NOT c.checked OR c.read_at IS NULL""",
    # What is sealed begins with the key's id. `tests/calendars/contract/test_nothing_told.py` searches all texts.
    "I18: a secret that is not sealed, or of a connection that has ended": """
        SELECT id FROM calendars_connection
        WHERE secret <> '' AND (secret !~ '^[0-9a-z]{3}:' OR disconnected_at IS NOT NULL)""",
    "I19: a calendar's words where there are to be instants": """
        SELECT a.id, d.value FROM calendars_alert a, jsonb_each_text(a.details) d
        WHERE d.value !~ '^[0-9T:.+-]+$' UNION ALL
        SELECT c.id, w.value::text FROM calendars_calendar c, jsonb_array_elements(c.warnings) w
        WHERE w.value ->> 0 NOT IN ('too often', 'unknown zone', 'unreadable') OR w.value ->> 1 !~ '^[0-9]+$'""",
}
# xmin is the transaction that wrote a row's version, so it tells only while nobody has touched the row since: of a
# meeting that was changed, the last change. Its history is never written again.
TOGETHER = f"""
    SELECT b.id, last.verb FROM bookings_booking b, LATERAL (
        SELECT e.verb, e.xmin::text AS xid FROM accounts_historyentry e WHERE e.subject = 'booking'
        AND e.subject_id = b.id AND e.verb IN ('booked', 'requested', 'no-show', {CHANGES[1:-1]})
        ORDER BY e.id DESC LIMIT 1) last
    WHERE last.verb <> 'no-show' AND (b.xmin::text <> last.xid
       OR EXISTS (SELECT FROM pages_hosttime h WHERE h.meeting = b.uid AND h.active AND h.counts
                  AND last.verb <> 'reassigned' AND h.xmin::text <> last.xid)
       OR EXISTS (SELECT FROM deliveries_delivery d WHERE d.thread = b.uid AND d.sequence = b.sequence AND d.copy = 0
                  AND d.attempts = 0 AND d.lease IS NULL AND d.sent_at IS NULL AND d.superseded_at IS NULL
                  AND d.kind <> 'new_time_asked' AND d.xmin::text <> last.xid))
       OR EXISTS (SELECT FROM bookings_admission a WHERE a.id = b.admission_id AND last.verb IN ('booked', 'requested')
                  AND a.xmin::text <> last.xid)"""


def broken_promises() -> dict[str, list[tuple[object, ...]]]:
    """The rows that break an invariant, by what is wrong; empty when all is well."""
    found = {}
    with connection.cursor() as cursor:
        for what, query in (BROKEN | {"I6: not all of one transaction": TOGETHER}).items():
            cursor.execute(query)
            if rows := cursor.fetchall():
                found[what] = rows
    return found
