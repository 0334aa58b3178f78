"""The search knows names, definitions, codes and former names apart, what results can be narrowed by, and how words are spelt.

`rebuild` enters what a standard that is here already says so; until then its entries are found by their words.
"""

from importlib import import_module
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_FIRST = import_module("specs_app.migrations.0003_search_index")
_CHANGES = import_module("specs_app.migrations.0008_search_changes")
_SEARCHED = ("called", "head", "definition", "details", "words", "formerly")
_NEW, _OLD = (", ".join(f"{side}.{name}" for name in _SEARCHED) for side in ("new", "old"))
_NAMES = ", ".join(_SEARCHED)
SQLITE = (
    f"""
    CREATE VIRTUAL TABLE specs_app_searchindex USING fts5(
        {_NAMES}, content='specs_app_searchentry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3 4'
    )
    """,
    f"""
    CREATE TRIGGER specs_app_search_added AFTER INSERT ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(rowid, {_NAMES}) VALUES (new.id, {_NEW});
    END
    """,  # noqa: S608
    f"""
    CREATE TRIGGER specs_app_search_removed AFTER DELETE ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(specs_app_searchindex, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});
    END
    """,  # noqa: S608
    f"""
    CREATE TRIGGER specs_app_search_changed AFTER UPDATE ON specs_app_searchentry BEGIN
        INSERT INTO specs_app_searchindex(specs_app_searchindex, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});
        INSERT INTO specs_app_searchindex(rowid, {_NAMES}) VALUES (new.id, {_NEW});
    END
    """,  # noqa: S608
    "INSERT INTO specs_app_searchindex(specs_app_searchindex) VALUES ('rebuild')",
)
_WEIGHTED = " || ".join(
    f"setweight(to_tsvector('english', {name}), '{weight}')" for name, weight in zip(_SEARCHED, "AABCDC", strict=True)
)
POSTGRES = (
    f"ALTER TABLE specs_app_searchentry ADD COLUMN sought tsvector GENERATED ALWAYS AS ({_WEIGHTED}) STORED",
    "CREATE INDEX specs_app_searchindex ON specs_app_searchentry USING gin (sought)",
    """
    CREATE INDEX specs_app_searchnames ON specs_app_searchentry
    USING gin (string_to_array(called || ' ' || formerly, ' '))
    """,
)
POSTGRES_BACK = (
    "DROP INDEX specs_app_searchnames",
    "DROP INDEX specs_app_searchindex",
    "ALTER TABLE specs_app_searchentry DROP COLUMN sought",
)
REFILL = "INSERT INTO specs_app_searchindex(specs_app_searchindex) VALUES ('rebuild')"


def make(_: Any, editor: Any) -> None:
    _FIRST._run(editor, SQLITE, POSTGRES)


def unmake(_: Any, editor: Any) -> None:
    _FIRST._run(editor, _FIRST.SQLITE_BACK, POSTGRES_BACK)


def make_former(apps: Any, editor: Any) -> None:
    """The index of the version before."""
    _FIRST.make(apps, editor)
    _FIRST._run(editor, (REFILL,), ())


def forget(apps: Any, _: Any) -> None:
    """An earlier version knows no such entries."""
    apps.get_model("specs_app", "SearchEntry").objects.filter(kind__in=["domain", "return", "cms"]).delete()


def _text(name: str) -> Any:
    return migrations.AddField("searchentry", name, models.TextField(blank=True, default=""), preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0020_pdf_part")]
    operations = [
        migrations.RunPython(_FIRST.unmake, make_former),
        migrations.RemoveConstraint("searchentry", _CHANGES.NAME),
        *map(_text, ("facets", "called", "definition", "details", "former", "formerly")),
        migrations.AddConstraint(
            "searchentry",
            _CHANGES._known(
                *("object", "item", "category", "extract", "authority", "change"), *("domain", "return", "cms")
            ),
        ),
        migrations.RunPython(make, unmake),
        migrations.RunPython(migrations.RunPython.noop, forget),
        migrations.CreateModel(
            "SearchWord",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40)),
                ("entries", models.PositiveIntegerField()),
                (
                    "specification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="specs_app.specification"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("specification", "word"), name="searchword_once")]
            },
        ),
        migrations.CreateModel(
            "SearchTrigram",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trigram", models.CharField(max_length=10)),
                (
                    "specification",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="specs_app.specification",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="trigrams", to="specs_app.searchword"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["specification", "trigram", "word"], name="searchtrigram_lookup"),
                ],
            },
        ),
    ]
