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

    def set_column(self, lookup: Any) -> None:
        """Note the column that the value is compared with. It prepares the value."""
        column = lookup.lhs.output_field
        self.column = getattr(column, "target_field", column)
        self.is_list = lookup.lookup_name == "in"

    def prepare(self, value: Any, connection: Any) -> Any:
        """Return the value as the ORM would send it."""
        assert self.column is not None
        if self.is_list:
            return [self.column.get_db_prep_value(item, connection) for item in value]
        return self.column.get_db_prep_value(value, connection)


class Statement:
    """A compiled query: its SQL, its parameters in order, and what makes instances of rows. It holds no connection."""

    def __init__(self, queryset: QuerySet[Any, Any], numbers: set[int]) -> None:
        query, self.db = queryset.query, queryset.db
        if queryset._prefetch_related_lookups or queryset._known_related_objects:  # type: ignore[attr-defined]
            raise TypeError("A query with prefetched or known related objects cannot be compiled once.")
        for lookup in query.where.leaves():
            if isinstance(getattr(lookup, "rhs", None), Placeholder):
                lookup.rhs.set_column(lookup)
        compiler = query.get_compiler(using=self.db)
        sql, self.params = compiler.as_sql()
        placeholders = [param for param in self.params if isinstance(param, Placeholder)]
        if {param.value for param in placeholders} != numbers or any(param.column is None for param in placeholders):
            raise TypeError("A statement that is compiled once may only compare its values with columns.")
        # Only a value that is a list stands behind IN by itself.
        self.sql = sql.replace(" IN %s", " = ANY(%s)")
        self.is_locking = query.select_for_update
        # They depend on no connection: they come from the fields, since Django has none for PostgreSQL itself.
        expressions = [expression for expression, _sql, _alias in compiler.select]
        self.converters = list(compiler.get_converters(expressions).items())
        self.build = _row_builder(queryset, compiler)

    def rows(self, values: Sequence[Any]) -> list[Any]:
        connection = connections[self.db]
        if self.is_locking and connection.get_autocommit():
            raise transaction.TransactionManagementError("Rows are locked inside a transaction.")
        params = [
            param.prepare(values[param.value], connection) if isinstance(param, Placeholder) else param
            for param in self.params
        ]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        if self.converters:
            found = [self._convert(list(row), connection) for row in found]
        return [self.build(row) for row in found]

    def _convert(self, row: list[Any], connection: Any) -> list[Any]:
        for index, (converters, expression) in self.converters:
            for convert in converters:
                row[index] = convert(row[index], expression, connection)
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
    info: Any, select: Any, db: str, annotations: Sequence[tuple[str, int]] = ()
) -> Callable[[Sequence[Any]], Any]:
    """Return a function that makes an instance of a row, with the related ones; None where an outer join found nothing.

    It does not call `Model.__init__`, which takes five times as long. Raise TypeError for a model that has its own
    `__init__`, `from_db` or signals of these.
    """
    model, first, end = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
    is_plain = all(getattr_static(model, name) is getattr_static(Model, name) for name in ("__init__", "from_db"))
    if not is_plain or pre_init.has_listeners(model) or post_init.has_listeners(model):
        raise TypeError("Queries for a model with a constructor of its own cannot be compiled once.")
    names = [expression.target.attname for expression, _sql, _alias in select[first:end]]
    key = first + names.index(model._meta.pk.attname)
    related = [
        (_instance_builder(related_info, select, db), related_info["local_setter"], related_info["remote_setter"])
        for related_info in info.get("related_klass_infos", ())
    ]

    def build(row: Sequence[Any]) -> Any:
        if row[key] is None:
            return None
        instance, state = model.__new__(model), ModelState()
        state.adding, state.db = False, db
        instance.__dict__.update(zip(names, row[first:end], strict=True), _state=state)
        for build_related, set_related, set_back in related:
            found = build_related(row)
            set_related(instance, found)
            if found is not None:
                set_back(found, instance)
        for name, index in annotations:
            setattr(instance, name, row[index])
        return instance

    return build


class CompiledOnce(Generic[*Values, Found]):
    """A query, compiled once for each choice of arguments that are None: Django compiles these to IS NULL."""

    def __init__(self, query: "Callable[[*Values], QuerySet[Any, Found]]") -> None:
        self.query = query
        self._statements: dict[tuple[bool, ...], Statement] = {}
        update_wrapper(self, query)

    def __call__(self, *values: *Values) -> list[Found]:
        """Return what the query finds, by one statement."""
        are_given = tuple(value is not None for value in values)
        statement = self._statements.get(are_given)
        if statement is None:
            # Two threads may both compile it, to the same.
            statement = self._statements[are_given] = self._compile(are_given)
        return statement.rows(values)

    def first(self, *values: *Values) -> Found | None:
        """Return the first row, or None. The query should find one at most, or have an order and a limit."""
        return next(iter(self(*values)), None)

    def _compile(self, are_given: tuple[bool, ...]) -> Statement:
        values = [Placeholder(number) if is_given else None for number, is_given in enumerate(are_given)]
        numbers = {number for number, is_given in enumerate(are_given) if is_given}
        return Statement(self.query(*values), numbers)  # type: ignore[arg-type]


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
    if any(hasattr(value, "as_sql") for value in values):
        # An expression, or a default of the database's.
        return model._base_manager.bulk_create(new)
    with transaction.mark_for_rollback_on_error(DEFAULT_DB_ALIAS), connection.cursor() as cursor:
        cursor.execute(_insert_sql(model, len(new)), values)
        for row, (pk,) in zip(new, cursor.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = pk, False, DEFAULT_DB_ALIAS
    return new


@lru_cache
def _columns(model: type[Model]) -> "list[Field[Any, Any]] | None":
    """Return the fields that a plain INSERT writes; None for a model that needs more than a plain INSERT."""
    meta = model._meta
    if meta.auto_field is None or meta.db_returning_fields != [meta.pk] or meta.parents:
        return None
    fields = [field for field in meta.concrete_fields if not field.generated and not field.primary_key]
    # Binary fields have a placeholder of their own, which is the usual one in PostgreSQL.
    has_special = any(hasattr(field, "get_placeholder") and not isinstance(field, BinaryField) for field in fields)
    return None if has_special else fields


@lru_cache
def _insert_sql(model: type[Model], number: int) -> str:
    quote, meta = connections[DEFAULT_DB_ALIAS].ops.quote_name, model._meta
    columns = [quote(str(field.column)) for field in _columns(model) or ()]
    into = f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)})"
    rows = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * number)
    return f"{into} VALUES {rows} RETURNING {quote(str(meta.pk.column))}"
