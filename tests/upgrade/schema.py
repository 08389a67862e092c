"""Reads the schema of a database from PostgreSQL's catalog, to compare it with another."""

from django.db import connection, transaction

# The order of columns does not count: one that a migration adds is last, wherever its model has it. NOT NULL is a part
# of the column, because only newer servers list it among the constraints too.
PARTS = {
    "column": """
        SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision, datetime_precision,
               is_nullable, column_default, collation_name, is_identity, identity_generation, generation_expression
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": """
        SELECT conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    "index": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "function": """
        SELECT proname, pg_get_functiondef(oid) FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')""",
    "relation": """
        SELECT relname, relkind::text, relpersistence::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('i', 't')""",
    "extension": "SELECT extname FROM pg_extension",
}
CHECKS = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %2$I %s', conrelid::regclass, conname,
                  pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = 'c'"""
INDEXES = """
    SELECT format('DROP INDEX %I; %s', indexname, indexdef) FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT IN (SELECT conname FROM pg_constraint)"""


def read_parts() -> set[tuple[object, ...]]:
    """Return each part of the current database's schema as a row, as PostgreSQL spells it."""
    found: set[tuple[object, ...]] = set()
    with connection.cursor() as cursor:
        for part, query in PARTS.items():
            cursor.execute(query)
            found |= {(part, *row) for row in cursor.fetchall()}
    return found


def read_schema() -> set[tuple[object, ...]]:
    """Return the same, spelled alike in a migrated database and in a restored one.

    PostgreSQL spells some conditions differently after they were created from their own text, as a dump does.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for query in (CHECKS, INDEXES):
            cursor.execute(query)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        found = read_parts()
        transaction.set_rollback(True)
    return found
