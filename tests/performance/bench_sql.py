"""The script of one system, with its proof, beside sqlglot's own time: what it takes sqlglot alone to parse the same text."""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot

from specs_app.sql.builder import generate
from specs_app.yaml_files.reader import read
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject


def bench(subject: Subject) -> Iterator[Result]:
    document = read(subject.files).document
    cms = document.settings.cms[0]
    text = generate(document, cms.key).text
    yield beside(
        f"SQL of {cms.title}, {len(document.objects)} tables",
        lambda: generate(document, cms.key),
        "sqlglot's parse",
        lambda: sqlglot.parse(text, dialect=cms.dialect),
        rounds=5,
    )
