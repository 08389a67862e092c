import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the index is built, whatever is served meanwhile. It takes the place of an older one.
    atomic = False

    dependencies = [
        ('links', '0014_owners_lists_in_order'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='link',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(models.Func('organization_id', 'metadata', arg_joiner=')::text], ', output_field=models.JSONField(), template="jsonb_set('{}'::jsonb, ARRAY[(%(expressions)s)"), name='jsonb_path_ops'), condition=models.Q(('metadata', {}), _negated=True), name='link_metadata_of'),
        ),
        RemoveIndexConcurrently(model_name='link', name='link_metadata'),
    ]
