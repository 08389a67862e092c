"""Statements that are compiled once: Django's SQL of a query or an INSERT is kept, and only the values change.

Django compiles a QuerySet anew each time, which takes longer than PostgreSQL needs to answer it. A function decorated
with `compiled_once` returns a QuerySet of a fixed shape: it is compiled at the first call, and later calls only send
values. The rows are the model instances that Django would return. This uses Django's private parts, so pyproject.toml
pins its version.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, update_wrapper
from inspect import getattr_static
from typing import Any, Generic, TypeVar, TypeVarTuple

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import BinaryField, Field, Model, QuerySet, Value
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler

Found = TypeVar("Found")
Row = TypeVar("Row", bound=Model)
Values = TypeVarTuple("Values")

# More rows are inserted by `bulk_create`: each number of rows needs a statement of its own, which must pay off.
MOST_ROWS = 16


class Placeholder(Value):
    """A placeholder in a statement for a value that each call passes."""

    column: "Field[Any, Any] | None" = None
    is_list = False

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def __str__(self) -> str:
        raise TypeError("A statement that is compiled once cannot depend on a value.")

    def compared_with(self, lookup: Any) -> None:
        """Note the column that the value is compared with, which prepares it."""
        column = lookup.lhs.output_field
        self.column, self.is_list = getattr(column, "target_field", column), lookup.lookup_name == "in"

    def prepared(self, value: Any, connection: Any) -> Any:
        """Return the value as the ORM would send it."""
        assert self.column is not None
        if self.is_list:
            return [self.column.get_db_prep_value(one, connection) for one in value]
        return self.column.get_db_prep_value(value, connection)


class Statement:
    """A compiled query: its SQL, its parameters in order, and what makes instances of rows. It holds no connection."""

    def __init__(self, queryset: QuerySet[Any, Any], names: set[int]) -> None:
        query, self.db = queryset.query, queryset.db
        if queryset._prefetch_related_lookups or queryset._known_related_objects:  # type: ignore[attr-defined]
            raise TypeError("A query with prefetched or known related objects cannot be compiled once.")
        for lookup in query.where.leaves():
            if isinstance(getattr(lookup, "rhs", None), Placeholder):
                lookup.rhs.compared_with(lookup)
        compiler = query.get_compiler(using=self.db)
        sql, self.params = compiler.as_sql()
        places = [one for one in self.params if isinstance(one, Placeholder)]
        if {one.value for one in places} != names or any(one.column is None for one in places):
            raise TypeError("A statement that is compiled once may only compare its values with columns.")
        # Only a value that is a list stands behind IN by itself.
        self.sql = sql.replace(" IN %s", " = ANY(%s)")
        self.is_locking = query.select_for_update
        # PostgreSQL's own part of Django converts nothing, so these are the fields', which know no connection.
        self.converters = list(compiler.get_converters([one[0] for one in compiler.select]).items())
        self.build = _row_builder(queryset, compiler)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        connection = connections[self.db]
        if self.is_locking and connection.get_autocommit():
            raise transaction.TransactionManagementError("Rows are locked inside a transaction.")
        params = [
            one.prepared(values[one.value], connection) if isinstance(one, Placeholder) else one for one in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if self.converters:
            found = [self._converted(list(row), connection) for row in found]
        return [self.build(row) for row in found]

    def _converted(self, row: list[Any], connection: Any) -> list[Any]:
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return row


def _row_builder(queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """Return a function that turns a row into what the ORM would return: an instance with related ones, or a tuple."""
    kind = queryset._iterable_class
    if kind is ValuesListIterable:
        return tuple
    if kind is not ModelIterable:
        raise TypeError("Only queries for instances or tuples can be compiled once.")
    return _instance_builder(
        compiler.klass_info, compiler.select, queryset.db, list((compiler.annotation_col_map or {}).items())
    )


def _instance_builder(
    info: Any, select: Any, db: str, notes: Sequence[tuple[str, int]] = ()
) -> Callable[[Sequence[Any]], Any]:
    """Return a function that makes an instance of a row, with the related ones; None where an outer join found nothing.

    It does not call `Model.__init__`, which takes five times as long. Raise TypeError for a model where that would be
    missed.
    """
    model, first, end = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    is_plain = all(getattr_static(model, name) is getattr_static(Model, name) for name in ("__init__", "from_db"))
    if not is_plain or any(one.has_listeners(model) for one in (pre_init, post_init)):
        raise TypeError("Queries for a model with a constructor of its own cannot be compiled once.")
    names = [one[0].target.attname for one in select[first:end]]
    key = first + names.index(model._meta.pk.attname)
    related = [
        (_instance_builder(one, select, db), one["local_setter"], one["remote_setter"])
        for one in info.get("related_klass_infos", ())
    ]

    def make(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        instance, state = model.__new__(model), ModelState()
        state.adding, state.db = False, db
        instance.__dict__.update(zip(names, row[first:end], strict=True), _state=state)
        for make_other, set_here, set_there in related:
            other = make_other(row)
            set_here(instance, other)
            if other is not None:
                set_there(other, instance)
        for name, place in notes:
            setattr(instance, name, row[place])
        return instance

    return make


class CompiledOnce(Generic[*Values, Found]):
    """A query, compiled once for each choice of arguments that are None: Django compiles these to IS NULL."""

    def __init__(self, query: "Callable[[*Values], QuerySet[Any, Found]]") -> None:
        self.query = query
        self._statements: dict[tuple[bool, ...], Statement] = {}
        update_wrapper(self, query)

    def __call__(self, *values: *Values) -> list[Found]:
        """Return what the query finds, by one statement."""
        are_given = tuple(one is not None for one in values)
        statement = self._statements.get(are_given)
        if statement is None:
            # Two threads may both compile it, to the same.
            statement = self._statements[are_given] = self._compiled(are_given)
        return statement.rows(values)

    def first(self, *values: *Values) -> Found | None:
        """Return the first row, or None. The query should find one at most, or have an order and a limit."""
        return next(iter(self(*values)), None)

    def _compiled(self, are_given: tuple[bool, ...]) -> Statement:
        places = [Placeholder(number) if is_given else None for number, is_given in enumerate(are_given)]
        return Statement(self.query(*places), {number for number, is_given in enumerate(are_given) if is_given})  # type: ignore[arg-type]


def compiled_once(query: "Callable[[*Values], QuerySet[Any, Found]]") -> CompiledOnce[*Values, Found]:
    """Compile the query once in each process.

    The function gets its values by position and only compares them with columns (`=`, `<`, `IN` and so on). Whatever
    may differ from call to call is an argument. `function.query` is the query as it stands.
    """
    return CompiledOnce(query)


def insert(rows: Iterable[Row]) -> list[Row]:
    """Insert new rows of one model as `bulk_create` does, by a statement that is compiled once for their number."""
    new = list(rows)
    if not new:
        return new
    model, connection = type(new[0]), connections[DEFAULT_DB_ALIAS]
    fields = _columns(model)
    if fields is None or len(new) > MOST_ROWS or any(row.pk is not None for row in new):
        return model._base_manager.bulk_create(new)
    values = []
    for row in new:
        row._prepare_related_fields_for_save(operation_name="insert")  # type: ignore[attr-defined]
        values += [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    if any(hasattr(one, "as_sql") for one in values):
        # An expression, or a default of the database's.
        return model._base_manager.bulk_create(new)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(_insert_sql(model, len(new)), values)
        for row, (pk,) in zip(new, cursor.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = pk, False, DEFAULT_DB_ALIAS
    return new


@lru_cache
def _columns(model: type[Model]) -> "list[Field[Any, Any]] | None":
    """Return the fields that an INSERT writes where the database numbers its rows; None if that is not all there is."""
    meta = model._meta
    fields = [one for one in meta.concrete_fields if not one.generated and not one.primary_key]
    is_plain = meta.auto_field is not None and meta.db_returning_fields == [meta.pk] and not meta.parents
    # Bytes have a placeholder of their own, which is the usual one in PostgreSQL.
    special = [one for one in fields if hasattr(one, "get_placeholder") and not isinstance(one, BinaryField)]
    return fields if is_plain and not special else None


@lru_cache
def _insert_sql(model: type[Model], number: int) -> str:
    quote, meta = connections[DEFAULT_DB_ALIAS].ops.quote_name, model._meta
    columns = [quote(str(one.column)) for one in _columns(model) or ()]
    into = f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)})"
    rows = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
    return f"{into} VALUES {rows} RETURNING {quote(str(meta.pk.column))}"
