"""What the tables of a database are like, as PostgreSQL's catalog tells: to compare one with another."""

from django.db import connection, transaction

# In no order of columns: one that a migration adds stands last, wherever its model has it. That a column may not be
# empty is said of the column, whether or not the server lists it among the constraints too.
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


def parts() -> set[tuple[object, ...]]:
    """Every part of the current database's schema, one a row, as PostgreSQL spells it."""
    found: set[tuple[object, ...]] = set()
    with connection.cursor() as cursor:
        for part, query in PARTS.items():
            cursor.execute(query)
            found |= {(part, *row) for row in cursor.fetchall()}
    return found


def schema() -> set[tuple[object, ...]]:
    """The same, spelled alike in a database that grew and in one that was restored.

    PostgreSQL spells some conditions otherwise once they were made of their own text, as a dump does.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for query in (CHECKS, INDEXES):
            cursor.execute(query)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        found = parts()
        transaction.set_rollback(True)
    return found
