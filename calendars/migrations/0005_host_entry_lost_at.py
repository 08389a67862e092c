from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calendars", "0004_tokens_and_pushes")]

    operations = [
        migrations.AddField(
            model_name="hostentry",
            name="lost_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="lost at"),
        ),
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[("conflict", "Busy during a meeting"), ("unread", "Calendar cannot be read")],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
