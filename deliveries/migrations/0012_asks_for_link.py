from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the index is built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('deliveries', '0011_blames'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='delivery',
            index=models.Index(models.F('facts__link__pk'), condition=models.Q(('kind', 'link_asked')), name='delivery_asks_for_link'),
        ),
    ]
