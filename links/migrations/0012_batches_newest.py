import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the indexes are built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('accounts', '0020_stats_scope'),
        ('links', '0011_openings_of_owners'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='linkbatch',
            index=models.Index(fields=['organization', '-id'], name='link_batch_newest'),
        ),
        AddIndexConcurrently(
            model_name='linkbatch',
            index=models.Index(fields=['created_by', '-id'], name='link_batch_own_newest'),
        ),
        # The new indexes begin with these columns.
        migrations.AlterField(
            model_name='linkbatch',
            name='created_by',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='linkbatch',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization'),
        ),
    ]
