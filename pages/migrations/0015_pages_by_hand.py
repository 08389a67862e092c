import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the index is built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('accounts', '0020_stats_scope'),
        ('pages', '0014_room_in_calendar'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='page',
            index=models.Index(condition=models.Q(('by_wizard', False)), fields=['organization'], name='page_by_hand'),
        ),
        # The constraint of addresses begins with this column.
        migrations.AlterField(
            model_name='page',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization'),
        ),
    ]
