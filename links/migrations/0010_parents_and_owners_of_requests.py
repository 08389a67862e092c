import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FILL = """
    UPDATE links_link parent SET has_versions = true
    WHERE max_uses IS NULL AND parent_id IS NULL
        AND EXISTS (SELECT FROM links_link version WHERE version.parent_id = parent.id);
    UPDATE links_linkrequest request SET owner_id = link.owner_id FROM links_link link WHERE link.id = request.link_id;
    SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):

    dependencies = [
        ('links', '0009_metadata_index'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='link',
            name='has_versions',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name='linkrequest',
            name='owner',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='linkrequest',
            name='owner',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='link',
            index=models.Index(condition=models.Q(('has_versions', True)), fields=['organization'], name='link_parents'),
        ),
        migrations.AddIndex(
            model_name='linkrequest',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['owner', '-id'], name='link_request_open_own'),
        ),
        migrations.AddIndex(
            model_name='linkrequest',
            index=models.Index(fields=['owner', '-at'], name='link_request_of_owner'),
        ),
    ]
