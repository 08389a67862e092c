from django.db import migrations

# What a question is now stands for what it was. One that is gone may have been hidden.
FILL = """
    UPDATE bookings_admission SET answers = told.answers
    FROM (
        SELECT admission.id, jsonb_agg(
            answer || jsonb_build_object('hidden', COALESCE((question -> 'hidden')::boolean, true)) ORDER BY place
        ) AS answers
        FROM bookings_admission AS admission
        JOIN pages_eventtype ON pages_eventtype.id = admission.event_type_id
        CROSS JOIN LATERAL jsonb_array_elements(admission.answers) WITH ORDINALITY AS one (answer, place)
        LEFT JOIN LATERAL jsonb_array_elements(pages_eventtype.questions) AS asked (question)
            ON question -> 'name' = answer -> 'name'
        GROUP BY admission.id
    ) AS told
    WHERE told.id = bookings_admission.id
"""
EMPTY = """
    UPDATE bookings_admission SET answers = (
        SELECT jsonb_agg(answer - 'hidden' ORDER BY place)
        FROM jsonb_array_elements(answers) WITH ORDINALITY AS one (answer, place)
    )
    WHERE answers <> '[]'
"""


class Migration(migrations.Migration):
    dependencies = [("bookings", "0006_meeting_logs"), ("pages", "0001_initial")]

    operations = [migrations.RunSQL(FILL, EMPTY)]
