import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("links", "0003_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="linkbatch",
            name="thread",
            field=models.UUIDField(default=uuid.uuid4, editable=False, verbose_name="thread of its mails"),
        ),
        # The default was drawn once, for all that were there.
        migrations.RunSQL("UPDATE links_linkbatch SET thread = gen_random_uuid()", migrations.RunSQL.noop),
    ]
