from django.db import migrations, models

# What changed last of meetings made before, as far as it was kept.
FILL = """
    UPDATE bookings_booking SET updated_at = greatest(created_at, rescheduled_at, decided_at);
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0015_meeting_logs_by_host'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='updated_at',
            field=models.DateTimeField(null=True, verbose_name='updated at'),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='booking',
            name='updated_at',
            field=models.DateTimeField(verbose_name='updated at'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['organization', 'updated_at', 'id'], name='booking_updated'),
        ),
    ]
