from django.db import migrations

# A calendar is its connection's user's, and all that is known from it too: foreign keys on pairs, which Django cannot
# word.
FORWARDS = """
    ALTER TABLE calendars_calendar ADD CONSTRAINT calendar_of_its_connection
        FOREIGN KEY (connection_id, host_id, organization_id)
        REFERENCES calendars_connection (id, user_id, organization_id) DEFERRABLE INITIALLY IMMEDIATE;
    ALTER TABLE calendars_target ADD CONSTRAINT target_of_host
        FOREIGN KEY (calendar_id, host_id) REFERENCES calendars_calendar (id, host_id) DEFERRABLE INITIALLY IMMEDIATE;
    ALTER TABLE calendars_busyweek ADD CONSTRAINT busy_week_of_its_host
        FOREIGN KEY (calendar_id, host_id) REFERENCES calendars_calendar (id, host_id) DEFERRABLE INITIALLY IMMEDIATE;
    ALTER TABLE calendars_hostentry ADD CONSTRAINT host_entry_of_host
        FOREIGN KEY (calendar_id, host_id) REFERENCES calendars_calendar (id, host_id) DEFERRABLE INITIALLY IMMEDIATE;
    ALTER TABLE calendars_alert ADD CONSTRAINT alert_of_host
        FOREIGN KEY (calendar_id, host_id) REFERENCES calendars_calendar (id, host_id) DEFERRABLE INITIALLY IMMEDIATE;
"""
BACKWARDS = """
    ALTER TABLE calendars_calendar DROP CONSTRAINT calendar_of_its_connection;
    ALTER TABLE calendars_target DROP CONSTRAINT target_of_host;
    ALTER TABLE calendars_busyweek DROP CONSTRAINT busy_week_of_its_host;
    ALTER TABLE calendars_hostentry DROP CONSTRAINT host_entry_of_host;
    ALTER TABLE calendars_alert DROP CONSTRAINT alert_of_host;
"""


class Migration(migrations.Migration):
    dependencies = [("calendars", "0001_initial")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
