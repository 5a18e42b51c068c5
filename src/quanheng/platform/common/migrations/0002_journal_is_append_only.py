"""Entries are never changed or deleted: the database refuses, on both engines."""

from django.apps.registry import Apps as StateApps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "common_journalentry"

SQLITE = [
    f"CREATE TRIGGER journal_no_{act.lower()} BEFORE {act} ON {TABLE} "
    "BEGIN SELECT RAISE(ABORT, 'journal entries are append-only'); END"
    for act in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    "CREATE FUNCTION journal_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'journal entries are append-only'; END $$",
    f"CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION journal_append_only()",
]


def protect(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
