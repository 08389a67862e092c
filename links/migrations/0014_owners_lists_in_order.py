import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the indexes are built, whatever is served meanwhile. Each takes the place of an older one.
    atomic = False

    dependencies = [
        ('links', '0013_lists_by_end'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(fields=['owner', '-created_at', '-id', 'parent'], name='link_own_by_parent'),
        ),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(models.F('owner'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), django.db.models.functions.comparison.Coalesce('over_at', 'version_over_at'), models.F('parent'), condition=models.Q(('revoked_at', None), ('uses__lt', models.F('max_uses'))), name='link_own_by_end'),
        ),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(models.F('owner'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), models.F('revoked_at'), condition=models.Q(('revoked_at__isnull', False)), name='link_own_by_revoked'),
        ),
        RemoveIndexConcurrently(model_name='link', name='link_own_newest'),
        RemoveIndexConcurrently(model_name='link', name='link_own_unspent'),
        RemoveIndexConcurrently(model_name='link', name='link_own_revoked'),
    ]
