from django.db import migrations

# A rule's event type books at once, and only a rule has seats: foreign keys on pairs, which Django cannot word.
# The constraints say it in both directions: neither a row of a rule nor the switch of an event type can break it.
FORWARDS = """
    ALTER TABLE pages_pageeventtype ADD CONSTRAINT rule_event_type_books_at_once
        FOREIGN KEY (event_type_id, at_once) REFERENCES pages_eventtype (id, books_at_once)
        DEFERRABLE INITIALLY IMMEDIATE;
    ALTER TABLE pages_ruleseat ADD CONSTRAINT rule_seat_has_rule
        FOREIGN KEY (rule_id, at_once) REFERENCES pages_pageeventtype (id, at_once)
        ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARDS = """
    ALTER TABLE pages_pageeventtype DROP CONSTRAINT rule_event_type_books_at_once;
    ALTER TABLE pages_ruleseat DROP CONSTRAINT rule_seat_has_rule;
"""


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_master_pages")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
