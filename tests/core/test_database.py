"""Rows that a form makes once, and how arrays are written."""

import pytest
from django.db import IntegrityError, connection
from hypothesis import example, given
from hypothesis import strategies as st
from psycopg.adapt import PyFormat, Transformer
from psycopg.types.array import ListDumper

from accounts.models import Organization
from core.database import ArrayDumper, get_or_make


@pytest.mark.django_db
def test_the_same_form_makes_one_row():
    earlier = Organization.objects.filter(slug="acme")
    made = get_or_make(earlier, lambda: Organization.objects.create(name="Acme", slug="acme"))
    assert get_or_make(earlier, lambda: pytest.fail("made twice")) == made
    # Another one was faster: it wrote after the look for an earlier row.
    late = Organization.objects.filter(slug="late")

    def beaten():
        Organization.objects.create(name="Late", slug="late")
        raise IntegrityError

    assert get_or_make(late, beaten) == late.get()


@pytest.mark.django_db
def test_another_broken_constraint_is_raised():
    def broken():
        raise IntegrityError("another")

    with pytest.raises(IntegrityError, match="another"):
        get_or_make(Organization.objects.filter(slug="acme"), broken)


ITEMS = st.one_of(
    st.lists(st.text() | st.none()),
    st.lists(st.binary()),
    st.lists(st.integers(-(2**40), 2**40)),
    st.lists(st.lists(st.text(alphabet='\\"{}, aé'), min_size=2, max_size=2)),
)


@example(['{"name": "a \\"b\\" \\\\ c"}', "", "NULL", '"', "\\"])
@given(ITEMS)
def test_arrays_are_written_as_the_driver_writes(items):
    written = []
    for kind in (ArrayDumper, ListDumper):
        dumper = kind(list, Transformer()).upgrade(items, PyFormat.TEXT)
        written.append((dumper.oid, bytes(dumper.dump(items))))
    assert written[0] == written[1]


@pytest.mark.django_db
def test_arrays_come_back_whole():
    texts = ['{"a": "b\\\\c"}', 'say "hi"', "\\", "", "NULL", "é語🎟", "two\nlines"]
    with connection.cursor() as cursor:
        assert cursor.connection.adapters.get_dumper(list, PyFormat.AUTO) is ArrayDumper
        cursor.execute("SELECT * FROM unnest(%s::text[])", [texts])
        assert [text for (text,) in cursor.fetchall()] == texts
