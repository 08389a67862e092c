from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the indexes are built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('links', '0012_batches_newest'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(condition=models.Q(('over_at__isnull', False), ('revoked_at', None), ('uses__lt', models.F('max_uses'))), fields=['organization', 'over_at'], name='link_open'),
        ),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(condition=models.Q(('revoked_at', None), ('uses__lt', models.F('max_uses'))), fields=['owner', '-created_at', '-id'], name='link_own_unspent'),
        ),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['owner', '-created_at', '-id'], name='link_own_revoked'),
        ),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(condition=models.Q(('revoked_at__isnull', False)), fields=['organization', 'revoked_at'], name='link_revoked_at'),
        ),
    ]
