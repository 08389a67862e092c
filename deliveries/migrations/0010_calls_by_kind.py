from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the indexes are built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('deliveries', '0009_one_mail_by_key'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('failed_at', None), ('medium', 'webhook')), fields=['recipient', 'kind', '-id'], name='delivery_calls'),
        ),
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(condition=models.Q(('failed_at__isnull', False), ('medium', 'webhook')), fields=['recipient', 'kind', '-id'], name='delivery_calls_failed'),
        ),
        RemoveIndexConcurrently(
            model_name='delivery',
            name='delivery_of_endpoint',
        ),
    ]
