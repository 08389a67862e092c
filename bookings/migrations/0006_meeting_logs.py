import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

FILL = """
    UPDATE bookings_booking SET
        event_type_id = bookings_admission.event_type_id,
        link_type = CASE
            WHEN bookings_admission.link_id IS NULL THEN 'public'
            WHEN links_link.max_uses IS NULL THEN 'reusable'
            WHEN links_link.max_uses = 1 THEN 'single-use'
            ELSE 'several'
        END
    FROM bookings_admission LEFT JOIN links_link ON links_link.id = bookings_admission.link_id
    WHERE bookings_admission.id = bookings_booking.admission_id;
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_delegates"),
        ("bookings", "0005_whole_life"),
        ("links", "0003_search"),
        ("pages", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="event_type",
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pages.eventtype"),
        ),
        migrations.AddField(
            model_name="booking",
            name="link_type",
            field=models.CharField(choices=[("single-use", "Single-use"), ("several", "For several bookings"), ("reusable", "Reusable"), ("public", "Public page")], default="", max_length=10, verbose_name="link type"),
            preserve_default=False,
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="booking",
            name="event_type",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pages.eventtype"),
        ),
        migrations.AlterField(
            model_name="booking",
            name="organization",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organization"),
        ),
        migrations.AlterField(
            model_name="booking",
            name="admission",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="bookings.admission"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["organization", "-created_at", "-id"], name="booking_newest"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["event_type", "-created_at", "-id"], name="booking_of_event_type"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["organization", "status", "-created_at", "-id"], name="booking_by_status"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["organization", "link_type", "-created_at", "-id"], name="booking_by_link_type"),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(condition=models.Q(("link_type", "single-use"), _negated=True), fields=["organization", "-created_at", "-id"], name="booking_not_single_use"),
        ),
        migrations.AddIndex(
            model_name="admission",
            index=django.contrib.postgres.indexes.GinIndex(
                django.db.models.expressions.RawSQL(
                    r"""(array_to_tsvector(ARRAY['#' || "organization_id"::text, '@' || lower("customer_email")] || string_to_array('@' || replace(lower(translate("guests"::text, '[]" ', '')), ',', ',@'), ','))"""
                    r""" || to_tsvector('simple'::regconfig, translate("customer_name" || ' ' || "customer_email" || ' ' || "company" || ' ' || "guests"::text, """
                    r"""'!"#$&''()*+,-./:;<=>?@[\]^_`{|}~', '                               ')))""",
                    (),
                    django.contrib.postgres.search.SearchVectorField(),
                ),
                name="admission_words",
            ),
        ),
    ]
