"""The text index over the search entries, in the words of each database.

SQLite keeps an FTS5 table in step by triggers; a later migration that makes `specs_app_searchentry` anew must make them anew too.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE specs_app_searchindex USING fts5(
        head, words, content='specs_app_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER specs_app_search_added AFTER INSERT ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(rowid, head, words) VALUES (new.id, new.head, new.words);
    END
    """,
    """
    CREATE TRIGGER specs_app_search_removed AFTER DELETE ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(specs_app_searchindex, rowid, head, words)
        VALUES ('delete', old.id, old.head, old.words);
    END
    """,
    """
    CREATE TRIGGER specs_app_search_changed AFTER UPDATE ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(specs_app_searchindex, rowid, head, words)
        VALUES ('delete', old.id, old.head, old.words);
        INSERT INTO specs_app_searchindex(rowid, head, words) VALUES (new.id, new.head, new.words);
    END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER specs_app_search_added",
    "DROP TRIGGER specs_app_search_removed",
    "DROP TRIGGER specs_app_search_changed",
    "DROP TABLE specs_app_searchindex",
)
POSTGRES = (
    """
    CREATE INDEX specs_app_searchindex ON specs_app_searchentry USING gin (
        (setweight(to_tsvector('english', head), 'A') || setweight(to_tsvector('english', words), 'D'))
    )
    """,
)
POSTGRES_BACK = ("DROP INDEX specs_app_searchindex",)


def _run(editor: Any, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> None:
    for statement in postgres if editor.connection.vendor == "postgresql" else sqlite:
        editor.execute(statement)


def make(_: Any, editor: Any) -> None:
    _run(editor, SQLITE, POSTGRES)


def unmake(_: Any, editor: Any) -> None:
    _run(editor, SQLITE_BACK, POSTGRES_BACK)


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0002_search")]
    operations = [migrations.RunPython(make, unmake)]
