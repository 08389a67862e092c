"""How links are found by the metadata that programs gave them."""

from collections.abc import Mapping

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Func, JSONField, Q
from django.db.models.fields.json import DataContains

# The metadata under the organization's id, which the index knows by their whole path. So a search reads only the links
# of one organization, however many others have the same metadata.
BY_ORGANIZATION = Func(
    "organization_id",
    "metadata",
    arg_joiner=")::text], ",
    template="jsonb_set('{}'::jsonb, ARRAY[(%(expressions)s)",
    output_field=JSONField(),
)
HAS_METADATA = ~Q(metadata={})


def metadata_index(name: str) -> GinIndex:
    """Return the index for `metadata_condition`. Links without metadata take no place in it."""
    return GinIndex(OpClass(BY_ORGANIZATION, name="jsonb_path_ops"), condition=HAS_METADATA, name=name)


def metadata_condition(metadata: Mapping[str, str], organization_id: int) -> Q:
    """Return the condition for the organization's links that have all of these keys and values."""
    return HAS_METADATA & Q(DataContains(BY_ORGANIZATION, {str(organization_id): dict(metadata)}))
