import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.expressions
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nobody waits while the index is built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('deliveries', '0010_calls_by_kind'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='delivery',
            index=django.contrib.postgres.indexes.GinIndex(django.db.models.expressions.RawSQL('string_to_array(btrim(regexp_replace(regexp_replace(lower((translate(last_error, \'\\\', \' \')) COLLATE "C"), \'\\\\(u....|.)|[^\\\\a-z0-9_.@-]+|\\.+(?![a-z0-9_])\', \' \', \'g\'), \'@([a-z0-9_.-]*)(?=@)\', \'@\\1 \\1\', \'g\')), \' \')', (), django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), condition=models.Q(django.db.models.expressions.RawSQL("strpos(translate(last_error, '\\', ' '), '@') > 0", (), models.BooleanField())), name='delivery_blames'),
        ),
        RemoveIndexConcurrently(
            model_name='delivery',
            name='delivery_with_error',
        ),
    ]
