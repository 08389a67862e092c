from django.db import migrations, models

# Nothing but its answer changed a request that waited: cancelled at sequence 1, it was withdrawn; later, it had been
# approved before.
FILL = """
    UPDATE bookings_booking SET status = 'withdrawn'
    WHERE status = 'cancelled' AND sequence = 1
        AND EXISTS (SELECT FROM bookings_suggestedtime WHERE booking_id = bookings_booking.id)
"""
EMPTY = "UPDATE bookings_booking SET status = 'cancelled' WHERE status = 'withdrawn'"


class Migration(migrations.Migration):
    dependencies = [("bookings", "0008_kid_of_three_characters")]

    operations = [
        migrations.AlterField(
            model_name="booking",
            name="status",
            field=models.CharField(choices=[("requested", "Requested"), ("scheduled", "Scheduled"), ("declined", "Declined"), ("withdrawn", "Withdrawn"), ("cancelled", "Cancelled"), ("no_show", "No-show")], default="scheduled", max_length=10, verbose_name="status"),
        ),
        migrations.RunSQL(FILL, EMPTY),
    ]
