import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PIECE = 10_000
FILL = """
    UPDATE links_opening SET organization_id = links_link.organization_id, owner_id = links_link.owner_id FROM links_link
    WHERE links_link.id = links_opening.link_id AND links_opening.organization_id IS NULL
        AND links_opening.id >= %s AND links_opening.id < %s
"""


def fill(apps, editor):
    """Say of each opening whose link it was, each piece in a transaction of its own."""
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(min(id), 0), coalesce(max(id), -1) FROM links_opening")
        first, last = cursor.fetchone()
        for begin in range(first, last + 1, PIECE):
            cursor.execute(FILL, [begin, begin + PIECE])


class Migration(migrations.Migration):

    # Nobody waits while the columns are filled and the indexes are built, whatever is served meanwhile.
    atomic = False

    dependencies = [
        ('accounts', '0020_stats_scope'),
        ('links', '0010_parents_and_owners_of_requests'),
        ('pages', '0014_room_in_calendar'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='opening',
            name='organization',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.organization'),
        ),
        migrations.AddField(
            model_name='opening',
            name='owner',
            field=models.ForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        AddIndexConcurrently(
            model_name='link',
            index=models.Index(models.F('owner'), django.db.models.functions.comparison.Coalesce('over_at', 'version_over_at'), condition=models.Q(django.db.models.lookups.IsNull(django.db.models.functions.comparison.Coalesce('over_at', 'version_over_at'), False), ('revoked_at', None), ('uses__lt', models.F('max_uses'))), name='link_own_open'),
        ),
        AddIndexConcurrently(
            model_name='opening',
            index=models.Index(fields=['organization', 'owner', 'link'], name='opening_of_owner'),
        ),
        # Another index begins with the link.
        migrations.AlterField(
            model_name='opening',
            name='link',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='links.link'),
        ),
    ]
