"""The script of one system beside sqlglot's own time: to parse the same text, and to build and write the same tables and rows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from specs_app.document.types import Document
from specs_app.sql.builder import generate
from specs_app.sql.dialects import dialect_of
from specs_app.sql.proofs import PROOFS
from specs_app.sql.safety import parsed
from specs_app.sql.tables import SqlTable, tables_of
from specs_app.yaml_files.reader import read
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject


def bench(subject: Subject) -> Iterator[Result]:
    document = read(subject.files).document
    cms = document.settings.cms[0]
    text, dialect = generate(document, cms.key).text, dialect_of(cms.dialect)
    yield beside(
        f"SQL of {cms.title}, {len(document.objects)} tables",
        lambda: generate(document, cms.key),
        "sqlglot's parse",
        lambda: parsed(text, dialect),
        rounds=5,
    )
    tables, _ = tables_of(document, dialect)
    yield beside(
        f"SQL of {cms.title}, proved anew",
        lambda: _proved_anew(document, cms.key),
        "sqlglot's build and generate",
        lambda: [_built(table, dialect.parser) for table in tables],
        rounds=5,
    )


def _proved_anew(document: Document, cms: str) -> None:
    PROOFS.clear()
    generate(document, cms)


def _built(table: SqlTable, parser: str) -> tuple[str, str]:
    """The statements that make and fill a table, as sqlglot builds and writes them."""
    columns = [
        exp.ColumnDef(
            this=exp.to_identifier(column.name, quoted=True),
            kind=exp.DataType.build(column.type, dialect=parser),
            constraints=[
                exp.ColumnConstraint(kind=exp.NotNullColumnConstraint(allow_null=not column.item.primary_key))
            ],
        )
        for column in table.columns
    ]
    target = exp.to_table(table.name)
    create = exp.Create(this=exp.Schema(this=target.copy(), expressions=columns), kind="TABLE")
    names = [column.name for column in table.columns]
    query = exp.select(*(exp.alias_(exp.column(name, table="src"), name) for name in names)).from_("src")
    return create.sql(parser, pretty=True), exp.insert(query, target, columns=names).sql(parser, pretty=True)
